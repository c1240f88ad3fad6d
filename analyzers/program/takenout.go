package program

// whileHeld is the life of an element of a container: as long as that lives, or until something takes elements out of it.
func (t *escape) whileHeld(container Site, l *Life) *Life {
	if l == nil || l.Scope <= ScopeConnection || l.Ends {
		return l
	}
	at := t.p.takesOutOf(container)
	if !at.Valid() {
		return l
	}
	out := *l
	out.Scope, out.Proven, out.Named, out.Ends = ScopeConnection, false, false, true
	out.Why = "kept in " + t.p.keyText(container) + " until it is taken out, as at " + place(at) + "; " + l.Why
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
		if u.Kind == Shrink && !u.ByName && !isShutdown(u.Fn) && u.At.M.Profile != Test && p.mayBeCalled(u.Fn) {
			return u.At
		}
	}
	return Site{}
}
