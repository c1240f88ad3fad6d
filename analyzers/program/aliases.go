package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// aliasAttr follows `self.y = x` to the uses of y on the same class.
func (t *tracer) aliasAttr(target Site, depth int) {
	c := t.p.selfClass(target.Child(python.RValue))
	if target.Str() == t.h.Name && (c == nil || t.h.Class == nil || t.p.Related(c, t.h.Class)) {
		return // the holder itself
	}
	if c == nil {
		t.add(Use{Kind: Escape, At: target, Depth: depth, How: "stored elsewhere"})
		return
	}
	for _, m := range t.p.attrMentions(&Holder{Class: c, Name: target.Str(), M: c.Site.M}) {
		if !m.M.F.IsTarget(m.N) && !m.byName {
			t.flow(m.Site, depth)
		}
	}
}

// names follows the names in a target to their loads.
func (t *tracer) names(target Site, depth int) {
	f, x := target.M.F, target.M.X
	for n := target.N; n < target.N+f.Size(target.N); n++ {
		if f.Kind(n) != python.Name {
			continue
		}
		scope := x.Resolve(x.ScopeOf(n), f.Name(n))
		if scope < 0 {
			continue
		}
		for _, m := range t.p.scopeMentions(target.M, scope, f.Str(n)) {
			if !f.IsTarget(m.N) {
				if !boundAnew(m.Site, target) {
					t.flow(m.Site, depth)
				}
			} else if boundAnew(m.Site, target) {
				continue
			} else if whole, stmt := f.TargetOf(m.N); whole == m.N && f.Kind(stmt) == python.AugAssign {
				t.add(Use{Kind: Grow, At: Site{m.M, stmt}, Depth: depth, How: "+="})
			}
		}
	}
}

// boundAnew reports whether a name stands for something else than what was bound to it at target: a statement before it, which is always passed on the
// way to it, binds the name again, and nothing between the two does. Of two branches the one that makes a list of its own says nothing of the other one's.
func boundAnew(name, target Site) bool {
	f := name.M.F
	if name.M != target.M {
		return false
	}
	for n := name.N; n > 0; n = f.Up(n) {
		switch f.Kind(f.Up(n)) {
		case python.Block:
			if last := lastBinding(f, f.Up(n), n, f.Str(name.N)); last != python.None {
				return target.N <= last || target.N >= n+f.Size(n) // not between the two
			}
		case python.FuncDef, python.Lambda, python.ClassDef, python.Module:
			return false // what a function around it binds, in which order, is not seen here
		}
	}
	return false
}

// lastBinding returns the last statement of a block, before a node in it, that assigns to a name.
func lastBinding(f *python.File, block, before python.ID, name string) python.ID {
	last := python.None
	f.Children(block, func(stmt python.ID) bool {
		if stmt >= before {
			return false
		}
		switch f.Kind(stmt) {
		case python.Assign, python.AnnAssign:
			for _, t := range f.All(stmt, python.RTarget) {
				if f.Kind(t) == python.Name && f.Str(t) == name && f.Child(stmt, python.RValue) != python.None {
					last = stmt
				}
			}
		}
		return true
	})
	return last
}

// takesOutOf reports whether something is taken out of what a read gives: d[k].pop(x), d[k][j].discard(x), del d[k][j].
func takesOutOf(read Site) bool {
	for s := read; ; s = s.Up() {
		up := s.Up()
		switch {
		case up.Kind() == python.Subscript && s.Role() == python.RValue:
			if up.Up().Kind() == python.Delete {
				return true
			}
		case up.Kind() == python.Attr:
			return up.Up().Kind() == python.Call && up.Role() == python.RFunc && library.EffectOf("", up.Str()) == library.Shrinks
		default:
			return false
		}
	}
}

// countsOnEntry says that a read makes no new entry, since it takes something out of the one that is there.
func countsOnEntry(u Use) string {
	if !u.TakesOut {
		return ""
	}
	return "what it takes something out of is there already"
}
