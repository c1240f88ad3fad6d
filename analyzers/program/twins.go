package program

import (
	"strconv"

	"github.com/growlint/growlint/analyzers/python"
)

// twinAlways finds an eviction under a condition where a twin, which is filled together with the holder, is emptied without it: then the condition is not
// whether there is an entry.
func (b *balance) twinAlways(test Site, u Use) string {
	branch := branchOf(test)
	if !u.Key.Valid() || !keyed(b.c.Holder) || mentions(test, b.c.Holder.Name) || b.testsKey(test, u.Key) || !branch.Valid() {
		return ""
	}
	for _, other := range b.twins(u.Fn) {
		if b.filledSideBySide(other) && b.emptiedAround(other, branch, u.Fn) {
			return "only where " + text(test) + " (line " + strconv.Itoa(test.Line()) + "), and what is put in does not ask for it: " + other.Name + ", filled with it, is emptied all the same"
		}
	}
	return ""
}

// branchOf returns the statement that a condition decides.
func branchOf(test Site) Site {
	for s := test.Up(); s.N > 0; s = s.Up() {
		switch s.Kind() {
		case python.If:
			return s
		case python.FuncDef, python.Lambda, python.Block:
			return Site{}
		}
	}
	return Site{}
}

// testsKey reports whether a condition is about the whole key: whether there is one.
func (b *balance) testsKey(test, key Site) bool {
	subject := test
	if test.Kind() == python.Compare {
		subject = test.Child(python.RValue)
	}
	return b.p.keyText(subject) == b.p.keyText(key)
}

// filledSideBySide reports whether each growth of the holder has one of another holder beside it.
func (b *balance) filledSideBySide(other *Holder) bool {
	uses := b.p.usesOf(other)
	for _, g := range b.c.Growths {
		beside := false
		for _, u := range uses {
			beside = beside || u.Kind == Grow && u.Depth == 0 && !u.ByName && u.Fn == g.Fn && blockOf(u.At) == blockOf(g.At)
		}
		if !beside {
			return false
		}
	}
	return true
}

// emptiedAround reports whether a function takes an entry out of another holder in the block that a branch stands in, or one around that.
func (b *balance) emptiedAround(other *Holder, branch, fn Site) bool {
	for _, u := range b.p.usesOf(other) {
		if u.Kind == Shrink && u.Depth == 0 && !u.ByName && u.Fn == fn && u.Key.Valid() && fn.M.F.Contains(blockOf(u.At), branch.N) && !fn.M.F.Contains(branch.N, u.At.N) {
			return true
		}
	}
	return false
}
