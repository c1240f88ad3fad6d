package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// keepsItself finds what an object does to stay alive: it registers its own method, starts a thread or task on one that does not end, puts itself
// into something that lives long.
func (t *escape) keepsItself() *Life {
	var best *Life
	for _, name := range []string{"__init__", "__new__", "__post_init__", "start", "connect", "open", "__aenter__", "__enter__"} {
		def := t.p.ownMember(t.class, name)
		if def.Kind() != python.FuncDef {
			continue
		}
		best = longer(best, t.keptBy(def))
	}
	return best
}

// keptBy is the life that a method gives the object on which it is called: by what it does with itself.
func (t *escape) keptBy(def Site) *Life {
	self := Site{def.M, def.M.F.Child(def.N, python.RParam)}
	if !self.Valid() || self.Kind() != python.Param || t.p.hasDecorator(def, "classmethod", "staticmethod") {
		return nil
	}
	var best *Life
	for _, m := range t.p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), self.Str()) {
		if up := m.Up(); up.Kind() == python.Attr && !t.isMethod(up) {
			continue
		}
		if l := t.life(m.Site); l != nil && l.Scope >= ScopeConnection {
			best = longer(best, l)
		}
	}
	return best
}

// replaced is the life of what an attribute holds only until the next: it is assigned again and again, without a test of what it held before.
func (t *escape) replaced(target Site) *Life {
	if !target.M.F.IsTarget(target.N) || underOwnTest(target) {
		return nil
	}
	fn := t.p.Function(target)
	r := t.p.RepeatAt(target)
	if r == nil || r.Kind != RunsAgain || fn.Kind() != python.FuncDef || isConstructor(fn) || library.OpensByName(fn.Str()) {
		return nil
	}
	return lives(ScopeEvent, "replaced for each "+r.Per+" at "+place(target), true, target)
}

// replacedBy returns where code that runs again and again puts a new object of the class into the attribute that holds the first one.
func (t *escape) replacedBy(target Site) Site {
	c := t.p.selfClass(target.Child(python.RValue))
	if c == nil || t.class == nil {
		return Site{}
	}
	for _, b := range t.p.attrBinds(c, target.Str()) {
		if made := assigned(b); made.Kind() == python.Call && t.p.gives(made, t.class) && t.replacesOften(b) {
			return b
		}
	}
	return Site{}
}

// replacesOften reports whether an assignment to an attribute runs for each event, and not where the attribute is found empty or what it holds has ended:
// under no test of it, or where some work that it did has come to an end (`if self.parser.feed(data): self.parser = Parser()`).
func (t *escape) replacesOften(target Site) bool {
	fn := t.p.Function(target)
	if r := t.p.RepeatAt(target); r == nil || r.Kind != RunsAgain || fn.Kind() != python.FuncDef || isConstructor(fn) || library.OpensByName(fn.Str()) {
		return false
	}
	for _, c := range conditions(target) {
		if !mentions(c.test, target.Str()) {
			continue
		}
		work := c.test.Child(python.RFunc)
		if !c.holds || c.test.Kind() != python.Call || work.Child(python.RValue).Str() != target.Str() || library.Ended(work.Str()) || library.StateQuestion(work.Str()) {
			return false
		}
	}
	return true
}

// gives reports whether an expression gives an instance of a class.
func (p *Program) gives(s Site, c *Class) bool {
	return slices.ContainsFunc(p.Eval(s), func(v Value) bool { return v.Kind == VInstance && p.Related(v.Class, c) })
}

// underOwnTest reports whether an assignment stands under a test that mentions its target: a lazy attribute is made once.
func underOwnTest(target Site) bool {
	f := target.M.F
	name := target.Str()
	for n := target.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			return returnsEarlyOn(Site{target.M, up}, name)
		case python.If:
			if mentions(Site{target.M, f.Child(up, python.RTest)}, name) {
				return true
			}
		}
	}
	return false
}

// returnsEarlyOn reports whether a function tests the name somewhere: `if self.x: return self.x`.
func returnsEarlyOn(fn Site, name string) bool {
	f := fn.M.F
	for n := fn.N + 1; n < fn.N+f.Size(fn.N); n++ {
		if f.Kind(n) == python.If && mentions(Site{fn.M, f.Child(n, python.RTest)}, name) {
			return true
		}
	}
	return false
}

// demo is the life of a variable that a module binds where it is run as a program: that of the program, where something of it serves.
func (t *escape) demo(target Site) *Life {
	best := lives(ScopeCall, "made where the module is run as a program", false, target)
	for _, m := range t.p.scopeMentions(target.M, 0, target.Str()) {
		if !m.M.F.IsTarget(m.N) {
			best = longer(best, t.life(m.Site))
		}
	}
	return best
}
