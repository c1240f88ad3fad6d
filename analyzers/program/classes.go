package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// A Class is one class statement.
type Class struct {
	Site Site
	Name string
}

func (m *Module) collectClasses() {
	m.classes = map[python.ID]*Class{}
	for i := range m.X.Scopes {
		if sc := &m.X.Scopes[i]; sc.Kind == python.ClassDef {
			m.classes[sc.Node] = &Class{Site: Site{m, sc.Node}, Name: m.F.Str(sc.Node)}
		}
	}
}

// ClassAt returns the class of a class statement.
func (p *Program) ClassAt(s Site) *Class { return s.M.classes[s.N] }

// Enclosing returns the class whose body directly holds the function def, or nil.
func (p *Program) Enclosing(def Site) *Class {
	if def.N <= 0 {
		return nil
	}
	sc := def.M.X.ScopeOf(def.N)
	if def.M.X.Scopes[sc].Kind != python.ClassDef {
		return nil
	}
	return def.M.classes[def.M.X.Scopes[sc].Node]
}

// A lineage is the order in which the ancestors of a class are asked for an attribute.
type lineage struct {
	mro []*Class // the class itself and its ancestors in the tree
	ext []string // dotted names of the bases outside the tree, its own and its ancestors'
}

// mroOf returns the class and its ancestors in the tree, in Python's order (C3).
func (p *Program) mroOf(c *Class) []*Class {
	if l := p.ask.lineages.of(c); len(l.mro) > 0 {
		return l.mro
	}
	return []*Class{c} // a circle of bases
}

// lineageOf answers with C3, https://docs.python.org/3/howto/mro.html; where the bases allow no such order, depth first.
func (p *Program) lineageOf(c *Class) lineage {
	var l lineage
	var sequences [][]*Class
	var direct []*Class
	for _, b := range c.Site.M.F.All(c.Site.N, python.RBase) {
		site := Site{c.Site.M, b}
		if site.Kind() == python.Keyword {
			continue
		}
		if site.Kind() == python.Subscript { // Generic[T]
			site = site.Child(python.RValue)
		}
		for _, v := range p.ask.bases.of(site) {
			switch v.Kind {
			case VClass:
				if v.Class == c {
					continue
				}
				base := p.ask.lineages.of(v.Class)
				sequences = append(sequences, p.mroOf(v.Class))
				direct = append(direct, v.Class)
				l.ext = append(l.ext, base.ext...)
			case VExternal:
				l.ext = append(l.ext, v.Name)
			case VUnknown:
				l.ext = append(l.ext, "?."+lastName(site))
			}
		}
	}
	l.mro = append([]*Class{c}, merged(append(sequences, direct), c)...)
	return l
}

// baseOf answers what a base in a class statement is. It follows names, modules and classes only, not what functions are passed or
// return: which methods a class has must not depend on the flow of values, which depends on it.
func (p *Program) baseOf(s Site) []Value {
	var out []Value
	switch s.Kind() {
	case python.Name:
		x := s.M.X
		name := s.M.F.Name(s.N)
		if sc := x.Resolve(x.ScopeOf(s.N), name); sc >= 0 {
			out = p.basesBound(s.M, s.M.reaching(sc, x.Binds(sc, name), s.N))
		} else if out = p.baseFrom(s.M, s.Str()); len(out) == 0 {
			out = []Value{{Kind: VExternal, Name: "builtins." + s.Str()}}
		}
	case python.Attr:
		for _, v := range p.ask.bases.of(s.Child(python.RValue)) {
			out = append(out, p.baseAttr(s.M, v, s.Str())...)
		}
	case python.IfExp:
		out = slices.Concat(p.ask.bases.of(s.Child(python.RBody)), p.ask.bases.of(s.Child(python.ROrelse)))
	case python.Call:
		for _, n := range s.M.F.All(s.N, python.RArg) { // with_metaclass(M, C), a mixin made of a class
			for _, v := range p.ask.bases.of(Site{s.M, n}) {
				if v.Kind == VClass {
					out = append(out, v)
				}
			}
		}
	}
	if len(out) == 0 {
		return unknown
	}
	return joined(out)
}

func (p *Program) baseAttr(from *Module, v Value, name string) []Value {
	switch v.Kind {
	case VModule:
		return p.baseFrom(v.Site.M, name)
	case VExternal:
		if m := p.module(from, v.Name+"."+name); m != nil {
			return []Value{{Kind: VModule, Site: Site{m, 0}}}
		}
		return []Value{{Kind: VExternal, Name: v.Name + "." + name}}
	case VClass:
		for _, c := range p.mroOf(v.Class) {
			if b := p.ownMember(c, name); b.Valid() {
				return p.basesBound(b.M, []python.ID{b.N})
			}
		}
	}
	return nil
}

func (p *Program) basesBound(m *Module, binds []python.ID) []Value {
	var out []Value
	for _, n := range binds {
		switch b := (Site{m, n}); b.Kind() {
		case python.ClassDef:
			out = append(out, Value{Kind: VClass, Class: p.ClassAt(b)})
		case python.Alias:
			out = append(out, p.aliased(b, p.baseFrom)...)
		case python.Name:
			if value := assigned(b); value.Valid() {
				out = append(out, p.ask.bases.of(value)...)
			}
		}
	}
	return out
}

// baseFrom is what a name of a module can be, as a base.
func (p *Program) baseFrom(m *Module, name string) []Value {
	return p.ask.baseExports.of(nameKey{m: m, name: name})
}

func (p *Program) baseExport(k nameKey) []Value {
	return p.export(k, func(m *Module, binds []python.ID) []Value { return p.basesBound(m, binds) }, p.baseFrom)
}

// subclassesOf returns the classes that derive from a class, in order of place.
func (p *Program) subclassesOf(c *Class) []*Class {
	p.t.readInput(input{kind: subclasses, class: c})
	return slices.Clip(p.subs[c])
}

// merged is the merge step of C3.
func merged(sequences [][]*Class, self *Class) []*Class {
	var out []*Class
	for {
		next := head(sequences)
		if next == nil {
			return out
		}
		if next != self && !slices.Contains(out, next) {
			out = append(out, next)
		}
		for i, s := range sequences {
			if j := slices.Index(s, next); j >= 0 {
				sequences[i] = slices.Delete(slices.Clone(s), j, j+1)
			}
		}
	}
}

// head is the first candidate that stands in no tail; where there is none, the first at all.
func head(sequences [][]*Class) *Class {
	var first *Class
	for _, s := range sequences {
		if len(s) == 0 {
			continue
		}
		if first == nil {
			first = s[0]
		}
		if !slices.ContainsFunc(sequences, func(o []*Class) bool { return slices.Index(o, s[0]) > 0 }) {
			return s[0]
		}
	}
	return first
}

func lastName(s Site) string { return s.Str() }

// External returns the dotted names of the ancestors outside the tree; "?.Name" where the import is unknown.
func (p *Program) External(c *Class) []string {
	return p.ask.lineages.of(c).ext
}

// Related reports whether an instance of one class can be one of the other.
func (p *Program) Related(a, b *Class) bool { return p.IsA(a, b) || p.IsA(b, a) || p.siblings(a, b) }

// IsA reports whether a is b or derives from it.
func (p *Program) IsA(a, b *Class) bool {
	for _, c := range p.mroOf(a) {
		if c == b {
			return true
		}
	}
	return false
}

// siblings reports whether a class derives from both: the case of mixins, which use attributes of each other.
func (p *Program) siblings(a, b *Class) bool {
	for _, s := range p.subclassesOf(a) {
		if p.IsA(s, b) {
			return true
		}
	}
	return false
}

// Method returns the function that a class or the nearest of its ancestors defines under a name.
func (p *Program) Method(c *Class, name string) Site {
	for _, a := range p.mroOf(c) {
		if def := p.ownMember(a, name); def.Kind() == python.FuncDef {
			return def
		}
	}
	return Site{}
}

// ownMember returns the last node that binds a name in the class body itself.
func (p *Program) ownMember(c *Class, name string) Site {
	x := c.Site.M.X
	id := x.NameID(name)
	if id < 0 {
		return Site{}
	}
	binds := x.Binds(x.ScopeAt(c.Site.N), id)
	if len(binds) == 0 {
		return Site{}
	}
	return Site{c.Site.M, binds[len(binds)-1]}
}

// Decorators returns the decorator expressions of a definition.
func (p *Program) Decorators(def Site) []Site {
	var out []Site
	for _, d := range def.M.F.All(def.N, python.RDecorator) {
		out = append(out, Site{def.M, d})
	}
	return out
}

// decoratorName returns the last name of a decorator: route of @app.route("/").
func decoratorName(d Site) string {
	if d.Kind() == python.Call {
		d = d.Child(python.RFunc)
	}
	return d.Str()
}

func (p *Program) hasDecorator(def Site, names ...string) bool {
	for _, d := range p.Decorators(def) {
		for _, n := range names {
			if decoratorName(d) == n {
				return true
			}
		}
	}
	return false
}
