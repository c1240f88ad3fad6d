package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// A Call is a place that calls a function, or hands it over as a value.
type Call struct {
	At     Site // the call, or the reference
	Value  bool // handed over, not called
	ByName bool // the receiver is unknown: only the name matches
}

// ambiguous is how many functions of a name may exist for a call on an unknown receiver to count as a call of one of them.
const ambiguous = 3

// Callers returns the places that call a function or hand it over, by its own name or by another that it goes under. Constructing a
// class calls its __init__.
func (p *Program) Callers(def Site) []Call { return p.ask.callers.of(def) }

func (p *Program) callersOf(def Site) []Call {
	var out []Call
	name := def.Str()
	class := p.Enclosing(def)
	if class != nil && (name == "__init__" || name == "__new__" || name == "__post_init__" || name == "__attrs_post_init__") {
		for _, c := range p.Constructions(class) {
			out = append(out, Call{At: c})
		}
	}
	if def.Kind() == python.FuncDef {
		for _, r := range p.ask.mentioned.of(name) {
			if c, ok := p.callAt(r, def, class); ok {
				out = append(out, c)
			}
		}
	}
	if def.Kind() == python.Lambda {
		out = append(out, Call{At: def, Value: true})
	}
	if class != nil && name == "__call__" {
		out = append(out, p.instanceCalls(class)...)
	}
	if class != nil && contextMethod[name] {
		out = append(out, p.entered(class)...)
	}
	if class != nil && itemMethod[name] {
		out = append(out, p.itemUses(class, name)...)
	}
	return p.addEntries(out, def)
}

// contextMethod are the methods that a with statement calls.
var contextMethod = map[string]bool{"__enter__": true, "__exit__": true, "__aenter__": true, "__aexit__": true}

// entered returns the constructions of a class that stand in the head of a with statement.
func (p *Program) entered(class *Class) []Call {
	var out []Call
	for _, c := range p.Constructions(class) {
		if c.Up().Kind() == python.Item {
			out = append(out, Call{At: c})
		}
	}
	return out
}

// addEntries adds the calls of a function under other names: through an alias, a parameter, a collection, a wrapper.
func (p *Program) addEntries(out []Call, def Site) []Call {
	seen := map[Site]bool{}
	for _, c := range out {
		seen[c.At] = true
	}
	for _, e := range p.ask.entries.of(def) {
		if e.how == callPlain && !seen[e.at] && e.at.M.speaksFor(def.M) {
			seen[e.at] = true
			out = append(out, Call{At: e.at, Value: e.def.Valid()})
		}
	}
	return out
}

// A reference is a place that reads a name or an attribute.
type reference struct {
	at Site
	vs []Value // what the name can be; of an attribute what it is read on
}

func sameReferences(a, b []reference) bool {
	return slices.EqualFunc(a, b, func(a, b reference) bool { return a.at == b.at && slices.Equal(a.vs, b.vs) })
}

// referencesTo answers where a name or attribute is read in the tree, and on what: asked once for all functions of that name.
func (p *Program) referencesTo(name string) []reference {
	var out []reference
	p.Each(name, func(s Site) {
		switch {
		case s.Kind() == python.Name && s.Role() != python.RTarget:
			out = append(out, reference{s, p.Eval(s)})
		case s.Kind() == python.Attr && !s.M.F.IsTarget(s.N):
			out = append(out, reference{s, p.Eval(s.Child(python.RValue))})
		}
	})
	return out
}

func (p *Program) callAt(r reference, def Site, class *Class) (Call, bool) {
	s := r.at
	if !s.M.speaksFor(def.M) {
		return Call{}, false
	}
	if s.Kind() == python.Attr {
		return p.attrCall(r, def, class)
	}
	for _, v := range r.vs {
		if v.Kind == VFunc && v.Site == def {
			return callee(s), true
		}
	}
	return Call{}, false
}

func (p *Program) attrCall(r reference, def Site, class *Class) (Call, bool) {
	s, seen := r.at, false
	for _, v := range r.vs {
		switch v.Kind {
		case VInstance, VClass:
			seen = true
			if class != nil && (p.IsA(v.Class, class) || p.IsA(class, v.Class)) {
				return callee(s), true
			}
		case VModule:
			seen = true
			for _, f := range p.moduleAttr(v.Site.M, s.Str()) {
				if f.Kind == VFunc && f.Site == def || f.Wraps == def {
					return callee(s), true
				}
			}
		case VExternal, VResult, VContainer, VItems, VConst, VFunc:
			seen = true
		}
	}
	if !seen && class != nil && !commonMethod[s.Str()] && p.definitions(s.Str()) <= ambiguous {
		c := callee(s)
		c.ByName = true
		return c, true
	}
	return Call{}, false
}

// commonMethod are names of methods that every object may have: a call on an unknown receiver says nothing.
var commonMethod = map[string]bool{
	"get": true, "set": true, "add": true, "append": true, "pop": true, "update": true, "remove": true, "close": true, "open": true, "read": true,
	"write": true, "send": true, "run": true, "start": true, "stop": true, "items": true, "keys": true, "values": true, "copy": true, "clear": true,
	"put": true, "join": true, "format": true, "encode": true, "decode": true, "strip": true, "split": true, "connect": true, "execute": true,
	"commit": true, "info": true, "debug": true, "error": true, "warning": true, "log": true, "save": true, "load": true, "delete": true,
	"create": true, "filter": true, "count": true, "index": true, "insert": true, "extend": true, "wait": true, "cancel": true, "result": true,
	"acquire": true, "release": true, "flush": true, "reset": true, "submit": true, "call": true, "emit": true, "handle": true, "process": true,
}

// definitions counts the functions of a name in the tree.
func (p *Program) definitions(name string) int { return p.ask.definitions.of(name) }

func (p *Program) countDefinitions(name string) int {
	n := 0
	p.Each(name, func(s Site) {
		if s.Kind() == python.FuncDef {
			n++
		}
	})
	return n
}

// callee says whether a mention of a function is the callee of a call.
func callee(s Site) Call {
	if up := s.Up(); up.Kind() == python.Call && s.Role() == python.RFunc {
		return Call{At: up}
	}
	return Call{At: s, Value: true}
}

// instanceCalls finds `x(…)` where x is an instance of the class, as values handed over.
func (p *Program) instanceCalls(class *Class) []Call {
	var out []Call
	for _, c := range p.Constructions(class) {
		if c.Role() == python.RDecorator {
			out = append(out, Call{At: c, Value: true})
		}
	}
	return out
}

// Constructions returns the calls that make an instance of a class or of one of its descendants.
func (p *Program) Constructions(c *Class) []Site {
	var out []Site
	for _, k := range p.withSubclasses(c) {
		for _, s := range p.ask.constructions.of(k) {
			if s.M.speaksFor(c.Site.M) {
				out = append(out, s)
			}
		}
	}
	return out
}

// withSubclasses returns the class and those that derive from it.
func (p *Program) withSubclasses(c *Class) []*Class {
	return append([]*Class{c}, p.subclassesOf(c)...)
}

// constructionsOf answers which calls make an instance of a class itself, under any name that it goes under.
func (p *Program) constructionsOf(c *Class) []Site {
	var out []Site
	add := func(call Site) {
		for _, v := range p.valuesOf(call.Child(python.RFunc)) {
			if v.Kind == VClass && v.Class == c && !slices.Contains(out, call) {
				out = append(out, call)
			}
		}
	}
	p.Each(c.Name, func(s Site) {
		if up := s.Up(); (s.Kind() == python.Name || s.Kind() == python.Attr) && up.Kind() == python.Call && s.Role() == python.RFunc {
			add(up)
			if p.loadsPlugin(s, c) && !slices.Contains(out, up) {
				out = append(out, up)
			}
		}
	})
	for _, name := range []string{"cls", "__class__"} {
		for _, n := range c.Site.M.X.Occurrences(name) {
			s := Site{c.Site.M, n}
			if s.M.F.Contains(c.Site.N, n) && s.Role() == python.RFunc && s.Up().Kind() == python.Call {
				add(s.Up())
			}
		}
	}
	if p.Mentions(c.Name) > maxMentions {
		return out
	}
	w := p.newWalk()
	w.decoratedAs(c.Site, len(p.Decorators(c.Site)), 0)
	for _, r := range w.calls {
		if !r.def.Valid() && r.how == callPlain {
			add(r.at)
		}
	}
	slices.SortFunc(out, placeOrder)
	return out
}

// ArgumentsFor returns what the callers of a function pass for a parameter.
func (p *Program) ArgumentsFor(param Site) []Site {
	def := param.Up()
	index, name := paramIndex(param), param.Str()
	var out []Site
	for _, c := range p.Callers(def) {
		if c.Value {
			continue
		}
		if a := p.argument(c.At, def, index, name); a.Valid() {
			out = append(out, a)
		}
	}
	for _, e := range p.ask.entries.of(def) {
		for _, o := range p.given(e, def, param) {
			if o.how == expression && o.at.Kind() != python.FuncDef && !slices.Contains(out, o.at) && o.at.M.speaksFor(def.M) {
				out = append(out, o.at)
			}
		}
	}
	return out
}

func paramIndex(param Site) int {
	for i, n := range param.M.F.All(param.Up().N, python.RParam) {
		if n == param.N {
			return i
		}
	}
	return -1
}

// argument returns the expression that a call passes for the parameter at an index of def.
func (p *Program) argument(call, def Site, index int, name string) Site {
	if call.Kind() == python.Subscript {
		return itemArgument(call, index)
	}
	if p.isBound(call, def) {
		index--
	}
	at := 0
	for _, n := range call.M.F.All(call.N, python.RArg) {
		a := Site{call.M, n}
		switch a.Kind() {
		case python.Keyword:
			if a.Str() == name {
				return a.Child(python.RValue)
			}
		case python.Star, python.DoubleStar:
			at = 1 << 20 // positions after it cannot be known
		default:
			if at == index {
				return a
			}
			at++
		}
	}
	return Site{}
}

// isBound reports whether a call passes self implicitly.
func (p *Program) isBound(call, def Site) bool {
	if p.Enclosing(def) == nil || p.hasDecorator(def, "staticmethod") {
		return false
	}
	fn := call.Child(python.RFunc)
	if fn.Kind() != python.Attr {
		return def.Str() == "__init__" || def.Str() == "__new__" || def.Str() == "__call__"
	}
	for _, v := range p.Eval(fn.Child(python.RValue)) {
		if v.Kind == VClass && !p.hasDecorator(def, "classmethod") && (def.Str() != "__init__" || fn.Str() == "__init__") {
			return false // Base.method(self, …)
		}
	}
	return true
}

// paramFor returns the parameter of def that receives the argument a of a call.
func (p *Program) paramFor(call, a, def Site) Site {
	params := def.M.F.All(def.N, python.RParam)
	if up := a.Up(); up.Kind() == python.Keyword {
		for _, n := range params {
			if def.M.F.Str(n) == up.Str() {
				return Site{def.M, n}
			}
		}
		return Site{}
	}
	index := 0
	if p.isBound(call, def) {
		index = 1
	}
	for _, n := range call.M.F.All(call.N, python.RArg) {
		if n == a.N {
			if index < len(params) && def.M.F.Op(params[index])&(python.KwOnly|python.KwStar|python.ArgsStar) == 0 {
				return Site{def.M, params[index]}
			}
			return Site{}
		}
		if k := call.M.F.Kind(n); k == python.Keyword || k == python.Star {
			return Site{}
		}
		index++
	}
	return Site{}
}

// Targets returns the functions of the tree that a call can reach; a class stands for its __init__.
func (p *Program) Targets(call Site) []Site {
	var out []Site
	for _, v := range p.Eval(call.Child(python.RFunc)) {
		switch v.Kind {
		case VFunc:
			out = append(out, v.Site)
		case VClass:
			if def := p.Method(v.Class, "__init__"); def.Valid() {
				out = append(out, def)
			}
		}
	}
	return out
}
