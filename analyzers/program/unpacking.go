package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// A step of unpacking: which element of a tuple target.
type unpackStep struct {
	index, after int // its position, and how many follow it
	afterStar    bool
	star         Site // the starred target itself
}

// unpacking returns the way from a whole target down to a part of it.
func unpacking(t, whole Site) []unpackStep {
	var out []unpackStep
	f := t.M.F
	for n := t.N; n != whole.N; n = f.Up(n) {
		up := f.Up(n)
		if f.Kind(up) == python.Star {
			n = up
			up = f.Up(n)
		}
		elts := f.All(up, python.RElt)
		st := unpackStep{}
		for i, e := range elts {
			if e == n {
				st.index, st.after = i, len(elts)-1-i
				if f.Kind(e) == python.Star {
					st.star = Site{t.M, e}
				}
				break
			}
			st.afterStar = st.afterStar || f.Kind(e) == python.Star
		}
		out = append(out, st)
	}
	slices.Reverse(out)
	return out
}

// unpack follows a tuple assignment into a value.
func (p *Program) unpack(value Site, path []unpackStep) []Value {
	if len(path) == 0 {
		return p.valuesOf(value)
	}
	st := path[0]
	if (value.Kind() == python.Tuple || value.Kind() == python.List) && !st.star.Valid() {
		elts := value.M.F.All(value.N, python.RElt)
		starred := slices.ContainsFunc(elts, func(n python.ID) bool { return value.M.F.Kind(n) == python.Star })
		i := st.index
		if st.afterStar {
			i = len(elts) - 1 - st.after
		}
		if !starred && i >= 0 && i < len(elts) {
			return p.unpack(Site{value.M, elts[i]}, path[1:])
		}
	}
	return p.unpackValues(p.valuesOf(value), path, value)
}

func (p *Program) unpackValues(vs []Value, path []unpackStep, _ Site) []Value {
	for _, st := range path {
		if st.star.Valid() {
			vs = []Value{{Kind: VItems, Site: st.star}}
			continue
		}
		key := ""
		if !st.afterStar {
			key = index(st.index)
		}
		var next []Value
		for _, v := range vs {
			if v.Kind == VContainer || v.Kind == VItems {
				next = append(next, p.element(v, key, Site{})...)
			}
		}
		vs = joined(next)
	}
	return vs
}
