package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// elementCase asks about the containers inside a container whose own keys are few: the lists of {"latencies": []} grow though the dict does not.
// What empties an element is what takes out of it, replaces it, or takes its key out.
func (p *Program) elementCase(h *Holder, uses []Use) *Case {
	allocs := slices.DeleteFunc(p.elementAllocs(h, uses), func(a Alloc) bool { return p.boundOf(&Holder{Allocs: []Alloc{a}}) != "" })
	if len(allocs) == 0 {
		return nil
	}
	inner := *h
	inner.Allocs = allocs
	c := p.gather(&inner, p.elementUses(h, uses))
	if c != nil {
		c.Element = true
	}
	return c
}

// elementAllocs returns the containers that are put into a container where it is made, by a store, or as what a defaultdict makes.
func (p *Program) elementAllocs(h *Holder, uses []Use) []Alloc {
	var out []Alloc
	for _, a := range h.Allocs {
		switch a.Site.Kind() {
		case python.Dict:
			for _, n := range a.Site.M.F.All(a.Site.N, python.RValue) {
				out = append(out, p.allocs(Site{a.Site.M, n})...)
			}
		case python.Call:
			out = append(out, p.made(a)...)
		}
	}
	for _, u := range uses {
		if u.Kind == Grow && u.Depth == 0 && u.Value.Valid() && u.How != "update" {
			out = append(out, p.allocs(u.Value)...)
		}
	}
	return out
}

// made returns what the factory of a defaultdict makes.
func (p *Program) made(a Alloc) []Alloc {
	if a.Type.Kind != "defaultdict" {
		return nil
	}
	factory := a.Site.Child(python.RArg)
	if factory.Kind() == python.Lambda {
		return p.allocs(factory.Child(python.RBody))
	}
	for _, v := range p.Eval(factory) {
		if v.Kind == VExternal {
			if t, ok := library.ContainerOf(v.Name); ok {
				return []Alloc{{Site: factory, Type: t, Name: v.Name}}
			}
		}
	}
	return nil
}

// elementUses reads the uses of a container as uses of its elements.
func (p *Program) elementUses(h *Holder, uses []Use) []Use {
	var out []Use
	for _, u := range uses {
		switch {
		case u.Depth == 1 && u.Kind == Grow && p.boundedElement(h, u):
		case u.Depth == 1 && u.How == "+=": // a counter, mostly
		case u.Depth == 1:
			u.Depth = 0
			out = append(out, u)
		case u.Kind == Shrink || u.Kind == Empty || u.Kind == Trim:
			if u.Kind == Shrink {
				u.Kind = Empty // with its key the element goes
			}
			out = append(out, u)
		case u.Kind == Grow && u.How == "[]=" && u.Value.Valid() && !(mentions(u.Value, h.Name) && growsItself(u.Value)) && !makesFirst(u):
			u.Kind = Empty
			out = append(out, u)
		}
	}
	return out
}

// makesFirst reports whether a store makes the element where there is none yet: under `if key not in d`, in the handler of a KeyError.
func makesFirst(u Use) bool {
	for _, c := range conditions(u.At) {
		op := c.test.op()
		if c.test.Kind() == python.Compare && (op == python.OpNotIn && c.holds || op == python.OpIn && !c.holds || op == python.OpIs && c.holds) {
			return true
		}
		if c.test.Kind() != python.Compare && !c.holds {
			return true // if not d.get(key)
		}
	}
	f := u.At.M.F
	for n := u.At.N; n > u.Fn.N; n = f.Up(n) {
		if f.Kind(n) == python.Handler {
			return true
		}
	}
	return false
}

// boundedElement reports whether a use is one of an element that the literal of the container makes with a bound, under a constant key.
func (p *Program) boundedElement(h *Holder, u Use) bool {
	key := u.At.Child(python.RFunc).Child(python.RValue).Child(python.RIndex)
	if key.Kind() != python.Str {
		return false
	}
	for _, a := range h.Allocs {
		if a.Site.Kind() != python.Dict {
			continue
		}
		f := a.Site.M.F
		keys, values := f.All(a.Site.N, python.RKey), f.All(a.Site.N, python.RValue)
		for i := range keys {
			if len(keys) == len(values) && f.Str(keys[i]) == key.Str() {
				return p.boundOf(&Holder{Allocs: p.allocs(Site{a.Site.M, values[i]})}) != ""
			}
		}
	}
	return false
}
