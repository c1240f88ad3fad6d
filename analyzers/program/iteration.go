package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

// What comes out of a collection whatever the key: loops, spreads and what annotations promise of it.

// iterated is what a loop over an expression gets.
func (p *Program) iterated(e Site) []Value {
	if !e.Valid() {
		return nil
	}
	return p.ask.iterated.of(e)
}

func (p *Program) elementsOf(e Site) []Value {
	if old := p.ask.iterated.known(e); isMany(old) {
		return old
	}
	return joined(p.eachElement(e))
}

func (p *Program) eachElement(e Site) []Value {
	if vs := p.promised(e); len(vs) > 0 {
		return vs
	}
	vs := p.valuesOf(e)
	out := p.iterate(vs)
	if len(out) == 0 && !holds(vs) {
		return p.storedElements(e)
	}
	return out
}

func (p *Program) iterate(vs []Value) []Value {
	var out []Value
	for _, v := range vs {
		switch {
		case v.Kind == VContainer && isDict(v):
			for _, n := range v.Site.M.F.All(v.Site.N, python.RKey) {
				out = append(out, p.valuesOf(Site{v.Site.M, n})...)
			}
		case v.Kind == VInstance:
			out = append(out, p.iterateInstance(v)...)
		default:
			out = append(out, p.element(v, "", Site{})...)
		}
	}
	return out
}

func isDict(v Value) bool {
	k := v.Site.Kind()
	return k == python.Dict || k == python.DictComp || strings.HasSuffix(strings.ToLower(v.Name), "dict")
}

func (p *Program) iterateInstance(v Value) []Value {
	def := p.Method(v.Class, "__iter__")
	if !def.Valid() {
		return p.element(v, "", Site{})
	}
	var out []Value
	for _, r := range p.returns(def) {
		if r.Kind == VInstance {
			out = append(out, p.returns(p.Method(r.Class, "__next__"))...)
			continue
		}
		out = append(out, p.iterate([]Value{r})...)
	}
	return out
}

// promised is what an annotation says of the elements of a container, through values(), get(), list() and the like.
func (p *Program) promised(container Site) []Value {
	if container.Kind() == python.Call {
		fn := container.Child(python.RFunc)
		if fn.Kind() == python.Attr && (fn.Str() == "values" || fn.Str() == "copy" || fn.Str() == "get") {
			return p.promised(fn.Child(python.RValue))
		}
		if fn.Kind() == python.Name && (fn.Str() == "list" || fn.Str() == "sorted" || fn.Str() == "tuple") {
			if args := container.M.F.All(container.N, python.RArg); len(args) > 0 {
				return p.promised(Site{container.M, args[0]})
			}
		}
	}
	var out []Value
	for _, ann := range p.annotationsOf(container) {
		if ann.Kind() != python.Subscript {
			continue
		}
		index := ann.Child(python.RIndex)
		if index.Kind() == python.Tuple {
			elts := ann.M.F.All(index.N, python.RElt)
			index = Site{ann.M, elts[len(elts)-1]}
		}
		for _, v := range p.evalAnnotation(index) {
			if v.Kind == VInstance || v.Kind == VClass || v.Kind == VResult && !mayBeCallable([]Value{v}) {
				out = append(out, v)
			}
		}
	}
	return out
}

// storedElements looks at `container[k] = value` statements on something of the same name in the same file.
func (p *Program) storedElements(container Site) []Value {
	if container.Kind() != python.Attr && container.Kind() != python.Name {
		return nil
	}
	var out []Value
	f := container.M.F
	for _, n := range container.M.X.Occurrences(container.Str()) {
		up := f.Up(n)
		if f.Kind(n) != container.Kind() || f.Kind(up) != python.Subscript || f.Role(n) != python.RValue {
			continue
		}
		if whole, stmt := f.TargetOf(up); stmt != python.None && whole == up && f.Kind(stmt) == python.Assign {
			out = append(out, p.valuesOf(Site{container.M, stmt}.Child(python.RValue))...)
		}
	}
	return out
}

// annotationsOf returns the annotations of what a name or attribute is bound to.
func (p *Program) annotationsOf(s Site) []Site {
	var out []Site
	add := func(t Site) {
		switch t.Kind() {
		case python.Param:
			if a := t.Child(python.RAnnotation); a.Valid() {
				out = append(out, a)
			}
		case python.Name, python.Attr:
			if up := t.Up(); up.Kind() == python.AnnAssign && t.Role() == python.RTarget {
				out = append(out, up.Child(python.RAnnotation))
			}
		}
	}
	switch s.Kind() {
	case python.Name:
		x := s.M.X
		name := s.M.F.Name(s.N)
		if sc := x.Resolve(x.ScopeOf(s.N), name); sc >= 0 {
			for _, b := range x.Binds(sc, name) {
				add(Site{s.M, b})
			}
		}
	case python.Attr:
		for _, v := range p.valuesOf(s.Child(python.RValue)) {
			if v.Kind == VInstance || v.Kind == VClass {
				for _, b := range p.bindsOf(v.Class, s.Str(), v.Open) {
					add(b)
				}
			}
		}
	}
	return out
}
