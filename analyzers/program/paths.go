package program

import (
	"slices"
	"strconv"

	"github.com/growlint/growlint/analyzers/python"
)

// missesPath finds an eviction in the function of the growth that something in between leaves out: a return, a raise, an await that is cancelled,
// a call that raises; unless it stands in a finally, or the way out has an eviction of its own.
func (b *balance) missesPath(u Use) (Fault, string) {
	if u.Kind != Shrink || b.p.endlessLoop(u.At).Valid() {
		return NoFault, ""
	}
	for _, g := range b.c.Growths {
		if g.Fn != u.Fn || g.At.N >= u.At.N || g.Guarded != "" || exclusive(g.At, u.At) || sweeps(g.At, u.At) {
			continue // what adds nothing leaves nothing behind
		}
		if f, why := b.exitBetween(g.At, u.At); f != NoFault {
			return f, why
		}
	}
	return NoFault, ""
}

// exitBetween looks for the first way out of the function between a growth and the eviction behind it.
func (b *balance) exitBetween(growth, eviction Site) (Fault, string) {
	f := growth.M.F
	end := eviction.N
	final := finalBlock(eviction)
	if final != python.None {
		end = f.Up(final) // from the try on, the finally is certain
	}
	fault, why := NoFault, ""
	for n := growth.N + f.Size(growth.N); n < end; n++ {
		exit := Site{growth.M, n}
		switch f.Kind(n) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			n += f.Size(n) - 1
			continue
		}
		if f.Contains(n, eviction.N) || exclusive(growth, exit) || b.p.excludes(growth, exit) || b.cleansUp(growth, exit) {
			continue
		}
		if final != python.None {
			if f.Kind(n) == python.Await {
				return FaultRaise, "left out when the await at line " + strconv.Itoa(exit.Line()) + " raises, before the try begins"
			}
			continue
		}
		switch f.Kind(n) {
		case python.Return, python.Raise, python.Continue, python.Break:
			if blockOf(exit) == blockOf(growth) {
				return NoFault, "" // this growth and the eviction are on different ways
			}
		}
		switch f.Kind(n) {
		case python.Await:
			switch goesOnAfter(exit, eviction) {
			case catchesNothing:
				return FaultPath, "left out when the await at line " + strconv.Itoa(exit.Line()) + " raises or is cancelled: not in a finally"
			case catchesErrors:
				if fault != FaultCancel {
					fault, why = FaultCancel, "left out when the await at line "+strconv.Itoa(exit.Line())+" is cancelled: not in a finally"
				}
			}
		case python.Return:
			return FaultPath, "left out by the return at line " + strconv.Itoa(exit.Line())
		case python.Yield:
			if b.p.hasDecorator(b.p.Function(exit), "contextmanager", "asynccontextmanager", "fixture") {
				return FaultPath, "left out when the block raises that is entered at line " + strconv.Itoa(exit.Line()) + ": not in a finally"
			}
		case python.Raise:
			return FaultPath, "left out by the raise at line " + strconv.Itoa(exit.Line())
		case python.Call:
			if fault == NoFault && b.mayRaise(exit) && goesOnAfter(exit, eviction) == catchesNothing {
				fault, why = FaultRaise, "left out when the call at line "+strconv.Itoa(exit.Line())+" raises: not in a finally"
			}
		}
	}
	return fault, why
}

// finalBlock returns the finally block around a node, or None.
func finalBlock(s Site) python.ID {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		if f.Role(n) == python.RFinal {
			return n
		}
		if k := f.Kind(n); k == python.FuncDef || k == python.Lambda {
			break
		}
	}
	return python.None
}

// cleansUp reports whether a way out passes an eviction: one before it in its block, or in a handler or a finally around it.
func (b *balance) cleansUp(growth, exit Site) bool {
	f := exit.M.F
	for _, u := range b.uses {
		if u.Kind != Shrink && u.Kind != Empty || u.Depth > 0 || u.At.M != exit.M || u.Fn != b.p.Function(exit) {
			continue
		}
		if u.At.N > growth.N && u.At.N < exit.N && f.Contains(blockOf(u.At), exit.N) {
			return true
		}
		for n := u.At.N; n > u.Fn.N; n = f.Up(n) {
			r := f.Role(n)
			if (r == python.RFinal || r == python.RHandler) && f.Contains(f.Child(f.Up(n), python.RBody), exit.N) {
				return true
			}
		}
	}
	return false
}

// mayRaise leaves out the calls that do not raise in practice: logging, clocks, plain constructors, methods of the container itself.
func (b *balance) mayRaise(call Site) bool {
	fn := call.Child(python.RFunc)
	if calmCalls[fn.Str()] {
		return false
	}
	base := fn.Child(python.RValue).Str()
	if base == "logger" || base == "log" || base == "logging" || base == "LOG" || base == "LOGGER" || base == "_logger" || base == "time" {
		return false
	}
	for _, u := range b.uses {
		if u.At == call {
			return false
		}
	}
	return true
}

var calmCalls = map[string]bool{
	"len": true, "str": true, "int": true, "list": true, "dict": true, "set": true, "tuple": true, "isinstance": true, "print": true, "time": true, "monotonic": true, "debug": true, "info": true,
	"warning": true, "error": true, "exception": true, "get": true, "id": true, "min": true, "max": true, "sum": true, "bool": true, "repr": true, "range": true, "next": true, "iter": true,
	"append": true, "add": true, "items": true, "keys": true, "values": true, "discard": true, "is_set": true, "done": true, "perf_counter": true, "getattr": true, "hasattr": true, "format": true,
	"sorted": true, "abs": true, "round": true, "float": true, "cancel": true, "move_to_end": true, "setdefault": true, "update": true, "join": true, "strip": true, "lower": true, "split": true,
	"total_seconds": true, "now": true, "utcnow": true, "super": true, "type": true, "enumerate": true, "zip": true, "any": true, "all": true, "reversed": true, "popleft": true, "pop": true, "extend": true,
}

// onlyOnFailure finds an eviction in a handler that passes the failure on, of what was put in before or in its try: what does not fail stays. A loop in the
// try may go on until it fails.
func (b *balance) onlyOnFailure(u Use) (Fault, string) {
	f := u.At.M.F
	for n := u.At.N; n > u.Fn.N; n = f.Up(n) {
		if f.Role(n) != python.RHandler || !raisesAtEnd(Site{u.At.M, n}) {
			continue
		}
		body := Site{u.At.M, f.Child(f.Up(n), python.RBody)}
		if b.growsBefore(u, body) && !slices.ContainsFunc(subtree(body), func(s Site) bool { return s.Kind() == python.For || s.Kind() == python.While }) {
			return FaultGuard, "only where what stands at line " + strconv.Itoa(Site{body.M, body.N + 1}.Line()) + " fails"
		}
	}
	return NoFault, ""
}

func (b *balance) growsBefore(u Use, body Site) bool {
	return slices.ContainsFunc(b.c.Growths, func(g Growth) bool {
		return g.Fn == u.Fn && g.At.M == u.At.M && g.At.N < body.N+body.M.F.Size(body.N)
	})
}

func raisesAtEnd(handler Site) bool {
	body := handler.Child(python.RBody)
	last := Site{}
	body.M.F.Children(body.N, func(c python.ID) bool {
		last = Site{body.M, c}
		return true
	})
	return last.Valid() && last.Kind() == python.Raise
}

// exclusive reports whether two nodes stand in branches of one statement of which only one runs.
func exclusive(a, b Site) bool {
	f := a.M.F
	for n := a.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		if !f.Contains(up, b.N) {
			continue
		}
		if k := f.Kind(up); k != python.If && k != python.IfExp && k != python.Match {
			return false
		}
		for c := b.N; c > up; c = f.Up(c) {
			if f.Up(c) == up {
				return c != n && f.Role(c) != python.RTest && f.Role(n) != python.RTest
			}
		}
		return false
	}
	return false
}

// sweeps reports whether the eviction stands in a loop that the growth is not in: a sweep, which takes out what others left.
func sweeps(growth, eviction Site) bool {
	loop := loopAround(eviction)
	return loop.Valid() && !eviction.M.F.Contains(loop.N, growth.N)
}

func inLoop(s Site) bool { return loopAround(s).Valid() }

// loopAround returns the innermost loop whose body holds a node, in its own function.
func loopAround(s Site) Site {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		switch up := f.Up(n); f.Kind(up) {
		case python.For, python.While:
			if iter := f.Kind(f.Child(up, python.RIter)); iter == python.Tuple || iter == python.List {
				continue // written out, it would be the same statement a few times
			}
			if f.Role(n) == python.RBody {
				return Site{s.M, up}
			}
		case python.FuncDef, python.Lambda:
			return Site{}
		}
	}
	return Site{}
}

// reply finds an entry that waits for an answer in the function that makes it, and that only the answer takes out: a timeout or a cancellation
// leaves it.
func (b *balance) reply(u Use) (Fault, string) {
	if u.Kind != Shrink || !u.Key.Valid() || b.growsIn(u.Fn) || b.goesThrough(u) {
		return NoFault, ""
	}
	if cleared, handler := b.clearedAfterWait(); cleared {
		if !handler.Valid() {
			return NoFault, ""
		}
		return FaultCancel, "when the wait is cancelled, the entry stays: the handler at line " + strconv.Itoa(handler.Line()) + " does not catch that"
	}
	for _, g := range b.c.Growths {
		if g.At.N == 0 || g.Value.Kind() != python.Name || b.clearedIn(g.Fn) {
			continue
		}
		if wait := b.awaitOf(g); wait.Valid() && !b.p.endlessLoop(wait).Valid() { // who waits again and again waits for no answer
			return FaultReply, "only the answer takes it out: when the wait at line " + strconv.Itoa(wait.Line()) + " times out or is cancelled, the entry stays"
		}
	}
	return NoFault, ""
}

// cancelled finds an entry whose function waits after it was put in, and that another function takes out: whoever cancels the wait leaves it.
func (b *balance) cancelled(u Use) (Fault, string) {
	if u.Kind != Shrink || b.growsIn(u.Fn) || inLoop(u.At) {
		return NoFault, ""
	}
	for _, g := range b.c.Growths {
		if g.Repeat.Kind < RunsAsOperation || g.Fn.Kind() != python.FuncDef || !isAsync(g.Fn) || b.clearedIn(g.Fn) {
			continue
		}
		if wait := waitsAfter(g.At, g.Fn); wait.Valid() {
			return FaultCancel, "when the wait at line " + strconv.Itoa(wait.Line()) + " is cancelled, the entry stays: " + u.Fn.Str() + "() is for those that go on"
		}
	}
	return NoFault, ""
}

// waitsAfter returns the first await behind a node, in its function, of something that happens elsewhere and may not.
func waitsAfter(s, fn Site) Site {
	f := s.M.F
	for n := s.N + f.Size(s.N); n < fn.N+f.Size(fn.N); n++ {
		if f.Kind(n) != python.Await {
			continue
		}
		if call := f.Child(n, python.RValue); f.Kind(call) == python.Call && eventWaits[f.Str(f.Child(call, python.RFunc))] {
			return Site{s.M, n}
		}
	}
	return Site{}
}

// eventWaits wait for another task, without a result that could be late.
var eventWaits = map[string]bool{"wait": true, "wait_for": true, "park": true, "acquire": true, "wait_closed": true, "wait_until": true, "join": true, "shield": true}

// goesThrough reports whether an eviction stands in a loop over the holder, or over the keys that it takes out: not in one that waits for answers.
func (b *balance) goesThrough(u Use) bool {
	loop := loopAround(u.At)
	switch loop.Kind() {
	case python.For:
		return mentions(loop.Child(python.RIter), b.c.Holder.Name) || u.Key.Kind() == python.Name && bindsName(loop.Child(python.RTarget), u.Key)
	case python.While:
		return mentions(loop.Child(python.RTest), b.c.Holder.Name)
	}
	return false
}

// clearedAfterWait reports whether an entry is taken out by key where a wait fails or ends: in a handler or the finally of a try that awaits. Where that is
// in handlers only, none of which catches a cancellation, it returns one of them.
func (b *balance) clearedAfterWait() (cleared bool, handler Site) {
	for _, u := range b.uses {
		if u.Kind != Shrink || u.Depth > 0 || !u.Key.Valid() {
			continue
		}
		f := u.At.M.F
		for n := u.At.N; n > u.Fn.N; n = f.Up(n) {
			r := f.Role(n)
			if r != python.RFinal && r != python.RHandler || !awaitsIn(Site{u.At.M, f.Child(f.Up(n), python.RBody)}) {
				continue
			}
			if r == python.RFinal || catchesCancellation(Site{u.At.M, n}) {
				return true, Site{}
			}
			cleared, handler = true, Site{u.At.M, n}
		}
	}
	return cleared, handler
}

func awaitsIn(body Site) bool {
	return slices.ContainsFunc(subtree(body), func(s Site) bool { return s.Kind() == python.Await })
}

// catchesCancellation reports whether an except clause catches asyncio.CancelledError, which is no Exception since Python 3.8.
func catchesCancellation(handler Site) bool {
	kind := handler.Child(python.RType)
	if !kind.Valid() {
		return true
	}
	return mentions(kind, "CancelledError") || mentions(kind, "BaseException")
}

// clearedIn reports whether a function takes anything out itself.
func (b *balance) clearedIn(fn Site) bool {
	for _, u := range b.uses {
		if (u.Kind == Shrink || u.Kind == Empty) && u.Depth == 0 && (u.Fn == fn || fn.M == u.At.M && fn.M.F.Contains(fn.N, u.At.N)) {
			return true
		}
	}
	return false
}

// awaitOf returns the await on the stored value in the function of a growth, or in one that it hands the value to: `await fut`,
// `await wait_for(fut, …)`.
func (b *balance) awaitOf(g Growth) Site {
	if wait := awaits(g.Fn, g.Value.Str(), g.Fn.N); wait.Valid() && !exclusive(g.At, wait) {
		return wait
	}
	f := g.At.M.F
	for n := g.Fn.N; n < g.Fn.N+f.Size(g.Fn.N); n++ {
		arg := Site{g.At.M, n}
		if arg.Kind() != python.Name || arg.Str() != g.Value.Str() || arg.Role() != python.RArg || arg.Up().Kind() != python.Call {
			continue
		}
		for _, def := range b.p.Targets(arg.Up()) {
			if param := b.p.paramFor(arg.Up(), arg, def); param.Valid() && !b.clearedIn(def) {
				if wait := awaits(def, param.Str(), def.N); wait.Valid() {
					return wait
				}
			}
		}
	}
	return b.awaitedByCaller(g)
}

// awaitedByCaller returns the await on what a function hands back, where that is the stored value: `await wait_for(self.send(request), 5)`.
func (b *balance) awaitedByCaller(g Growth) Site {
	if g.Fn.Kind() != python.FuncDef || isAsync(g.Fn) || !b.p.returnsName(g.Fn, g.Value.Str()) {
		return Site{} // to await a coroutine is not to await what it gives
	}
	for _, c := range b.p.Callers(g.Fn) {
		if c.Value || c.ByName || b.clearedIn(b.p.Function(c.At)) {
			continue
		}
		for s := c.At; s.Role() == python.RArg || s.Role() == python.RValue; s = s.Up() {
			if s.Up().Kind() == python.Await {
				return s.Up()
			}
		}
	}
	return Site{}
}

// awaits returns the first await in a function, from a node on, that waits for what a name holds to be done.
func awaits(fn Site, name string, from python.ID) Site {
	f := fn.M.F
	end := fn.N + f.Size(fn.N)
	for n := from; n < end; n++ {
		if f.Kind(n) == python.Await && waitsFor(Site{fn.M, f.Child(n, python.RValue)}, name) {
			return Site{fn.M, n}
		}
	}
	return Site{}
}

// waitsFor reports whether to await an expression is to wait until what a name holds is done: the future itself, one handed to a function that waits,
// an event or a queue that is asked. To await a method of an object that does some work is to wait for that work.
func waitsFor(awaited Site, name string) bool {
	switch awaited.Kind() {
	case python.Name:
		return awaited.Str() == name
	case python.Call:
	default:
		return false
	}
	fn := awaited.Child(python.RFunc)
	if fn.Kind() == python.Attr && fn.Child(python.RValue).Str() == name && fn.Child(python.RValue).Kind() == python.Name {
		return answerWaits[fn.Str()]
	}
	if !futureWaits[fn.Str()] {
		return false
	}
	f := awaited.M.F
	for _, n := range f.All(awaited.N, python.RArg) {
		if mentions(Site{awaited.M, n}, name) {
			return true
		}
	}
	return false
}

// answerWaits are methods of events, queues and conditions that wait until somebody answers. A lock that is acquired answers nothing.
var answerWaits = map[string]bool{"wait": true, "get": true, "wait_for": true, "wait_until": true}

// futureWaits are functions that wait for the futures or coroutines that they are given.
var futureWaits = map[string]bool{"wait_for": true, "wait": true, "shield": true, "gather": true, "wrap_future": true, "timeout": true, "with_timeout": true}

func isAsync(fn Site) bool { return fn.M.F.Op(fn.N)&python.Async != 0 }

// otherBranch finds an eviction in one of two branches whose other one only empties the element under the key.
func (b *balance) otherBranch(u Use) (Fault, string) {
	if u.Kind != Shrink {
		return NoFault, ""
	}
	for _, inner := range b.uses {
		if inner.Kind != Shrink || inner.Depth == 0 || b.clearsKey(inner.Fn, u) {
			continue
		}
		for _, c := range b.p.Callers(u.Fn) {
			if !c.Value && b.p.Function(c.At) == inner.Fn && exclusive(c.At, inner.At) {
				return FaultGuard, "the other branch, at line " + strconv.Itoa(inner.At.Line()) + ", takes out of the element and leaves the key"
			}
		}
	}
	return NoFault, ""
}

// clearsKey reports whether a function has an eviction of its own, other than u.
func (b *balance) clearsKey(fn Site, u Use) bool {
	for _, o := range b.uses {
		if (o.Kind == Shrink || o.Kind == Empty || o.Kind == Trim) && o.Depth == 0 && o.Fn == fn && o.At != u.At {
			return true
		}
	}
	return false
}
