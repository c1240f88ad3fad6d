package program

import "github.com/growlint/growlint/analyzers/python"

// otherKeys finds an eviction that goes through the keys of another mapping: what is not in that one stays. Where both are filled together the
// other one drives the eviction, and covers.
func (b *balance) otherKeys(u Use) (Fault, string) {
	loop := loopAround(u.At)
	if loop.Kind() != python.For || u.Key.Kind() != python.Name || !bindsName(loop.Child(python.RTarget), u.Key) {
		return NoFault, ""
	}
	root := iterated(loop.Child(python.RIter))
	if root.Kind() != python.Attr || root.Str() == b.c.Holder.Name {
		return NoFault, ""
	}
	other := b.p.holderOf(root)
	if other == nil || other == b.c.Holder || b.filledTogether(other) {
		return NoFault, ""
	}
	return FaultOthers, "goes through the keys of " + other.Name + ", and what is not in there stays"
}

func bindsName(target, name Site) bool {
	f := target.M.F
	for n := target.N; n < target.N+f.Size(target.N); n++ {
		if f.Kind(n) == python.Name && f.Name(n) == name.M.F.Name(name.N) {
			return true
		}
	}
	return false
}

// iterated takes copies and views off what a loop goes through: list(x.items()), sorted(x), x.copy().
func iterated(s Site) Site {
	for s.Kind() == python.Call {
		fn := s.Child(python.RFunc)
		switch {
		case fn.Kind() == python.Attr && viewMethods[fn.Str()]:
			s = fn.Child(python.RValue)
		case s.Child(python.RArg).Valid():
			s = s.Child(python.RArg)
		default:
			return s
		}
	}
	return s
}

var viewMethods = map[string]bool{"items": true, "keys": true, "values": true, "copy": true, "iteritems": true, "iterkeys": true}

// filledTogether reports whether another holder gets something in a function that fills this one, or in one that it calls or is called by.
func (b *balance) filledTogether(other *Holder) bool {
	grows := false
	for _, u := range b.p.usesOf(other) {
		if u.Kind != Grow || u.Depth > 0 {
			continue
		}
		grows = true
		for _, g := range b.c.Growths {
			if u.Fn == g.Fn || b.p.callsDirectly(u.Fn, g.Fn) || b.p.callsDirectly(g.Fn, u.Fn) {
				return true
			}
		}
	}
	return !grows // filled where it cannot be seen
}

// callsDirectly reports whether a call of callee stands in caller.
func (p *Program) callsDirectly(caller, callee Site) bool {
	if callee.N == 0 {
		return false
	}
	for _, c := range p.Callers(callee) {
		if p.Function(c.At) == caller {
			return true
		}
	}
	return false
}

// holderOf returns the holder that an attribute, or a name of its own module, denotes.
func (p *Program) holderOf(attr Site) *Holder {
	if attr.Kind() == python.Name {
		for _, h := range p.holdersNamed(attr.Str()) {
			if h.Kind == ModuleVariable && h.M == attr.M {
				return h
			}
		}
		return nil
	}
	for _, v := range p.Eval(attr.Child(python.RValue)) {
		if v.Kind != VInstance && v.Kind != VClass {
			continue
		}
		owner := p.declaring(v.Class, attr.Str())
		for _, h := range p.holdersNamed(attr.Str()) {
			if h.Class == owner {
				return h
			}
		}
	}
	return nil
}

// usesOf returns the uses of a holder, traced once.
func (p *Program) usesOf(h *Holder) []Use { return p.ask.uses.of(h) }
