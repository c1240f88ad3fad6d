package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// startsAnew reports whether a counter is a local of a function, and not counted up in a loop that does not end: what it has counted is forgotten when
// the function returns, so its values are those that it begins with and a few more.
func (p *Program) startsAnew(counter Site) bool {
	x := counter.M.X
	scope := x.Resolve(x.ScopeOf(counter.N), counter.M.F.Name(counter.N))
	return counter.Kind() == python.Name && scope > 0 && x.Scopes[scope].Node == p.Function(counter).N && !p.endlessLoop(counter).Valid() && !looksForFree(counter)
}

// looksForFree recognises the search for a key that is not taken yet: `while key in taken: key += 1`.
func looksForFree(counter Site) bool {
	loop := loopAround(counter)
	test := loop.Child(python.RTest)
	return loop.Kind() == python.While && test.Kind() == python.Compare && test.op() == python.OpIn && mentions(test.Child(python.RValue), counter.Str())
}

// countsOn reports whether an attribute is a counter that nothing sets back: `self.last += 1`, and bound otherwise by the constructor only.
func (p *Program) countsOn(binds []Site) bool {
	counts := false
	for _, b := range binds {
		_, stmt := b.M.F.TargetOf(b.N)
		st := Site{b.M, stmt}
		switch {
		case st.Kind() == python.AugAssign && st.op() == python.OpAdd && st.Child(python.RValue).Kind() == python.Num:
			counts = true
		case p.Function(b).N > 0 && !isConstructor(p.Function(b)):
			return false
		}
	}
	return counts
}

// isCounter reports whether an iterator counts up without an end: itertools.count(), or one whose name says so where it cannot be seen.
func (p *Program) isCounter(s Site) bool {
	vs := p.Eval(s)
	for _, v := range vs {
		if v.Kind == VResult || v.Kind == VExternal {
			return v.Name == "itertools.count"
		}
	}
	return len(vs) == 0 && library.CounterName(s.Str())
}

// keptInModule reports whether an expression gives a variable of a module, through a name, a parameter or a function that hands it back: there is one
// object of it, or a few.
func (p *Program) keptInModule(s Site, depth int) bool {
	if depth > maxWraps {
		return false
	}
	switch s.Kind() {
	case python.Name:
		if param := p.paramOf(s); param.Valid() {
			args := p.ArgumentsFor(param)
			for _, a := range args {
				if !p.keptInModule(a, depth+1) {
					return false
				}
			}
			return len(args) > 0
		}
		if x := s.M.X; x.Resolve(x.ScopeOf(s.N), s.M.F.Name(s.N)) == 0 {
			return true
		}
		v := p.onceBound(s)
		return v.Valid() && p.keptInModule(v, depth+1)
	case python.Call:
		kept := false
		for _, def := range p.Targets(s) {
			for _, r := range p.returnSites(def) {
				if r.Kind() != python.Name || !p.keptInModule(r, depth+1) {
					return false
				}
				kept = true
			}
		}
		return kept
	}
	return false
}

// identity is the domain of id(x).
func (d *domains) identity(of Site, depth int) KeyDomain {
	switch k := d.of(of, depth+1); {
	case k.Domain == DomainType:
		return k
	case d.p.keptInModule(of, 0):
		return few(of.Str())
	case d.p.oneOfKept(of):
		return KeyDomain{Domain: DomainSuggested, Why: "the identity of one of those that are kept elsewhere, of which there may be few"}
	}
	return KeyDomain{Domain: DomainOpen, Why: "the identity of an object"}
}

// oneOfKept reports whether a name is bound by a loop over an attribute or a variable of a module: to one of those that something else keeps.
func (p *Program) oneOfKept(s Site) bool {
	if s.Kind() != python.Name {
		return false
	}
	binds := p.localBinds(s)
	for _, b := range binds {
		_, stmt := s.M.F.TargetOf(b.N)
		loop := Site{s.M, stmt}
		if loop.Kind() != python.For {
			return false
		}
		switch iter := loop.Child(python.RIter); iter.Kind() {
		case python.Attr:
		case python.Name:
			if !p.keptInModule(iter, 0) {
				return false
			}
		default:
			return false
		}
	}
	return len(binds) > 0
}

// drawsAtRandom reports whether an expression draws from something: one drawn is one of those at hand, and many joined are a new text.
func drawsAtRandom(s Site) bool {
	f := s.M.F
	for n := s.N; n < s.N+f.Size(s.N); n++ {
		if f.Kind(n) == python.Call && library.Drawn[f.Str(f.Child(n, python.RFunc))] {
			return true
		}
	}
	return false
}
