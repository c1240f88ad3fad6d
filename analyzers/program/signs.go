package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
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
// own. Ruff's RUF012 warns of the same slip where the class makes it.
func (p *Program) meantForEach(c *Case) {
	g := c.Growths[0]
	if c.Holder.Kind != ClassAttribute || !isConstructor(g.Fn) || p.holdsSelf(g.Value) || g.Value.Valid() && g.Value.Kind() == python.Str {
		return // a text that is written there is a setting
	}
	for _, n := range g.Fn.M.X.Occurrences(c.Holder.Name) {
		s := Site{g.Fn.M, n}
		if g.Fn.M.F.Contains(g.Fn.N, n) && s.Kind() == python.Attr && p.selfClass(s.Child(python.RValue)) != nil && s.Child(python.RValue).Str() != "cls" {
			c.OneForEach = true
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

// keptWhenEnded finds what a function takes out of a container beside this one and puts in here, where nothing takes anything out: what has ended is kept.
func (p *Program) keptWhenEnded(c *Case) {
	if len(c.Evictions) > 0 {
		return
	}
	for i := range c.Growths {
		g := &c.Growths[i]
		if g.Repeat.Kind <= RunsAtSetup || g.ByName || g.Key.Domain < DomainUnknown {
			continue
		}
		from := p.takenFrom(c, g)
		if !from.At.Valid() {
			continue
		}
		c.OneForEach = true
		c.Signs = append(c.Signs, Sign{"what is taken out of another container at " + place(from.At) + " is put in here, and stays", from.At, true})
		if g.Key.Domain < DomainHinted {
			g.Key = KeyDomain{Domain: DomainHinted, Why: "its keys are those that are taken out at " + place(from.At) + ", so they come and go"}
		}
		return
	}
}

// takenFrom returns the removal, from another container of the same owner, of the very thing that a growth puts in, on the same way.
func (p *Program) takenFrom(c *Case, g *Growth) Use {
	b := &balance{p: p, c: c}
	for _, other := range b.twins(g.Fn) {
		for _, u := range p.usesOf(other) {
			if u.Kind == Shrink && u.Depth == 0 && u.Fn == g.Fn && u.Key.Valid() && u.Key.Kind() == python.Name && p.moves(u, g) {
				return u
			}
		}
	}
	return Use{}
}

// moves reports whether a removal comes before a growth whenever that is reached, in the same round of a loop, and the growth puts in what was taken out: as
// the key, or as the element.
func (p *Program) moves(u Use, g *Growth) bool {
	if !before(statementOf(u.At), g.At) || loopAround(u.At) != loopAround(g.At) {
		return false
	}
	for _, s := range []Site{g.Use.Key, g.Value} {
		if s.Valid() && s.Kind() == python.Name && p.keyText(s) == p.keyText(u.Key) {
			return true
		}
	}
	return false
}

// deadReferences finds a list of weak references that nothing takes out: the object goes, and its reference stays.
func (p *Program) deadReferences(c *Case) {
	g := c.Growths[0]
	if len(c.Evictions) > 0 || g.Value.Kind() != python.Call || len(g.Value.M.F.All(g.Value.N, python.RArg)) != 1 {
		return // a second argument is a callback, which may take it out
	}
	for _, v := range p.Eval(g.Value.Child(python.RFunc)) {
		if v.Kind == VExternal && library.WeakReferences[v.Name] {
			c.Signs = append(c.Signs, Sign{"of each object that is gone, a dead reference stays", g.At, true})
			return
		}
	}
}
