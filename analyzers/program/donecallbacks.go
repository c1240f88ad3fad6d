package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// doneCallback returns the add_done_callback call that hands over an eviction: the bound method, or the function around it.
func doneCallback(u Use) Site {
	s := u.At
	if !u.Callback {
		if u.Fn.Kind() != python.Lambda {
			return Site{}
		}
		s = u.Fn
	}
	if call := s.Up(); call.Kind() == python.Call && call.Child(python.RFunc).Str() == "add_done_callback" {
		return call
	}
	return Site{}
}

// pendingFuture judges a done-callback: it takes out what ends. A bare future that nobody but a wait with a time limit looks at does not end,
// since asyncio.wait cancels nothing.
func (b *balance) pendingFuture(u Use) (Fault, string) {
	call := doneCallback(u)
	if !call.Valid() {
		return NoFault, ""
	}
	if f, why := b.closesOverLoop(u); f != NoFault {
		return f, why
	}
	future := call.Child(python.RFunc).Child(python.RValue)
	if !b.p.isAwaited(future) {
		return b.guard(u)
	}
	fn := b.p.Function(call)
	places := []Site{fn}
	if b.p.returnsName(fn, future.Str()) {
		for _, c := range b.p.Callers(fn) {
			places = append(places, b.p.Function(c.At))
		}
	}
	for _, at := range places {
		if wait := limitedWait(at); wait.Valid() {
			return FaultDead, "the wait at " + place(wait) + " has a time limit and cancels nothing, so the callback may never run"
		}
	}
	return b.guard(u)
}

// callsWhenDone reports whether a function is handed to tasks to be called when they are done, however they end. A future is another matter: it
// may never be done.
func (p *Program) callsWhenDone(fn Site) bool {
	for _, call := range p.doneCallbacks(fn) {
		task := call.Child(python.RFunc).Child(python.RValue)
		if task.Kind() == python.Name {
			task = p.onceBound(task)
		}
		if task.Valid() && task.Kind() == python.Call && library.Starters[task.Child(python.RFunc).Str()] {
			return true
		}
	}
	return false
}

// doneCallbacks returns the calls of add_done_callback that a function is handed to.
func (p *Program) doneCallbacks(fn Site) []Site {
	var out []Site
	for _, c := range p.Callers(fn) {
		if call := c.At.Up(); c.Value && call.Kind() == python.Call && call.Child(python.RFunc).Str() == "add_done_callback" {
			out = append(out, call)
		}
	}
	return out
}

// limitedWait finds asyncio.wait(…, timeout=…) in a function.
func limitedWait(fn Site) Site {
	f := fn.M.F
	for n := fn.N + 1; fn.N > 0 && n < fn.N+f.Size(fn.N); n++ {
		call := Site{fn.M, n}
		if call.Kind() != python.Call || call.Child(python.RFunc).Str() != "wait" {
			continue
		}
		for _, a := range f.All(n, python.RArg) {
			if f.Kind(a) == python.Keyword && f.Str(a) == "timeout" {
				return call
			}
		}
	}
	return Site{}
}

// closesOverLoop finds a callback, made in a loop, that takes out what a variable of the loop holds: by the time it runs, that is what a later round
// put there. flake8-bugbear's B023 looks for the same slip.
func (b *balance) closesOverLoop(u Use) (Fault, string) {
	if u.Fn.N == 0 || !u.Key.Valid() || u.Key.Kind() != python.Name {
		return NoFault, ""
	}
	x, f := u.Key.M.X, u.Key.M.F
	id := f.Name(u.Key.N)
	scope := x.Resolve(x.ScopeOf(u.Key.N), id)
	loop := loopAround(u.Fn)
	if scope <= 0 || x.Scopes[scope].Node == u.Fn.N || !loop.Valid() {
		return NoFault, ""
	}
	for _, n := range x.Binds(scope, id) {
		if !f.Contains(loop.N, n) {
			return NoFault, ""
		}
	}
	for _, s := range subtree(loop) {
		if s.Kind() == python.Await && mentions(s, u.Key.Str()) {
			return NoFault, "" // the round waits for it
		}
	}
	return FaultKey, "takes out what " + u.Key.Str() + " is when it runs, and by then a later round of the loop has bound that anew"
}
