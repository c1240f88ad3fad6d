package program

import "github.com/growlint/growlint/analyzers/python"

type attrKey struct {
	class *Class
	name  string
}

// evalAttr returns what an attribute of a value can be.
func (p *Program) evalAttr(s Site) []Value {
	name := s.Str()
	var out []Value
	for _, v := range p.Eval(s.Child(python.RValue)) {
		switch v.Kind {
		case VInstance, VClass:
			out = append(out, p.attrOf(v, name)...)
		case VModule:
			out = append(out, p.moduleAttr(v.Site.M, name)...)
		case VExternal:
			if m := p.module(s.M, v.Name+"."+name); m != nil {
				out = append(out, Value{Kind: VModule, Site: Site{m, 0}})
				continue
			}
			out = append(out, Value{Kind: VExternal, Name: v.Name + "." + name})
		case VResult:
			out = append(out, Value{Kind: VResult, Name: v.Name + "." + name})
		case VFunc:
			out = append(out, p.funcAttr(v.Site, name)...)
		}
	}
	if len(out) == 0 {
		return unknown
	}
	return out
}

// attrOf returns what an attribute of an instance or class can be: a method, a property's result, or what is assigned to it.
func (p *Program) attrOf(v Value, name string) []Value {
	if def := p.Method(v.Class, name); def.Valid() {
		if v.Kind == VInstance && p.hasDecorator(def, "property", "cached_property", "reify", "lazy") {
			return p.returns(def)
		}
		return []Value{{Kind: VFunc, Site: def, Class: v.Class}}
	}
	key := attrKey{v.Class, name}
	if vs, ok := p.attrs[key]; ok {
		return vs
	}
	if p.attrOn[key] {
		return nil
	}
	p.attrOn[key] = true
	var out []Value
	for _, b := range p.attrBinds(v.Class, name) {
		if b.Kind() == python.ClassDef {
			out = append(out, Value{Kind: VClass, Class: p.ClassAt(b)})
			continue
		}
		out = append(out, p.evalTarget(b)...)
	}
	out = dedupe(out)
	delete(p.attrOn, key)
	if len(out) > 0 {
		p.attrs[key] = out
	}
	return out
}

// attrBinds returns where an attribute of a class is bound: in the class body and by `self.name = …` in its methods, its ancestors'
// and, for mixins, its descendants'.
func (p *Program) attrBinds(c *Class, name string) []Site {
	var out []Site
	family := append(append([]*Class(nil), p.mroOf(c)...), p.subs[c]...)
	for _, a := range family {
		if b := p.ownMember(a, name); b.Valid() && b.Kind() != python.FuncDef {
			out = append(out, b)
		}
		out = append(out, p.selfBinds(a, name)...)
	}
	return out
}

// selfBinds returns the `self.name` targets in the methods of a class.
func (p *Program) selfBinds(c *Class, name string) []Site {
	var out []Site
	m := c.Site.M
	for _, n := range m.X.Occurrences(name) {
		if m.F.Kind(n) != python.Attr || !m.F.Contains(c.Site.N, n) || !m.F.IsTarget(n) {
			continue
		}
		s := Site{m, n}
		if p.selfClass(s.Child(python.RValue)) == c {
			out = append(out, s)
		}
	}
	return out
}

// selfClass returns the class whose method's first parameter a name is, or nil.
func (p *Program) selfClass(s Site) *Class {
	if s.Kind() != python.Name {
		return nil
	}
	x := s.M.X
	name := s.M.F.Name(s.N)
	sc := x.Resolve(x.ScopeOf(s.N), name)
	if sc <= 0 {
		return nil
	}
	for _, b := range x.Binds(sc, name) {
		bind := Site{s.M, b}
		if bind.Kind() == python.Param && isFirstParam(bind) {
			return p.Enclosing(bind.Up())
		}
	}
	return nil
}

// funcAttr returns what an attribute of a function object can be.
func (p *Program) funcAttr(def Site, name string) []Value {
	var out []Value
	for _, n := range def.M.X.Occurrences(name) {
		s := Site{def.M, n}
		if s.Kind() != python.Attr || !s.M.F.IsTarget(n) || s.Child(python.RValue).Str() != def.Str() {
			continue
		}
		out = append(out, p.evalTarget(s)...)
	}
	return out
}
