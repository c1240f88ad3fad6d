package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

// uncalled judges a public method that nobody in the tree calls: where the growth is reached in the tree, that is dead code; where the growth
// too is left to the users of a library, each is theirs to call, but nothing makes them.
func (b *balance) uncalled(u Use) (Fault, string) {
	if b.p.mayBeCalled(u.Fn) {
		return NoFault, ""
	}
	name := u.Fn.Str()
	if strings.HasPrefix(name, "__") {
		switch {
		case b.p.onlySet(u.Fn):
			return FaultNever, "nobody in the tree deletes an item"
		case protocolMethods[name]:
			return NoFault, ""
		}
		return FaultOptional, name + "() runs only where something outside asks for it"
	}
	if b.c.Growths[0].Repeat.Kind >= RunsByName {
		return FaultNever, "nobody in the tree calls " + name + "()"
	}
	return FaultOptional, "nobody has to call " + name + "()"
}

// onlySet reports whether a method takes items out of the objects of a class whose items are seen to be set, and never deleted.
func (p *Program) onlySet(fn Site) bool {
	c := p.Enclosing(fn)
	if c == nil || fn.Str() != "__delitem__" {
		return false
	}
	set := p.Method(c, "__setitem__")
	return set.Valid() && len(p.Callers(set)) > 0
}

// unstarted judges a loop that takes out what has had its time, in a function that nobody in the tree calls: that is left to the users of a library, and
// dead code in an application.
func (b *balance) unstarted(loop Site) (Fault, string) {
	r := b.p.RepeatOf(loop)
	if r == nil || r.Kind != RunsAsAPI && r.Kind != RunsAsOperation && !r.LeftOver || b.p.mayBeCalled(loop) {
		return NoFault, ""
	}
	for _, g := range b.c.Growths {
		if g.Fn == loop || g.Repeat.passes(loop) {
			return NoFault, ""
		}
	}
	if b.p.ofApplication() {
		return FaultNever, "nobody in the tree starts " + loop.Str() + "()"
	}
	return FaultOptional, "nobody has to start " + loop.Str() + "()"
}

// leftToUsers reports whether a public method takes out the entry that its caller names, of a container whose growth no code of the tree reaches either:
// set_alarm(name) and clear_alarm(name) have the same user, by whatever name that one calls them.
func (b *balance) leftToUsers(u Use) bool {
	g := b.c.Growths[0]
	if u.Kind != Shrink || !b.p.paramOf(u.Key).Valid() || u.Fn.Str()[0] == '_' || g.Fn.Kind() != python.FuncDef || g.Fn.Str()[0] == '_' {
		return false
	}
	return g.Repeat.Kind < RunsByName && len(b.p.Callers(g.Fn)) == 0 && b.p.Enclosing(u.Fn) == b.p.Enclosing(g.Fn)
}

// protocolMethods are special methods that an ordinary use of the object calls.
var protocolMethods = map[string]bool{
	"__setitem__": true, "__delitem__": true, "__getitem__": true, "__missing__": true, "__contains__": true, "__iter__": true, "__next__": true, "__call__": true,
	"__get__": true, "__set__": true, "__delete__": true, "__len__": true, "__anext__": true, "__setattr__": true, "__delattr__": true,
}

// mayBeCalled reports whether anything calls a function, be it on a receiver that cannot be seen.
func (p *Program) mayBeCalled(fn Site) bool {
	if fn.Kind() != python.FuncDef || len(p.Callers(fn)) > 0 || registeredByDecorator(fn) {
		return true
	}
	return p.calledOnUnseen(fn, func(Site) bool { return true })
}

// registeredByDecorator reports whether a decorator that is called with something stands on a function: one that gives it to a registry, mostly.
func registeredByDecorator(fn Site) bool {
	f := fn.M.F
	for _, n := range f.All(fn.N, python.RDecorator) {
		if f.Kind(n) == python.Call && f.Child(n, python.RArg) != python.None && !plainDecorators[f.Str(f.Child(n, python.RFunc))] {
			return true
		}
	}
	return false
}

// plainDecorators leave a function where it is.
var plainDecorators = map[string]bool{"wraps": true, "lru_cache": true, "deprecated": true, "retry": true, "setter": true, "patch": true}

// calledOnUnseen reports whether a place names a method on a receiver of which nothing is known.
func (p *Program) calledOnUnseen(fn Site, at func(Site) bool) bool {
	found := false
	p.Each(fn.Str(), func(s Site) {
		if found || s.Kind() != python.Attr || s.M.Profile == Test || s.M.F.IsTarget(s.N) || !at(s) {
			return
		}
		seen := false
		for _, v := range p.Eval(s.Child(python.RValue)) {
			seen = seen || v.Kind != VUnknown
		}
		found = !seen
	})
	return found
}
