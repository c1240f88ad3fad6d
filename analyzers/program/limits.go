package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// limitedElsewhere finds a test of the size in a function that puts nothing in itself, against something that is called a limit, and that refuses or makes
// room: who comes in is asked there, before the code that puts in is reached.
func (p *Program) limitedElsewhere(u Use, uses []Use) string {
	for _, t := range uses {
		if t.Kind != SizeTest || t.ByName || t.Depth != u.Depth || t.Fn == u.Fn || testsEmptiness(t.At) || !comparesWithLimit(t.At) || p.limitGrows(t.At) || growsWithin(t.Fn, uses) {
			continue
		}
		if r := p.RepeatOf(t.Fn); r == nil || r.Kind < RunsAtSetup || !p.mayBeCalled(t.Fn) {
			continue
		}
		if p.decides(t, u, uses) {
			return "its size is tested at " + place(t.At) + ", against a limit"
		}
	}
	return ""
}

// growsWithin reports whether a function puts something in itself: its test is about that.
func growsWithin(fn Site, uses []Use) bool {
	for _, u := range uses {
		if u.Kind == Grow && u.Depth == 0 && u.Fn == fn {
			return true
		}
	}
	return false
}

// comparesWithLimit reports whether a side of a comparison is a name or an attribute that is called a limit.
func comparesWithLimit(cmp Site) bool {
	if cmp.Kind() != python.Compare {
		return false
	}
	for _, n := range cmp.M.F.All(cmp.N, python.RValue) {
		side := Site{cmp.M, n}
		if k := side.Kind(); (k == python.Name || k == python.Attr) && library.LimitName(side.Str()) {
			return true
		}
	}
	return false
}
