package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A HolderKind says what binds a container.
type HolderKind uint8

// The kinds of holders.
const (
	ModuleVariable HolderKind = iota
	ClassAttribute
	InstanceAttribute
	Closure   // a local that functions defined inside keep alive
	LoopLocal // a local filled by a loop around which it was made
	DefaultArgument
	FunctionAttribute
	ForeignAttribute // an attribute of an object from outside the tree, such as app.state
	PassedAttribute  // an attribute that a maker of wrappers puts on the function it is given
	Outside          // no container of the tree: a registry, the series of a metric, keys of a store in another process
)

// A Holder is a container under one name.
type Holder struct {
	Kind   HolderKind
	M      *Module
	Class  *Class // of attributes
	Scope  int32  // of locals and default arguments
	Name   string
	Symbol string // qualified name inside the file
	Bind   Site   // the first place that binds it
	Allocs []Alloc

	foundIn  string // the file that binds it first
	examined *answer[*Holder, *Case]
}

// An Alloc is one expression that makes the container.
type Alloc struct {
	Site Site
	Type library.Container
	Name string // dotted name of what was called, "" for a literal
	// Class is set where it is an instance of a class of the tree that puts in what is read and not there.
	Class *Class
}

// Type returns the container type; of several, the first.
func (h *Holder) Type() library.Container { return h.Allocs[0].Type }

type holderKey struct {
	kind  HolderKind
	m     *Module
	class *Class
	scope int32
	name  string
}

type holderCollector struct {
	p     *Program
	found []foundHolder
}

func (c *holderCollector) add(k holderKey, bind Site, allocs []Alloc) {
	if len(allocs) > 0 {
		c.found = append(c.found, foundHolder{k, bind, allocs})
	}
}

func (c *holderCollector) variable(m *Module, s, name int32, b Site) {
	sc := &m.X.Scopes[s]
	k := holderKey{m: m, name: m.F.Text(name)}
	var allocs []Alloc
	if b.Kind() == python.Param {
		k.kind, k.scope = DefaultArgument, s
		allocs = c.p.allocs(b.Child(python.RDefault))
	} else {
		allocs = c.p.allocs(assigned(b))
	}
	if len(allocs) == 0 {
		c.textVariable(m, s, name, b)
		return
	}
	switch sc.Kind {
	case python.Module:
		k.kind = ModuleVariable
	case python.ClassDef:
		k.kind, k.class = ClassAttribute, m.classes[sc.Node]
		if c.p.copiesDefaults(k.class) || allocs[0].Site.Kind() == python.Call && isFactoryCall(allocs[0].Site) {
			k.kind = InstanceAttribute
		}
	case python.FuncDef:
		if b.Kind() == python.Param {
			break
		}
		k.scope = s
		switch {
		case captured(m, s, name):
			k.kind = Closure
		case c.p.loopFills(Site{m, sc.Node}, b):
			k.kind = LoopLocal
		default:
			return
		}
	default:
		return
	}
	c.add(k, b, allocs)
}

func isFactoryCall(call Site) bool {
	name := call.Child(python.RFunc).Str()
	return name == "field" || name == "Factory" || name == "ib" || name == "Field"
}

// copiesDefaults reports whether the class body's values are templates that each instance copies.
func (p *Program) copiesDefaults(c *Class) bool {
	for _, d := range p.Decorators(c.Site) {
		switch decoratorName(d) {
		case "dataclass", "define", "attrs", "s", "frozen", "mutable":
			return true
		}
	}
	for _, e := range p.External(c) {
		if library.CopiesDefaults[library.Short(e)] {
			return true
		}
	}
	return false
}

// captured reports whether a function or lambda inside scope s uses a name of s.
func captured(m *Module, s, name int32) bool {
	for _, n := range m.X.Occurrences(m.F.Text(name)) {
		if m.F.Kind(n) != python.Name || !m.F.Contains(m.X.Scopes[s].Node, n) {
			continue
		}
		at := m.X.ScopeOf(n)
		if at != s && m.X.Function(n) != s && m.X.Resolve(at, name) == s {
			return true
		}
	}
	return false
}

// assigned returns the expression that a target gets, where the assignment says so directly.
func assigned(t Site) Site {
	whole, stmt := t.M.F.TargetOf(t.N)
	if stmt == python.None {
		return Site{}
	}
	st := Site{t.M, stmt}
	switch st.Kind() {
	case python.Assign, python.AnnAssign, python.NamedExpr:
		value := st.Child(python.RValue)
		if whole == t.N {
			return value
		}
		return matching(t, Site{t.M, whole}, value)
	}
	return Site{}
}

// allocs returns the containers that an expression makes itself, through `or`, conditionals and `:=`.
func (p *Program) allocs(e Site) []Alloc {
	if !e.Valid() {
		return nil
	}
	f := e.M.F
	switch e.Kind() {
	case python.Dict, python.DictComp:
		return []Alloc{{Site: e, Type: library.Containers["builtins.dict"]}}
	case python.List, python.ListComp:
		return []Alloc{{Site: e, Type: library.Containers["builtins.list"]}}
	case python.Set, python.SetComp:
		return []Alloc{{Site: e, Type: library.Containers["builtins.set"]}}
	case python.Call:
		for _, v := range p.Eval(e) {
			if v.Kind == VContainer && v.Site == e {
				t, _ := library.ContainerOf(v.Name)
				return []Alloc{{Site: e, Type: t, Name: v.Name}}
			}
			if v.Kind == VInstance && p.ask.missing.of(v.Class) && p.isMade(e, v.Class) {
				return []Alloc{{Site: e, Type: library.FilledByReads, Class: v.Class}}
			}
		}
	case python.BoolOp:
		var out []Alloc
		for _, n := range f.All(e.N, python.RValue) {
			out = append(out, p.allocs(Site{e.M, n})...)
		}
		return out
	case python.IfExp:
		return append(p.allocs(e.Child(python.RBody)), p.allocs(e.Child(python.ROrelse))...)
	case python.NamedExpr:
		return p.allocs(e.Child(python.RValue))
	}
	return nil
}

// bound collects `x.name = <container>` for every receiver that can be seen.
func (c *holderCollector) bound(s Site) {
	value := assigned(s)
	if allocs := c.p.allocs(value); len(allocs) > 0 {
		c.attribute(s, allocs)
	} else if isText(value) && c.p.addedTo(s.Str(), python.Attr) {
		c.attribute(s, []Alloc{{Site: value, Type: library.Text}})
	} else {
		c.handedIn(s)
	}
}

func (c *holderCollector) attribute(s Site, allocs []Alloc) {
	name := s.Str()
	if param := c.p.parameterNamed(s.Child(python.RValue)); param.Valid() && c.p.makesWrapper(param) {
		c.add(holderKey{PassedAttribute, s.M, nil, s.M.X.ScopeAt(param.Up().N), name}, s, allocs)
		return
	}
	for _, v := range c.p.Eval(s.Child(python.RValue)) {
		switch v.Kind {
		case VInstance:
			owner := c.p.declaring(v.Class, name)
			c.add(holderKey{InstanceAttribute, owner.Site.M, owner, 0, name}, s, allocs)
		case VClass:
			owner := c.p.declaring(v.Class, name)
			c.add(holderKey{ClassAttribute, owner.Site.M, owner, 0, name}, s, allocs)
		case VFunc:
			c.add(holderKey{FunctionAttribute, v.Site.M, nil, v.Site.M.X.ScopeAt(v.Site.N), name}, s, allocs)
		case VExternal, VResult:
			if !library.ShortLivedOwner(v.Name) {
				c.add(holderKey{ForeignAttribute, s.M, nil, 0, name}, s, allocs)
			}
		default:
			continue
		}
		return
	}
}

// declaring returns the furthest ancestor that binds an attribute, so that a container has one holder however it is reached.
func (p *Program) declaring(c *Class, name string) *Class {
	mro := p.mroOf(c)
	for i := len(mro) - 1; i > 0; i-- {
		if b := p.ownMember(mro[i], name); b.Valid() || len(p.selfBinds(mro[i], name)) > 0 {
			return mro[i]
		}
	}
	return c
}

// loopFills reports whether a local container is made outside a loop of its function that has no way out, and used
// inside it. A loop that can end gives its local back.
func (p *Program) loopFills(def, bind Site) bool {
	f := def.M.F
	for _, n := range def.M.X.Occurrences(bind.Str()) {
		if f.Kind(n) != python.Name || !f.Contains(def.N, n) || f.IsTarget(n) {
			continue
		}
		if loop := p.endlessLoop(Site{def.M, n}); loop.Valid() && !f.Contains(loop.N, bind.N) && !hasExit(loop) && !givenBackAfter(loop, def, bind.Str()) {
			return true
		}
	}
	return false
}

// givenBackAfter reports whether a function returns what a name holds behind a loop: then the loop ends, whatever ends it.
func givenBackAfter(loop, def Site, name string) bool {
	f := def.M.F
	for n := loop.N + f.Size(loop.N); n < def.N+f.Size(def.N); n++ {
		if f.Kind(n) == python.Return && mentions(Site{def.M, n}, name) {
			return true
		}
	}
	return false
}
