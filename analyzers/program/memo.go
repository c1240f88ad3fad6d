package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// maxWraps bounds how many higher-order functions a wrapped function is followed through.
const maxWraps = 4

// wrapperOf returns the function that makes a wrapper: the function around fn that takes a function, which fn calls, and returns fn. A memoizer
// is one.
func (p *Program) wrapperOf(fn Site) (maker, param Site) {
	maker = p.Function(fn)
	if fn.Kind() != python.FuncDef && fn.Kind() != python.Lambda || maker.Kind() != python.FuncDef || fn.Kind() == python.FuncDef && !p.returnsName(maker, fn.Str()) {
		return Site{}, Site{}
	}
	for m := maker; m.Kind() == python.FuncDef; m = p.Function(m) {
		for _, n := range m.M.F.All(m.N, python.RParam) {
			if param := (Site{m.M, n}); p.callsName(fn, param) {
				return m, param
			}
		}
	}
	return Site{}, Site{}
}

// callsName reports whether a function calls what a parameter around it is bound to.
func (p *Program) callsName(fn, param Site) bool {
	scope := param.M.X.ScopeAt(param.Up().N)
	for _, m := range p.scopeMentions(param.M, scope, param.Str()) {
		if m.Role() == python.RFunc && m.Up().Kind() == python.Call && m.M.F.Contains(fn.N, m.N) {
			return true
		}
	}
	return false
}

// wrapped returns the functions of the tree that a maker of wrappers is given for a parameter: those that it decorates, and those
// that are passed to it by name, also through another maker.
func (p *Program) wrapped(maker, param Site, depth int) []Site {
	var out []Site
	if depth > maxWraps {
		return nil
	}
	for _, c := range p.Callers(maker) {
		if def := decorates(c.At); def.Valid() {
			out = append(out, def)
			continue
		}
		if c.Value || !param.Valid() {
			continue
		}
		arg := p.argument(c.At, maker, paramIndex(param), param.Str())
		if arg.Kind() != python.Name {
			continue
		}
		for _, v := range p.Eval(arg) {
			if v.Kind == VFunc {
				out = append(out, v.Site)
			}
		}
		if outer := p.parameterNamed(arg); outer.Valid() {
			out = append(out, p.wrapped(outer.Up(), outer, depth+1)...)
		}
	}
	// a decorator with arguments: the function around the maker is what is written after the @
	if outer := p.Function(maker); outer.Kind() == python.FuncDef && p.returnsName(outer, maker.Str()) {
		out = append(out, p.wrapped(outer, Site{}, depth+1)...)
	}
	return out
}

// decorates returns the function or class under the decorator at a place, called or not.
func decorates(at Site) Site {
	if at.Role() == python.RFunc && at.Up().Kind() == python.Call {
		at = at.Up()
	}
	if at.Role() == python.RDecorator && at.Up().Kind() == python.FuncDef {
		return at.Up()
	}
	return Site{}
}

// parameterNamed returns the parameter that a name is bound to, where it is bound to nothing else.
func (p *Program) parameterNamed(name Site) Site {
	if name.Kind() != python.Name {
		return Site{}
	}
	x := name.M.X
	id := name.M.F.Name(name.N)
	scope := x.Resolve(x.ScopeOf(name.N), id)
	if scope <= 0 {
		return Site{}
	}
	for _, b := range x.Binds(scope, id) {
		if param := (Site{name.M, b}); param.Kind() == python.Param {
			return param
		}
	}
	return Site{}
}

// memoDomain is the domain of what a wrapper is called with: that of the arguments of the functions that it wraps. False where fn is no
// wrapper, or wraps nothing of the tree.
func (p *Program) memoDomain(fn Site) (KeyDomain, bool) {
	var wrapped []Site
	if c := p.Enclosing(fn); c != nil && fn.Str() == "__call__" {
		wrapped = p.decoratedBy(c)
	} else if maker, param := p.wrapperOf(fn); maker.Valid() {
		wrapped = p.wrapped(maker, param, 0)
	}
	out, any := KeyDomain{Domain: DomainConstant, Why: "the functions that it wraps take no arguments"}, false
	for _, def := range wrapped {
		if k, ok := p.argumentsDomain(def); ok {
			out = wider(out, k)
		}
		any = true
	}
	return out, any
}

// decoratedBy returns the functions that instances of a class stand for: those under `@Class`. One under `@Class(…)` is handed to its __call__,
// once.
func (p *Program) decoratedBy(c *Class) []Site {
	var out []Site
	p.Each(c.Name, func(s Site) {
		if s.Kind() != python.Name && s.Kind() != python.Attr || s.M.Profile == Test {
			return
		}
		if def := decorates(s); def.Valid() && s.Role() == python.RDecorator && p.isClass(s, c) {
			out = append(out, def)
		}
	})
	return out
}

func (p *Program) isClass(s Site, c *Class) bool {
	for _, v := range p.Eval(s) {
		if v.Kind == VClass && v.Class == c {
			return true
		}
	}
	return false
}

// decoratorLife is the life of an instance that stands for the function under its class: as long as the function.
func (p *Program) decoratorLife(c *Class) *Life {
	for _, def := range p.decoratedBy(c) {
		if !p.nested(def) {
			return lives(ScopeProcess, c.Name+" decorates "+p.QualName(def)+" at "+place(def)+" and lives as long as it does", true, def)
		}
	}
	return nil
}

// fromDecorated says how often an instance that stands for a function is called: as often as the function.
func (p *Program) fromDecorated(fn Site) *Repeat {
	c := p.Enclosing(fn)
	if c == nil || fn.Str() != "__call__" {
		return nil
	}
	return p.oftenest(fn, p.decoratedBy(c), "stands for")
}

// fromWrapped says how often a wrapper is called: as often as what it wraps.
func (p *Program) fromWrapped(fn Site) *Repeat {
	maker, param := p.wrapperOf(fn)
	if !maker.Valid() {
		return nil
	}
	return p.oftenest(fn, p.wrapped(maker, param, 0), "wraps")
}

// oftenest takes the most frequent of what is known of some functions for one that is called in their place.
func (p *Program) oftenest(fn Site, defs []Site, how string) *Repeat {
	var best *Repeat
	for _, def := range defs {
		if r := p.RepeatOf(def); r != nil && (best == nil || r.Kind > best.Kind) {
			best = &Repeat{Kind: r.Kind, Per: r.Per, Path: append(append([]Step(nil), r.Path...), Step{fn, how + " " + def.Str() + " at " + place(def)})}
		}
	}
	return best
}

// makesWrapper reports whether a parameter is a function that a function inside calls and that stands for it afterwards.
func (p *Program) makesWrapper(param Site) bool {
	def := param.Up()
	x := def.M.X
	for i := range x.Scopes {
		inner := Site{def.M, x.Scopes[i].Node}
		if x.Scopes[i].Kind == python.FuncDef && inner != def && def.M.F.Contains(def.N, inner.N) {
			if maker, of := p.wrapperOf(inner); maker.Valid() && of == param {
				return true
			}
		}
	}
	return false
}

// isMemo reports whether what grows remembers the results of a wrapped function: it is filled by the wrapper, or by the instance that
// stands for the function.
func (p *Program) isMemo(g Growth) bool {
	if g.Use.Key.Kind() == python.Attr { // of an object at hand: the arguments are not what it remembers by
		return false
	}
	if c := p.Enclosing(g.Fn); c != nil {
		return g.Fn.Str() == "__call__" && len(p.decoratedBy(c)) > 0
	}
	maker, _ := p.wrapperOf(g.Fn)
	return maker.Valid()
}

// ownDict collects the namespace of instances that code fills under computed names: `self.__dict__[key] = value`.
func (c *holderCollector) ownDict(attr Site) {
	if class := c.p.selfClass(attr.Child(python.RValue)); class != nil {
		owner := c.p.declaring(class, "__dict__")
		c.add(holderKey{InstanceAttribute, owner.Site.M, owner, 0, "__dict__"}, attr, []Alloc{{Site: attr, Type: library.Containers["builtins.dict"]}})
	}
}

// fillsOwnDict reports whether an attribute is the namespace of an object, and something is put in it under a computed name.
func fillsOwnDict(attr Site) bool {
	sub := attr.Up()
	return attr.Kind() == python.Attr && attr.Str() == "__dict__" && sub.Kind() == python.Subscript && attr.Role() == python.RValue && attr.M.F.IsTarget(sub.N) && sub.Child(python.RIndex).Kind() != python.Str
}
