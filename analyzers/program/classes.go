package program

import "github.com/growlint/growlint/analyzers/python"

// A Class is one class statement.
type Class struct {
	Site   Site
	Name   string
	linked bool
	mro    []*Class
	ext    []string // dotted names of the bases outside the tree, its own and its ancestors'
}

func (p *Program) collectClasses(m *Module) {
	m.classes = map[python.ID]*Class{}
	for i := range m.X.Scopes {
		if sc := &m.X.Scopes[i]; sc.Kind == python.ClassDef {
			c := &Class{Site: Site{m, sc.Node}, Name: m.F.Str(sc.Node)}
			m.classes[sc.Node] = c
			p.byName[c.Name] = append(p.byName[c.Name], c)
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

func (p *Program) linkSubclasses() {
	p.subs = map[*Class][]*Class{}
	for _, m := range p.Modules {
		for i := range m.X.Scopes {
			c := m.classes[m.X.Scopes[i].Node]
			if c == nil {
				continue
			}
			for _, b := range p.mroOf(c)[1:] {
				p.subs[b] = append(p.subs[b], c)
			}
		}
	}
}

// mroOf returns the class and its ancestors in the tree, nearest first (depth first, each once: C3 differs only where
// diamonds override each other). Bases outside the tree are in ext.
func (p *Program) mroOf(c *Class) []*Class {
	if c.linked {
		if c.mro == nil { // a cycle of bases
			return []*Class{c}
		}
		return c.mro
	}
	c.linked = true
	seen := map[*Class]bool{c: true}
	mro := []*Class{c}
	var ext []string
	for _, b := range c.Site.M.F.All(c.Site.N, python.RBase) {
		site := Site{c.Site.M, b}
		if site.Kind() == python.Keyword {
			continue
		}
		if site.Kind() == python.Subscript { // Generic[T]
			site = site.Child(python.RValue)
		}
		for _, v := range p.Eval(site) {
			switch v.Kind {
			case VClass:
				for _, a := range p.mroOf(v.Class) {
					if !seen[a] {
						seen[a] = true
						mro = append(mro, a)
					}
				}
				ext = append(ext, v.Class.ext...)
			case VExternal:
				ext = append(ext, v.Name)
			case VUnknown:
				ext = append(ext, "?."+lastName(site))
			}
		}
	}
	c.mro, c.ext = mro, ext
	return mro
}

func lastName(s Site) string { return s.Str() }

// External returns the dotted names of the ancestors outside the tree; "?.Name" where the import is unknown.
func (p *Program) External(c *Class) []string {
	p.mroOf(c)
	return c.ext
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
	for _, s := range p.subs[a] {
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
