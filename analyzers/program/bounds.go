package program

import "github.com/growlint/growlint/analyzers/python"

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
		if arg.Kind() == python.NoneLit || arg.Kind() == python.Num && (arg.Str() == "0" || arg.Str() == "-1") || arg.Kind() == python.Unary {
			return ""
		}
		return a.Type.BoundArg + " bounds it at " + place(a.Site)
	}
	return ""
}
