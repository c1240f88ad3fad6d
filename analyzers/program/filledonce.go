package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// filledOnce says why a growth that runs again and again fills its container no further than once: it is a fresh one each time, it is empty, the key is
// in it already, or a flag lets the code by only the first time. "" where nothing of that is seen.
func (p *Program) filledOnce(h *Holder, u Use, uses []Use) string {
	if u.Depth > 0 || u.ByName {
		return ""
	}
	if why := p.freshInCall(h, u, uses); why != "" {
		return why
	}
	if at := p.ownKey(h, u.Key); at.Valid() {
		return "its keys are those that are in it, gone through at " + place(at)
	}
	if at := p.takenOutBefore(u, uses); at.Valid() {
		return "it puts back what it took out at " + place(at)
	}
	for _, c := range conditions(u.At) {
		switch {
		case keyed(h) && p.holdsAlready(h, u.Key, c):
			return "its key is in it already, asked at " + place(c.test)
		case !c.holds && p.isHolder(h, c.test):
			return "it is filled only while it is empty, asked at " + place(c.test)
		case !c.holds && c.early && p.startsOnce(c.test, u, uses):
			return "the flag tested at " + place(c.test) + " lets it by once"
		}
	}
	return ""
}

// holdsAlready reports whether a condition asks if a key is in the holder, and it is.
func (p *Program) holdsAlready(h *Holder, key Site, c condition) bool {
	if !key.Valid() || c.test.Kind() != python.Compare || !p.asksHolder(h, c.test, key) {
		return false
	}
	return c.holds && c.test.op() == python.OpIn || !c.holds && c.test.op() == python.OpNotIn
}

// ownKey returns the loop over the keys of a holder that a key is the variable of: under such a key nothing is added.
func (p *Program) ownKey(h *Holder, key Site) Site {
	if key.Kind() != python.Name || !keyed(h) {
		return Site{}
	}
	bind, within := Site{}, 0
	loop := loopAround(key)
	for _, b := range p.localBinds(key) {
		if loop.Valid() && loop.M.F.Contains(loop.N, b.N) {
			bind, within = b, within+1
		}
	}
	if within != 1 {
		return Site{}
	}
	whole, stmt := key.M.F.TargetOf(bind.N)
	pairs := whole != bind.N
	if stmt != loop.N || loop.Kind() != python.For || pairs && key.M.F.Child(whole, python.RElt) != bind.N || !p.goesThrough(h, loop.Child(python.RIter), pairs) {
		return Site{}
	}
	return loop
}

// goesThrough reports whether an expression gives the keys of a holder, or its pairs: d, list(d), d.keys(), d.items().
func (p *Program) goesThrough(h *Holder, iter Site, pairs bool) bool {
	fn := iter.Child(python.RFunc)
	switch {
	case iter.Kind() == python.Name && !p.isHolder(h, iter):
		value := p.aliasOf(iter)
		return value.Valid() && value.Kind() == python.Attr && !pairs && p.isHolder(h, value)
	case iter.Kind() != python.Call:
		return !pairs && p.isHolder(h, iter)
	case fn.Kind() == python.Attr && (fn.Str() == "keys" || fn.Str() == "items"):
		return pairs == (fn.Str() == "items") && p.goesThrough(h, fn.Child(python.RValue), false)
	case fn.Kind() == python.Name && (fn.Str() == "list" || fn.Str() == "sorted" || fn.Str() == "tuple"):
		return p.goesThrough(h, iter.Child(python.RArg), pairs)
	}
	return false
}

// isHolder reports whether an expression is the holder itself.
func (p *Program) isHolder(h *Holder, s Site) bool {
	if s.Kind() != python.Name && s.Kind() != python.Attr || s.Str() != h.Name {
		return false
	}
	if h.Kind == Closure || h.Kind == LoopLocal {
		x := s.M.X
		return s.M == h.M && s.Kind() == python.Name && x.Resolve(x.ScopeOf(s.N), s.M.F.Name(s.N)) == h.Scope
	}
	return p.holderOf(s) == h
}

// asksHolder reports whether a comparison asks if a key is in the holder.
func (p *Program) asksHolder(h *Holder, cmp, key Site) bool {
	parts := cmp.M.F.All(cmp.N, python.RValue)
	return len(parts) == 2 && key.Valid() && p.keyText(Site{cmp.M, parts[0]}) == p.keyText(key) && p.isHolder(h, Site{cmp.M, parts[1]})
}

// freshInCall finds the statement that binds a fresh container to the holder in the same call, before what fills it: each call starts anew.
func (p *Program) freshInCall(h *Holder, u Use, uses []Use) string {
	if h.Kind != InstanceAttribute && h.Kind != ModuleVariable || u.Fn.Kind() != python.FuncDef {
		return ""
	}
	fresh := func(at Site) bool {
		return at.M == u.Fn.M && p.Function(at) == u.Fn && before(at, u.At) && p.endlessLoop(u.At) == p.endlessLoop(at)
	}
	for _, a := range h.Allocs {
		if at := statementOf(a.Site); at.Kind() == python.Assign && fresh(at) {
			return "a fresh container is bound at " + place(at) + ", in the same call"
		}
	}
	if at := statementOf(h.Bind); at.Kind() == python.Assign && fresh(at) { // of elements: what makes those says nothing of what holds them
		return "a fresh container is bound at " + place(at) + ", in the same call"
	}
	if at := p.freshInCallers(h, u, uses); at.Valid() {
		return "it is emptied, or a fresh one bound, at " + place(at) + ", before each call"
	}
	for _, e := range uses {
		if e.Kind == Empty && e.Depth == 0 && e.How == "rebinding" && fresh(e.At) {
			return "a fresh container is bound at " + place(e.At) + ", in the same call"
		}
	}
	return ""
}

// freshInCallers returns where all that call the function bind a fresh container first, or empty the one there is: a restart stops before it starts. What
// is called at set-up comes before all of them.
func (p *Program) freshInCallers(h *Holder, u Use, uses []Use) Site {
	at := Site{}
	for _, c := range p.Callers(u.Fn) {
		if c.Value || c.ByName || c.At.Kind() != python.Call {
			return Site{}
		}
		bound := p.emptiedBefore(h, c.At, uses)
		if r := p.RepeatAt(c.At); !bound.Valid() && (r == nil || r.Kind > RunsAtSetup) {
			return Site{}
		}
		if bound.Valid() {
			at = bound
		}
	}
	return at
}

// emptiedBefore returns the statement before a call, in its function, that binds a fresh container or calls what empties it on the same object.
func (p *Program) emptiedBefore(h *Holder, call Site, uses []Use) Site {
	fn := p.Function(call)
	if fn.Kind() != python.FuncDef || isConstructor(fn) {
		return Site{}
	}
	first := func(st Site) bool { return st.M == call.M && p.Function(st) == fn && before(st, call) }
	for _, a := range h.Allocs {
		if st := statementOf(a.Site); st.Kind() == python.Assign && first(st) {
			return st
		}
	}
	object := p.keyText(call.Child(python.RFunc).Child(python.RValue))
	for _, e := range uses {
		if e.Kind != Empty || e.Depth > 0 || e.ByName || len(conditions(e.At)) > 0 || loopAround(e.At).Valid() {
			continue
		}
		for _, c := range p.Callers(e.Fn) {
			if st := statementOf(c.At); !c.Value && !c.ByName && c.At.Kind() == python.Call && first(st) && p.keyText(c.At.Child(python.RFunc).Child(python.RValue)) == object {
				return st
			}
		}
	}
	return Site{}
}

// statementOf returns the statement around an expression.
func statementOf(s Site) Site {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		if k := f.Kind(f.Up(n)); k == python.Block || k == python.Module {
			return Site{s.M, n}
		}
	}
	return Site{}
}

// before reports whether a statement runs before a place whenever that is reached: it stands earlier, in a block around it.
func before(st, s Site) bool {
	return st.N < s.N && !st.M.F.Contains(st.N, s.N) && st.M.F.Contains(blockOf(st), s.N)
}

// startsOnce reports whether a flag that the growth must find off is set on the way, and unset only where the container is emptied, at shutdown, or at
// set-up: `if self.started: return`, `self.started = True`.
func (p *Program) startsOnce(flag Site, u Use, uses []Use) bool {
	if flag.Kind() != python.Attr && flag.Kind() != python.Name || flag.M != u.At.M {
		return false
	}
	sets, unset := false, false
	p.Each(flag.Str(), func(s Site) {
		if s.M != flag.M || s.Kind() != flag.Kind() || !s.M.F.IsTarget(s.N) || p.ofAnother(s, flag) {
			return
		}
		v := assigned(s)
		fn := p.Function(s)
		switch {
		case v.Kind() == python.True:
			sets = sets || fn == u.Fn
		case v.Kind() == python.False || v.Kind() == python.NoneLit:
			r := p.RepeatOf(fn)
			unset = unset || fn.N > 0 && !isConstructor(fn) && !library.ShutdownName(fn.Str()) && !takesOut(fn, uses) && (r == nil || r.Kind > RunsAtSetup)
		default:
			unset = true
		}
	})
	return sets && !unset
}

// ofAnother reports whether two attributes are of different classes.
func (p *Program) ofAnother(a, b Site) bool {
	if a.Kind() != python.Attr {
		return false
	}
	c, d := p.selfClass(a.Child(python.RValue)), p.selfClass(b.Child(python.RValue))
	return c != nil && d != nil && !p.Related(c, d)
}

// takenOutBefore returns where the function took out of the container what it puts in: a worker that is told to stop gives back the job that it has got.
func (p *Program) takenOutBefore(u Use, uses []Use) Site {
	put := u.Value
	if !put.Valid() {
		put = u.Key
	}
	if put.Kind() != python.Name {
		return Site{}
	}
	binds := p.localBinds(put)
	if len(binds) != 1 {
		return Site{}
	}
	taken := assigned(binds[0])
	for taken.Kind() == python.Await {
		taken = taken.Child(python.RValue)
	}
	for _, e := range uses {
		if e.Kind == Shrink && e.Depth == u.Depth && !e.ByName && e.Fn == u.Fn && e.At == taken {
			return e.At
		}
	}
	return Site{}
}
