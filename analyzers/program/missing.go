package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// fillsOnRead answers whether a class is a dict that puts in what is read and not there: its __missing__ stores something in self.
func (p *Program) fillsOnRead(c *Class) bool {
	if !slices.ContainsFunc(p.External(c), func(base string) bool { return library.AsksMissing[base] }) {
		return false
	}
	def := p.Method(c, "__missing__")
	if !def.Valid() {
		return false
	}
	for _, m := range p.selfMentions(def) {
		up := m.Up()
		switch {
		case up.Kind() == python.Subscript && m.Role() == python.RValue && up.M.F.IsTarget(up.N) && up.Up().Kind() != python.Delete:
			return true
		case up.Kind() == python.Attr && up.Role() == python.RFunc && (up.Str() == "setdefault" || up.Str() == "__setitem__" || up.Str() == "update"):
			return true
		case up.Kind() == python.Call && m.Role() == python.RArg && up.Child(python.RFunc).Str() == "__setitem__": // dict.__setitem__(self, key, value)
			return true
		}
	}
	return p.storesThroughSuper(def)
}

// storesThroughSuper finds super().__setitem__(key, value).
func (p *Program) storesThroughSuper(def Site) bool {
	f := def.M.F
	for _, n := range def.M.X.Occurrences("__setitem__") {
		if base := f.Child(n, python.RValue); f.Contains(def.N, n) && f.Kind(n) == python.Attr && f.Kind(base) == python.Call && f.Str(f.Child(base, python.RFunc)) == "super" {
			return true
		}
	}
	return false
}

// selfMentions returns the places that name the first parameter of a method.
func (p *Program) selfMentions(def Site) []mention {
	self := Site{def.M, def.M.F.Child(def.N, python.RParam)}
	if !self.Valid() || self.Kind() != python.Param {
		return nil
	}
	return p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), self.Str())
}

// isMade reports whether a call makes an instance of a class, and does not fetch one.
func (p *Program) isMade(call Site, c *Class) bool {
	return slices.ContainsFunc(p.Eval(call.Child(python.RFunc)), func(v Value) bool { return v.Kind == VClass && v.Class == c })
}

// inside follows what the methods of a container's own class do with it. That __missing__ stores what is read is said by the reads.
func (t *tracer) inside(c *Class) {
	for _, a := range t.p.mroOf(c) {
		m := a.Site.M
		body := m.X.ScopeAt(a.Site.N)
		for _, name := range m.X.BoundNames(body) {
			for _, b := range m.X.Binds(body, name) {
				def := Site{m, b}
				if def.Kind() != python.FuncDef || t.p.hasDecorator(def, "classmethod", "staticmethod") {
					continue
				}
				for _, self := range t.p.selfMentions(def) {
					if !m.F.IsTarget(self.N) {
						t.flow(self.Site, 0)
					}
				}
			}
		}
	}
	t.uses = slices.DeleteFunc(t.uses, func(u Use) bool {
		return u.Kind == Grow && u.Fn.Kind() == python.FuncDef && u.Fn.Str() == "__missing__" && t.p.Enclosing(u.Fn) != nil
	})
}
