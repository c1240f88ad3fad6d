package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// What comes out of a collection under one key.

// element is what a collection or an object with __getitem__ holds under a key ("" for any), as read at a place.
func (p *Program) element(v Value, key string, load Site) []Value {
	switch v.Kind {
	case VContainer, VItems:
		if vs, ok := p.pairs(v, key); ok {
			return vs
		}
		if k := v.Site.Kind(); k == python.Subscript || k == python.Star {
			return p.part(v.Site, key)
		}
		var out []Value
		all := p.ask.contents.of(v.Site)
		for _, it := range all {
			if !matches(it, key) || overwritten(it, all, key, load) {
				continue
			}
			if it.val.how == held && it.val.key == "" {
				it.val.key = key
			}
			out = append(out, p.operandValues(it.val)...)
		}
		return out
	case VInstance:
		return p.returns(p.Method(v.Class, "__getitem__"))
	}
	return nil
}

// pairs reads the tuples that enumerate(), items() and zip() give.
func (p *Program) pairs(v Value, key string) ([]Value, bool) {
	switch v.Name {
	case "enumerate", "items", "zip":
		return []Value{{Kind: VItems, Site: v.Site, Name: "of " + v.Name}}, true
	case "of enumerate":
		if key == "n:0" {
			return nil, true
		}
		return p.iterated(v.Site.Child(python.RArg)), true
	case "of items":
		if key == "n:0" {
			return nil, true
		}
		return p.element(Value{Kind: VContainer, Site: v.Site}, "", Site{}), true
	case "of zip":
		var out []Value
		for i, n := range v.Site.M.F.All(v.Site.N, python.RArg) {
			if key == "" || key == index(i) {
				out = append(out, p.iterated(Site{v.Site.M, n})...)
			}
		}
		return out, true
	case "map":
		return p.mapped(v.Site), true
	}
	return nil, false
}

func matches(it item, key string) bool { return it.key == "" || key == "" || it.key == key }

// overwritten reports whether a later store through the same expression replaces an item before it is read.
func overwritten(it item, all []item, key string, load Site) bool {
	if key == "" || it.key != key || load.Kind() != python.Subscript || it.at.M != load.M {
		return false
	}
	base := load.Child(python.RValue)
	scope := load.M.X.Function(load.N)
	for _, o := range all {
		if o.key != key || o.at == it.at || !o.base.Valid() || o.at.M != load.M || load.M.X.Function(o.at.N) != scope || load.M.X.Function(it.at.N) != scope {
			continue
		}
		if sameExpr(o.base, base) && replaced(load.M.F, it.at.N, o.at.N, load.N) {
			return true
		}
	}
	return false
}

// sameExpr reports whether two expressions of a file read the same.
func sameExpr(a, b Site) bool {
	f := a.M.F
	if a.M != b.M || f.Size(a.N) != f.Size(b.N) {
		return false
	}
	for i := range f.Size(a.N) {
		if x, y := a.N+i, b.N+i; f.Kind(x) != f.Kind(y) || f.Name(x) != f.Name(y) || f.Op(x) != f.Op(y) {
			return false
		}
	}
	return true
}

// evalSubscript reads x[k].
func (p *Program) evalSubscript(s Site) []Value {
	base, k := s.Child(python.RValue), s.Child(python.RIndex)
	if vs := p.promised(base); len(vs) > 0 {
		return vs
	}
	var out []Value
	vs := p.valuesOf(base)
	if k.Kind() == python.Slice {
		for _, v := range vs {
			if v.Kind == VContainer || v.Kind == VItems {
				return []Value{{Kind: VItems, Site: s}}
			}
		}
		return nil
	}
	keys := p.keysOf(k)
	for _, v := range vs {
		for _, key := range keys {
			out = append(out, p.element(v, key, s)...)
		}
	}
	if len(out) == 0 && !holds(vs) {
		out = p.storedElements(base)
	}
	return out
}

func holds(vs []Value) bool {
	return slices.ContainsFunc(vs, func(v Value) bool { return v.Kind == VContainer || v.Kind == VItems || v.Kind == VInstance })
}

// keysOf returns the constants that a key can be; one "" where it can be anything.
func (p *Program) keysOf(k Site) []string {
	var out []string
	for _, v := range p.valuesOf(k) {
		if v.Kind != VConst || v.Name == "" {
			return []string{""}
		}
		out = append(out, v.Name)
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}
