package program

import "github.com/growlint/growlint/analyzers/python"

// maxOwnCalls bounds how many methods of one object lie between the call on a fresh one and what fills it.
const maxOwnCalls = 4

// ownObject says why each call that fills a container of an object fills that of an object of its own: whoever calls the method has just made the object
// (`run = Run(); run.start()`), so that one is filled once, however often the code runs. "" where the object may be an old one.
func (p *Program) ownObject(h *Holder, u Use) string {
	if h.Kind != InstanceAttribute || u.ByName || u.Fn.Kind() != python.FuncDef {
		return ""
	}
	object, at := p.filledObject(h, u), Site{}
	switch {
	case object.Kind() != python.Name:
	case p.selfClass(object) == nil:
		at = p.fresh(object, u.At, 0)
	case !p.endlessLoop(u.At).Valid():
		at = p.madeByCallers(p.calledWithin(u.Fn), 0)
	}
	if !at.Valid() {
		return ""
	}
	return "each call fills an object of its own, made at " + place(at)
}

// calledWithin returns the function around an inner one that only that function calls, and so on outwards; of another function itself.
func (p *Program) calledWithin(fn Site) Site {
	for p.nested(fn) {
		outer := p.Function(fn)
		for _, c := range p.Callers(fn) {
			if c.Value || !outer.M.F.Contains(outer.N, c.At.N) || c.At.M != outer.M {
				return fn
			}
		}
		fn = outer
	}
	return fn
}

// filledObject is the object whose container a use fills: self of self.items.append(x), and of items = self.items; items += x.
func (p *Program) filledObject(h *Holder, u Use) Site {
	f := u.At.M.F
	for n := u.At.N; n < u.At.N+f.Size(u.At.N); n++ {
		at := Site{u.At.M, n}
		if at.Kind() == python.Name {
			at = p.aliasOf(at)
		}
		if at.Valid() && at.Kind() == python.Attr && at.Str() == h.Name && at.Child(python.RValue).Kind() == python.Name {
			return at.Child(python.RValue)
		}
	}
	return Site{}
}

// aliasOf returns what one assignment binds a local to; that something is added to it in place binds nothing else.
func (p *Program) aliasOf(name Site) Site {
	value := Site{}
	for _, b := range p.localBinds(name) {
		if _, stmt := b.M.F.TargetOf(b.N); b.M.F.Kind(stmt) == python.AugAssign {
			continue
		}
		if value.Valid() {
			return Site{}
		}
		value = assigned(b)
	}
	return value
}

// madeByCallers returns a place that makes the object on which a method is called, where each of its callers makes one for the call.
func (p *Program) madeByCallers(method Site, depth int) Site {
	made := Site{}
	if isConstructor(method) {
		return method
	}
	if depth > maxOwnCalls || p.Enclosing(method) == nil || p.entryPoint(method) != nil {
		return Site{}
	}
	for _, c := range p.Callers(method) {
		if c.At.M.Profile == Test || p.callsAtSetup(c) {
			continue
		}
		if made = p.madeForOneCall(c, depth); !made.Valid() {
			return Site{}
		}
	}
	return made
}

// callsAtSetup reports whether a call runs at set-up only: what that puts in is bounded, whose ever the object is.
func (p *Program) callsAtSetup(c Call) bool {
	if c.Value || c.ByName {
		return false
	}
	r := p.RepeatAt(c.At)
	return r != nil && r.Kind <= RunsAtSetup
}

// madeForOneCall returns what makes the object for a call of one of its methods.
func (p *Program) madeForOneCall(c Call, depth int) Site {
	if c.Value || c.ByName || c.At.Kind() != python.Call {
		return Site{}
	}
	fn := p.Function(c.At)
	object := c.At.Child(python.RFunc).Child(python.RValue)
	if p.selfClass(object) != nil {
		if fn = p.calledWithin(fn); isConstructor(fn) {
			return fn
		}
		if p.endlessLoop(c.At).Valid() {
			return Site{}
		}
		return p.madeByCallers(fn, depth+1)
	}
	return p.fresh(object, c.At, 0)
}

// apartFromConstruction is how often a function fills a container of an object apart from the constructor of that object: however often such objects are made,
// each begins with a container of its own.
func (p *Program) apartFromConstruction(h *Holder, u Use, r *Repeat) *Repeat {
	if h.Kind != InstanceAttribute || r == nil || len(r.Path) < 2 || !p.constructsItself(h, r.Path[len(r.Path)-2].At) {
		return r
	}
	var best *Repeat
	for _, c := range p.Callers(u.Fn) {
		if p.constructsItself(h, p.Function(c.At)) && p.selfClass(c.At.Child(python.RFunc).Child(python.RValue)) != nil {
			continue
		}
		if other := p.fromCaller(u.Fn, c, nil); other != nil && !other.passes(u.Fn) {
			best = more(best, other)
		}
	}
	if best == nil {
		return runs(RunsAtSetup, "construction", u.Fn, "only the constructor calls it, once for each instance")
	}
	return best
}

// constructsItself reports whether a function is a constructor of the class that a holder belongs to.
func (p *Program) constructsItself(h *Holder, fn Site) bool {
	c := p.Enclosing(fn)
	return c != nil && isConstructor(fn) && p.Related(c, h.Class)
}
