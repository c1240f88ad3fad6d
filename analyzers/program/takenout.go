package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// whileHeld is the life of an element of a container: as long as that lives, or until something takes elements out of it.
func (t *escape) whileHeld(container Site, l *Life) *Life {
	if l == nil || l.Scope <= ScopeConnection || l.Ends {
		return l
	}
	at := t.p.takesOutOf(container)
	if !at.Valid() {
		return l
	}
	return t.until(l, "kept in "+t.p.keyText(container)+" until it is taken out, as at "+place(at))
}

// until is a life that ends before that of what keeps the object.
func (t *escape) until(l *Life, why string) *Life {
	out := *l
	out.Scope, out.Proven, out.Named, out.Ends = ScopeConnection, false, false, true
	out.Why = why + "; " + l.Why
	t.through[&out] = t.through[l]
	return &out
}

// takesOutOf returns a place that takes elements out of a container, or out of the containers in it, one by one while the service runs.
func (p *Program) takesOutOf(container Site) Site {
	h := p.holderOf(container)
	if h == nil {
		return Site{}
	}
	for _, u := range p.usesOf(h) {
		if u.Kind == Empty && u.Depth == 0 && !u.ByName && p.beginsAnew(u.Fn) {
			return u.At
		}
		if u.Kind == Shrink && !u.ByName && !isShutdown(u.Fn) && u.At.M.Profile != Test && (p.mayBeCalled(u.Fn) || p.entryPoint(u.Fn) != nil) {
			return u.At
		}
	}
	return Site{}
}

// beginsAnew reports whether a function that empties a container, or binds another one, does so for each event: what is in there lasts until the next.
func (p *Program) beginsAnew(fn Site) bool {
	if fn.Kind() != python.FuncDef || isConstructor(fn) || isShutdown(fn) || library.EndsByName(fn.Str()) || library.OpensByName(fn.Str()) {
		return false
	}
	r := p.RepeatOf(fn)
	return r != nil && r.Kind == RunsAgain
}

// untilLetGo is the life of what an attribute holds: as long as its owner, or until the attribute is set to None when a use of it is over, as a lock lets
// go of who holds it. Where that is at the end of a connection or of the service, it is what it was.
func (t *escape) untilLetGo(target Site, l *Life) *Life {
	if l.Ends || !target.M.F.IsTarget(target.N) {
		return l
	}
	at := t.p.letsGo(target)
	if !at.Valid() {
		return l
	}
	return t.until(l, "kept in "+t.p.keyText(target)+" until that is None again, as at "+place(at))
}

// letsGo returns a place where code that runs again and again sets the attribute of an object to None.
func (p *Program) letsGo(target Site) Site {
	c := p.selfClass(target.Child(python.RValue))
	if c == nil {
		return Site{}
	}
	for _, b := range p.attrBinds(c, target.Str()) {
		fn := p.Function(b)
		if assigned(b).Kind() != python.NoneLit || fn.Kind() != python.FuncDef || isConstructor(fn) || library.EndsByName(fn.Str()) || library.ShutdownName(fn.Str()) || library.OpensByName(fn.Str()) {
			continue
		}
		if r := p.RepeatOf(fn); r != nil && r.Kind >= RunsAsOperation {
			return b
		}
	}
	return Site{}
}

// takenBack reports whether the object takes a method of its own away again from what it registered it with, other than at its end.
func (p *Program) takenBack(method Site) bool {
	c, found := p.selfClass(method.Child(python.RValue)), false
	if c == nil {
		return false
	}
	p.Each(method.Str(), func(s Site) {
		call := s.Up()
		if found || s.Kind() != python.Attr || s.Role() != python.RArg || call.Kind() != python.Call || !library.TakesBack(call.Child(python.RFunc).Str()) {
			return
		}
		if of := p.selfClass(s.Child(python.RValue)); of != nil && p.Related(of, c) {
			fn := p.Function(s)
			found = !isShutdown(fn) && !library.EndsByName(fn.Str())
		}
	})
	return found
}

// unnamed reports whether nothing in the tree names a private class but itself, and imports of it: nobody makes one, whatever it derives from.
func (p *Program) unnamed(c *Class) bool {
	if c.Name[0] != '_' {
		return false
	}
	named := false
	p.Each(c.Name, func(s Site) {
		named = named || s.M.Profile != Test && s.Kind() != python.Alias && s.Up().Kind() != python.Alias && (s.M != c.Site.M || !s.M.F.Contains(c.Site.N, s.N))
	})
	return !named
}
