package program

import (
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

type attrKey struct {
	class *Class
	name  string
	open  bool   // the object may be of a class that derives from class
	super *Class // of super(): the class that asks
	bound bool   // read on an instance
}

// evalAttr returns what an attribute of a value can be.
func (p *Program) evalAttr(s Site) []Value {
	var out []Value
	for _, v := range p.valuesOf(s.Child(python.RValue)) {
		out = append(out, p.attributeOf(s.M, v, s.Str())...)
	}
	return out
}

func (p *Program) attributeOf(from *Module, v Value, name string) []Value {
	switch v.Kind {
	case VInstance, VClass:
		return p.attrOf(v, name)
	case VModule:
		return p.moduleAttr(v.Site.M, name)
	case VExternal:
		if m := p.module(from, v.Name+"."+name); m != nil {
			return []Value{{Kind: VModule, Site: Site{m, 0}}}
		}
		return derived(VExternal, v.Name+"."+name)
	case VResult:
		return derived(VResult, v.Name+"."+name)
	case VFunc:
		return p.funcAttr(v.Site, name)
	}
	return nil
}

// maxParts is how long a way from a name outside of the tree is told: of objects that give objects like themselves it has no end.
const maxParts = 8

// derived is what an attribute or a call of something outside of the tree gives.
func derived(k ValueKind, name string) []Value {
	if strings.Count(name, ".")+strings.Count(name, "()") > maxParts {
		return unknown
	}
	return []Value{{Kind: k, Name: name}}
}

// attrOf returns what an attribute of an instance or class can be: a method, a property's result, or what is assigned to it.
func (p *Program) attrOf(v Value, name string) []Value {
	if name == "__class__" && v.Kind == VInstance {
		return []Value{{Kind: VClass, Class: v.Class, Open: v.Open}}
	}
	return p.ask.attrs.of(attrKey{class: v.Class, name: name, open: v.Open, super: v.Super, bound: v.Kind == VInstance})
}

func (p *Program) attribute(k attrKey) []Value {
	if old := p.ask.attrs.known(k); isMany(old) {
		return old
	}
	var out []Value
	mro := p.mroOf(k.class)
	if k.super != nil {
		mro = p.mroOf(k.super)[1:]
	}
	for _, a := range mro {
		if vs, ok := p.member(a, k); ok {
			out = append(out, vs...)
			break
		}
	}
	if k.open {
		for _, a := range p.overriders(k.class) {
			for _, b := range p.mroOf(a) {
				if vs, ok := p.member(b, k); ok {
					out = append(out, vs...)
					break
				}
			}
		}
	}
	if k.super == nil {
		for _, b := range p.instanceBinds(k.class, k.name, k.open) {
			out = append(out, p.ask.bound.of(b)...)
		}
	}
	return joined(out)
}

// maxSubclasses is how many classes that override a method are told apart.
const maxSubclasses = 8

// overriders returns the classes that derive from a class, where they are few.
func (p *Program) overriders(c *Class) []*Class {
	if subs := p.subclassesOf(c); len(subs) <= maxSubclasses {
		return subs
	}
	return nil
}

// member reads what a class body itself binds under a name.
func (p *Program) member(c *Class, k attrKey) ([]Value, bool) {
	binds := p.ownMembers(c, k.name)
	if len(binds) == 0 {
		return nil, false
	}
	if getter := p.getter(binds); getter.Valid() {
		if k.bound {
			return p.returns(getter), true
		}
		return []Value{{Kind: VFunc, Site: getter, Class: k.class}}, true
	}
	var out []Value
	for _, b := range binds {
		for _, v := range p.ask.bound.of(b) {
			out = append(out, p.fromClass(v, b, k)...)
		}
		if b.Kind() == python.Name && k.bound {
			out = append(out, p.fieldValues(c, b)...)
		}
	}
	return out, true
}

// fromClass is what reading a value from a class gives: a function becomes a bound method, a descriptor answers.
func (p *Program) fromClass(v Value, b Site, k attrKey) []Value {
	switch v.Kind {
	case VFunc:
		if v.Skip > 0 {
			break
		}
		v.Class = k.class
		static := b.Kind() == python.FuncDef && p.hasDecorator(b, "staticmethod")
		if !static && (k.bound || b.Kind() == python.FuncDef && isClassMethod(p, b)) {
			v.Skip = 1
		}
	case VInstance:
		if get := p.Method(v.Class, "__get__"); get.Valid() {
			return p.returns(get)
		}
	case VResult:
		if v.Name == "builtins.property" && k.bound {
			if call := assigned(b); call.Kind() == python.Call {
				var out []Value
				for _, g := range p.valuesOf(call.Child(python.RArg)) {
					if g.Kind == VFunc {
						out = append(out, p.returns(g.Site)...)
					}
				}
				return out
			}
		}
	}
	return []Value{v}
}

// getter returns the function that answers for a property.
func (p *Program) getter(binds []Site) Site {
	for _, b := range binds {
		if b.Kind() == python.FuncDef && p.isProperty(b) {
			return b
		}
	}
	return Site{}
}

func (p *Program) isProperty(def Site) bool {
	return p.hasDecorator(def, "property", "cached_property", "reify", "lazy", "abstractproperty", "classproperty")
}

// fieldValues is what constructor calls pass for a field of a dataclass.
func (p *Program) fieldValues(c *Class, b Site) []Value {
	if b.Up().Kind() != python.AnnAssign || !p.copiesDefaults(c) || p.ownMember(c, "__init__").Valid() {
		return nil
	}
	position := 0
	m := c.Site.M
	m.F.Children(c.Site.Child(python.RBody).N, func(n python.ID) bool {
		if n == b.Up().N {
			return false
		}
		if m.F.Kind(n) == python.AnnAssign {
			position++
		}
		return true
	})
	var out []Value
	for _, call := range p.ask.constructions.of(c) {
		for _, a := range p.allGiven(callRef{at: call}) {
			if a.keyword == b.Str() || a.keyword == "" && a.position == position && !a.rest {
				out = append(out, p.operandValues(a.operand)...)
			}
		}
	}
	return out
}

// attrBinds returns where an attribute of a class is bound: in the class body and by `self.name = …` in its methods, its ancestors'
// and, where the object may be of one, its descendants'.
func (p *Program) attrBinds(c *Class, name string) []Site { return p.bindsOf(c, name, true) }

func (p *Program) bindsOf(c *Class, name string, open bool) []Site {
	var out []Site
	for _, a := range p.family(c, open) {
		if b := p.ownMember(a, name); b.Valid() && b.Kind() != python.FuncDef {
			out = append(out, b)
		}
	}
	return append(out, p.instanceBinds(c, name, open)...)
}

// family is whose methods may bind attributes of an object of a class.
func (p *Program) family(c *Class, open bool) []*Class {
	out := slices.Clone(p.mroOf(c))
	if open {
		out = append(out, p.subclassesOf(c)...)
	}
	return out
}

// maxStores is how many assignments to an attribute of a name, other than on self, are looked at.
const maxStores = 60

// instanceBinds returns where an attribute is bound on instances (or, from outside of its body, on the class).
func (p *Program) instanceBinds(c *Class, name string, open bool) []Site {
	family := p.family(c, open)
	var out []Site
	for _, a := range family {
		out = append(out, p.selfBinds(a, name)...)
	}
	for _, s := range p.ask.foreignStores.of(name) {
		for _, v := range p.valuesOf(s.Child(python.RValue)) {
			if (v.Kind == VInstance || v.Kind == VClass) && slices.Contains(family, v.Class) {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

// foreignStores answers where an attribute of a name is set on something else than self; nothing where they are many.
func (p *Program) foreignStores(name string) []Site {
	var out []Site
	p.Each(name, func(s Site) {
		if s.Kind() == python.Attr && s.M.F.IsTarget(s.N) && s.M.Profile != Test && p.selfClass(s.Child(python.RValue)) == nil {
			out = append(out, s)
		}
	})
	if len(out) > maxStores {
		return nil
	}
	return out
}

// ownMembers returns what is left of a name when the class body has run.
func (p *Program) ownMembers(c *Class, name string) []Site {
	x := c.Site.M.X
	id := x.NameID(name)
	if id < 0 {
		return nil
	}
	sc := x.ScopeAt(c.Site.N)
	all := x.Binds(sc, id)
	var out []Site
	for _, b := range c.Site.M.atEnd(sc, all) {
		out = append(out, Site{c.Site.M, b})
	}
	if len(out) > 0 && out[0].Kind() == python.FuncDef && len(all) > len(out) { // a setter replaces the getter
		for _, b := range all {
			if s := (Site{c.Site.M, b}); s.Kind() == python.FuncDef && p.isProperty(s) {
				out = append(out, s)
			}
		}
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

// receiver gives self or cls, where a parameter is one.
func (p *Program) receiver(b, def Site) ([]Value, bool) {
	if def.Kind() != python.FuncDef || !isFirstParam(b) {
		return nil, false
	}
	c := p.Enclosing(def)
	if c == nil || p.hasDecorator(def, "staticmethod") {
		return nil, false
	}
	if isClassMethod(p, def) {
		return []Value{{Kind: VClass, Class: c, Open: true}}, true
	}
	return []Value{{Kind: VInstance, Class: c, Open: true}}, true
}

func isClassMethod(p *Program, def Site) bool {
	return p.hasDecorator(def, "classmethod") || def.Str() == "__new__" || def.Str() == "__init_subclass__"
}

func isFirstParam(b Site) bool { return b.M.F.Child(b.Up().N, python.RParam) == b.N }
