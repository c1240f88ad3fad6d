package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// keptAtZero finds a count that is taken down again under its key: whoever counts what is under way means to be done with it, and the key stays at zero.
func (p *Program) keptAtZero(c *Case) {
	if !keyed(c.Holder) || len(c.Evictions) > 0 {
		return
	}
	p.Each(c.Holder.Name, func(s Site) {
		item := s.Up()
		if len(c.Signs) > 0 || item.Kind() != python.Subscript || s.Role() != python.RValue || !item.M.F.IsTarget(item.N) {
			return
		}
		if st := item.Up(); st.Kind() == python.AugAssign && st.op() == python.OpSub && st.M.Profile != Test && p.holderOf(s) == c.Holder {
			c.Signs = append(c.Signs, Sign{"what is under way is counted down at " + place(st) + ", and the key stays with a count of zero", st, true})
		}
	})
}

// meantForEach finds a container in the body of a class that each new object adds to through self, without putting itself in: it was meant to have its
// own. Ruff's RUF012 and pylint's dangerous defaults warn of the same slip where it is made.
func (p *Program) meantForEach(c *Case) {
	g := c.Growths[0]
	if c.Holder.Kind != ClassAttribute || !isConstructor(g.Fn) || p.holdsSelf(g.Value) {
		return
	}
	for _, n := range g.Fn.M.X.Occurrences(c.Holder.Name) {
		s := Site{g.Fn.M, n}
		if g.Fn.M.F.Contains(g.Fn.N, n) && s.Kind() == python.Attr && p.selfClass(s.Child(python.RValue)) != nil && s.Child(python.RValue).Str() != "cls" {
			c.MeantForEach = true
			c.Signs = append(c.Signs, Sign{"the class holds it, and each new object adds to it through self", g.At, false})
			return
		}
	}
}

// holdsSelf reports whether an expression is the object itself, or something made of it: a reference, a pair.
func (p *Program) holdsSelf(s Site) bool {
	return s.Valid() && slices.ContainsFunc(subtree(s), func(part Site) bool {
		return p.selfClass(part) != nil && part.Up().Kind() != python.Attr
	})
}
