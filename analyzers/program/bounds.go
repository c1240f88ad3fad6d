package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// boundOf says what bounds a container by its making: a bounded type, a size argument.
func (p *Program) boundOf(h *Holder) string {
	for _, a := range h.Allocs {
		if a.Type.Bounded != "" {
			return a.Type.Bounded
		}
		if b := p.boundArg(a); b != "" {
			return b
		}
	}
	return ""
}

func (p *Program) boundArg(a Alloc) string {
	if a.Site.Kind() != python.Call || a.Type.BoundArg == "" {
		return ""
	}
	f := a.Site.M.F
	at := 0
	for _, n := range f.All(a.Site.N, python.RArg) {
		arg := Site{a.Site.M, n}
		switch {
		case arg.Kind() == python.Keyword && arg.Str() == a.Type.BoundArg:
			arg = arg.Child(python.RValue)
		case arg.Kind() == python.Keyword || at != a.Type.BoundPos:
			if arg.Kind() != python.Keyword {
				at++
			}
			continue
		}
		if p.unlimited(arg, 0) {
			return ""
		}
		return a.Type.BoundArg + " bounds it at " + place(a.Site)
	}
	return ""
}

// maxBound bounds how far a size is followed through names.
const maxBound = 4

// unlimited reports whether a size is no limit: None, 0, a negative number, sys.maxsize, or what is one of these wherever it comes from. What cannot be
// followed is taken to be a limit.
func (p *Program) unlimited(s Site, depth int) bool {
	if !s.Valid() || depth > maxBound {
		return false
	}
	switch s.Kind() {
	case python.NoneLit, python.Unary:
		return true
	case python.Num:
		return s.Str() == "0"
	case python.BoolOp:
		return p.allUnlimited(s, s.M.F.All(s.N, python.RValue), depth)
	case python.IfExp:
		return p.unlimited(s.Child(python.RBody), depth+1) && p.unlimited(s.Child(python.ROrelse), depth+1)
	case python.Name:
		if param := p.paramOf(s); param.Valid() {
			return p.neverLimited(param, depth+1)
		}
		return p.boundUnlimited(p.bindings(s), depth+1)
	case python.Attr:
		if slices.Contains(p.dotted(s), "sys.maxsize") {
			return true
		}
		c := p.selfClass(s.Child(python.RValue))
		return c != nil && !p.copiesDefaults(c) && !p.boundOutside(s.Str()) && p.boundUnlimited(p.attrBinds(c, s.Str()), depth+1)
	}
	return false
}

func (p *Program) allUnlimited(s Site, parts []python.ID, depth int) bool {
	for _, n := range parts {
		if !p.unlimited(Site{s.M, n}, depth+1) {
			return false
		}
	}
	return len(parts) > 0
}

// boundUnlimited reports whether all that some targets are bound to is no limit.
func (p *Program) boundUnlimited(targets []Site, depth int) bool {
	for _, t := range targets {
		if t.Kind() != python.Name && t.Kind() != python.Attr || !p.unlimited(assigned(t), depth) {
			return false
		}
	}
	return len(targets) > 0
}

// neverLimited reports whether a parameter is no limit in any call that is seen, of which there is one: each leaves it out, and its default is none, or
// gives none.
func (p *Program) neverLimited(param Site, depth int) bool {
	def, calls := param.Up(), 0
	for _, c := range p.Callers(def) {
		if c.At.M.Profile == Test || !c.At.M.speaksFor(def.M) {
			continue
		}
		if c.Value || c.ByName || c.At.Kind() != python.Call || spreads(c.At) {
			return false
		}
		calls++
		given := p.argument(c.At, def, paramIndex(param), param.Str())
		if !given.Valid() {
			given = param.Child(python.RDefault)
		}
		if !p.unlimited(given, depth) {
			return false
		}
	}
	return calls > 0
}

// spreads reports whether a call passes arguments that are not written out.
func spreads(call Site) bool {
	for _, n := range call.M.F.All(call.N, python.RArg) {
		if k := call.M.F.Kind(n); k == python.Star || k == python.DoubleStar {
			return true
		}
	}
	return false
}
