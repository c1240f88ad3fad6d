package program

import (
	"strconv"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A Fault is what keeps an eviction from bounding its holder.
type Fault uint8

// The faults. NoFault covers; the others are in no order.
const (
	NoFault       Fault = iota
	FaultInner          // takes out of an element, the key stays
	FaultKey            // takes out another key than the one put in
	FaultPath           // left out on a path that certainly exists: return, raise, await
	FaultRaise          // left out where a call in between raises
	FaultReply          // only the reply takes it out: a timeout or a cancellation does not
	FaultCancel         // another function takes it out, and the one that put it in may be cancelled while it waits
	FaultGuard          // under a condition that the insertion does not have
	FaultDead           // cannot run: a condition that is never true, a __del__ that the container itself holds off
	FaultOff            // switched off by default
	FaultOthers         // takes out what others put in: by the keys of another mapping, or as much as its own function adds
	FaultLazy           // takes out only the key that is asked for again
	FaultAsked          // runs when a user asks for it
	FaultOptional       // nobody in the tree calls it, a user of the library may
	FaultNever          // nobody calls it
	FaultTests          // only tests reach it
	FaultShutdown       // shutdown, close, reset
	FaultEnds           // empties everything when a connection or a run ends, which may be long after
	FaultSetup          // set-up only
	FaultWaits          // takes out up to a delimiter, or what parses, and waits for it without a limit
)

// balance judges every eviction of a case against its growths.
func (p *Program) balance(c *Case, uses []Use) {
	b := &balance{p: p, c: c, uses: uses}
	for _, u := range uses {
		switch u.Kind {
		case Shrink, Empty, Trim:
			if !b.makesFirst(u) {
				c.Evictions = append(c.Evictions, b.eviction(u))
			}
		}
	}
	if !c.Covered() {
		c.Sibling = b.sibling()
	}
}

// makesFirst reports whether a place binds the container for the first time: no eviction, unless that is in a function that runs again and again, such as
// the reset of a batch which its constructor calls too.
func (b *balance) makesFirst(u Use) bool {
	if u.Kind != Empty || u.How != "rebinding" || statementOf(b.c.Holder.Bind) != u.At {
		return false
	}
	r := b.p.RepeatAt(u.At)
	return r == nil || r.Kind != RunsAgain || library.OpensByName(u.Fn.Str())
}

// TakenOut reports whether the code means to take entries out one by one, though it fails to: by key, on an occasion that recurs.
func (c *Case) TakenOut() bool {
	for _, e := range c.Evictions {
		if e.Kind != Shrink || e.ByName || e.Covers {
			continue
		}
		switch e.Fault {
		case FaultInner, FaultKey, FaultPath, FaultReply, FaultGuard, FaultDead, FaultOthers, FaultLazy:
			return true
		}
	}
	return false
}

type balance struct {
	p    *Program
	c    *Case
	uses []Use

	called Site // the call that a way out misses, set by missesCall
}

// eviction judges one place that takes something out.
func (b *balance) eviction(u Use) Eviction {
	e := Eviction{Use: u}
	b.called = Site{}
	e.Fault, e.WhyNot = b.fault(u)
	e.called = b.called
	e.Covers = e.Fault == NoFault
	e.Elsewhere = e.Covers && b.oneElsewhere(u)
	return e
}

// oneElsewhere reports whether an eviction takes out one entry in a function that puts none in, and is neither driven by the size, nor a sweep, nor called
// when a task is done.
func (b *balance) oneElsewhere(u Use) bool {
	return u.Kind == Shrink && !u.Callback && !u.ByName && !b.growsIn(u.Fn) && !b.bySize(u) && !b.goesThrough(u) && !doneCallback(u).Valid() && !b.p.callsWhenDone(u.Fn)
}

// fault asks one question after the other; the first that finds something answers.
func (b *balance) fault(u Use) (Fault, string) {
	if u.Depth > 0 {
		return FaultInner, "takes out of an element; the key stays"
	}
	for _, check := range []func(Use) (Fault, string){b.dead, b.off} {
		if f, why := check(u); f != NoFault {
			return f, why
		}
	}
	if u.Callback || doneCallback(u).Valid() {
		return b.pendingFuture(u)
	}
	if b.bySize(u) {
		return b.roomForOne(u)
	}
	if len(b.p.doneCallbacks(u.Fn)) > 0 {
		if f, why := b.closesOverLoop(u); f != NoFault {
			return f, why
		}
	}
	if b.p.callsWhenDone(u.Fn) {
		return b.guard(u)
	}
	for _, check := range []func(Use) (Fault, string){b.frequency, b.waitsForMore, b.wrongKey, b.refreshes, b.missesPath, b.missesCall, b.onlyOnFailure, b.otherKeys, b.otherBranch, b.guard, b.onlyCancels, b.lazy, b.reply, b.asked, b.cancelled} {
		if f, why := check(u); f != NoFault {
			return f, why
		}
	}
	return NoFault, ""
}

// bySize reports whether an eviction is driven by the container's own size.
func (b *balance) bySize(u Use) bool {
	for _, t := range b.uses {
		if t.Kind == SizeTest && t.Fn == u.Fn && t.Depth == 0 && !testsEmptiness(t.At) {
			return true
		}
	}
	return false
}

// roomForOne finds an eviction that makes room for the one entry that its own function puts in: what another function puts in comes on top of the
// limit, and stays on top.
func (b *balance) roomForOne(u Use) (Fault, string) {
	if u.Kind != Shrink || inLoop(u.At) || !b.growsIn(u.Fn) {
		return NoFault, ""
	}
	for _, g := range b.c.Growths {
		if g.Fn == u.Fn || g.ByName || g.Guarded != "" || g.Repeat.Kind < RunsAsAPI || g.Key.Domain <= DomainFew || takesOut(g.Fn, b.uses) ||
			b.p.callsDirectly(g.Fn, u.Fn) || b.p.callsDirectly(u.Fn, g.Fn) {
			continue
		}
		return FaultOthers, "makes room for what " + u.Fn.Str() + "() itself puts in; what line " + strconv.Itoa(g.At.Line()) + " puts in comes on top"
	}
	return NoFault, ""
}

// frequency compares how often the eviction runs with how often the growth does.
func (b *balance) frequency(u Use) (Fault, string) {
	r := b.p.RepeatAt(u.At)
	if r == nil {
		return NoFault, ""
	}
	name := u.Fn.Str()
	switch {
	case r.Kind == RunsInTests:
		return FaultTests, "only test code reaches it"
	case name == "__del__":
		return b.finalizer(u)
	case r.Kind == RunsNever && (isShutdown(u.Fn) && len(b.p.Callers(u.Fn)) > 0 || !b.p.mayBeCalled(u.Fn)):
		if b.leftToUsers(u) {
			return FaultOptional, "nobody has to call " + name + "()"
		}
		return FaultNever, "nobody calls " + name + "()"
	case b.takesOne(u) || b.takesNamed(u):
		return NoFault, ""
	case r.Kind == RunsAtShutdown || (isShutdown(u.Fn) || u.Kind == Empty && b.p.shutsDownOnly(u.Fn)) && r.Kind < RunsAgain && u.Kind != Trim && !b.p.handed(u.Fn):
		return FaultShutdown, name + "() runs at shutdown, or on request only"
	case r.Kind == RunsAtSetup && u.Kind != Trim && r.Path[0].At.N == 0 || r.Kind == RunsAtSetup && name == "__init__":
		return FaultSetup, name + "() runs at set-up only"
	case u.Kind == Empty && b.constructs(u):
		return FaultSetup, "a constructor makes it anew, once for each object"
	case (u.Kind == Empty && !inLoop(u.At) || b.drains(u)) && !b.growsIn(u.Fn) && (b.p.endsOnly(u.Fn, 0) || b.p.afterYield(u.At)) && b.feedsWithin():
		return FaultEnds, name + "() empties it at the end of a connection or a run only"
	case (r.Kind == RunsAsAPI || r.Kind == RunsAsOperation) && !b.growsIn(u.Fn):
		return b.uncalled(u)
	case r.Kind == RunsAgain && !b.growsIn(u.Fn):
		return b.unstarted(r.Path[0].At)
	}
	return NoFault, ""
}

// takesOne reports whether a function that is called as if something ended takes out one entry, by its key, where code that does not end itself calls it, or
// a with statement does: it is the entry that ends, not the container.
func (b *balance) takesOne(u Use) bool {
	if u.Kind != Shrink || !u.Key.Valid() || inLoop(u.At) && !b.namedByCaller(u.Key) || u.Fn.Kind() != python.FuncDef {
		return false
	}
	if c := b.p.Enclosing(u.Fn); c != nil && b.c.Holder.Class != nil && b.p.Related(c, b.c.Holder.Class) && !b.namedByCaller(u.Key) {
		return false // the holder's own method, and no caller says which
	}
	for _, c := range b.p.Callers(u.Fn) {
		caller := b.p.Function(c.At)
		if name := caller.Str(); !c.Value && c.At.M.Profile != Test && caller.Kind() == python.FuncDef && (!inLoop(c.At) || b.p.loopedOver(c.At.Child(python.RFunc).Child(python.RValue)).Valid()) && (name == "__exit__" || name == "__aexit__" || !library.ShutdownName(name)) {
			return true
		}
	}
	return false
}

// takesNamed reports whether a function takes out the entries that its caller names, where a call on a receiver that cannot be seen, in code that does not
// end anything, may be one of it.
func (b *balance) takesNamed(u Use) bool {
	if u.Kind != Shrink || u.Fn.Kind() != python.FuncDef || len(b.p.Callers(u.Fn)) > 0 || !b.namedByCaller(u.Key) {
		return false
	}
	return b.p.calledOnUnseen(u.Fn, func(at Site) bool { return !library.ShutdownName(b.p.Function(at).Str()) })
}

// namedByCaller reports whether a key is a parameter, or one of those in a parameter.
func (b *balance) namedByCaller(key Site) bool {
	return b.p.paramOf(key).Valid() || b.p.paramOf(b.p.loopedOver(key)).Valid()
}

// loopedOver returns what a loop goes over that binds a name: the whole of which it is one.
func (p *Program) loopedOver(name Site) Site {
	if !name.Valid() || name.Kind() != python.Name {
		return Site{}
	}
	f := name.M.F
	for _, b := range p.localBinds(name) {
		if _, stmt := f.TargetOf(b.N); f.Kind(stmt) == python.For {
			return Site{name.M, f.Child(stmt, python.RIter)}
		}
	}
	return Site{}
}

// constructs reports whether a holder of an instance is bound by its own constructor: that makes another one.
func (b *balance) constructs(u Use) bool {
	c := b.p.Enclosing(u.Fn)
	return b.c.Holder.Kind == InstanceAttribute && isConstructor(u.Fn) && c != nil && u.How == "rebinding" && b.p.Related(c, b.c.Holder.Class)
}

// drains reports whether a loop takes out one element after the other until none is left.
func (b *balance) drains(u Use) bool {
	loop := loopAround(u.At)
	if u.Kind != Shrink || u.Key.Valid() || loop.Kind() != python.While || len(conditions(u.At)) > 1 {
		return false
	}
	test := loop.Child(python.RTest)
	return test.Kind() == python.True || mentions(test, b.c.Holder.Name)
}

// shutsDownOnly reports whether a function runs only where something is shut down, by the names of all of the service that call it.
func (p *Program) shutsDownOnly(fn Site) bool {
	shutdown := false
	for _, c := range p.Callers(fn) {
		caller := p.Function(c.At)
		if c.At.M.Profile == Test || c.At.M.standsIn() {
			continue
		}
		if c.Value || !isShutdown(caller) {
			return false
		}
		shutdown = true
	}
	return shutdown
}

// maxEnding bounds how far the callers of a function are asked whether they end something.
const maxEnding = 3

// endsOnly reports whether a function runs only where something ends: by its name, or by the names of all that call it.
func (p *Program) endsOnly(fn Site, depth int) bool {
	if fn.Kind() != python.FuncDef || depth > maxEnding {
		return false
	}
	if library.EndsByName(fn.Str()) {
		return true
	}
	ends := false
	for _, c := range p.Callers(fn) {
		switch caller := p.Function(c.At); {
		case c.Value:
			return false
		case p.endsOnly(caller, depth+1):
			ends = true
		case caller.Kind() == python.FuncDef && library.OpensByName(caller.Str()): // what begins may fail, and ends then
		default:
			return false
		}
	}
	return ends
}

// afterYield reports whether a node stands behind the yield of a context manager: it runs when the block ends.
func (p *Program) afterYield(s Site) bool {
	fn := p.Function(s)
	if fn.Kind() != python.FuncDef || !p.hasDecorator(fn, "contextmanager", "asynccontextmanager") {
		return false
	}
	f := fn.M.F
	for n := fn.N; n < s.N; n++ {
		if f.Kind(n) == python.Yield && p.Function(Site{fn.M, n}) == fn {
			return true
		}
	}
	return false
}

// feedsWithin reports whether what fills the container runs many times between the beginning and the end of a connection or a run: not where that
// begins.
func (b *balance) feedsWithin() bool {
	g := b.c.Growths[0]
	return g.Repeat.Kind >= RunsAsAPI && !library.OpensByName(g.Fn.Str()) && !library.EndsByName(g.Fn.Str())
}

// growsIn reports whether the function of an eviction also fills the container.
func (b *balance) growsIn(fn Site) bool {
	for _, g := range b.c.Growths {
		if g.Fn == fn {
			return true
		}
	}
	return false
}

// handed reports whether a function is handed over to run later, to a timer perhaps.
func (p *Program) handed(fn Site) bool {
	for _, c := range p.Callers(fn) {
		if up := c.At.Up(); c.Value && up.Kind() == python.Call && !library.ExitRegistrars[up.Child(python.RFunc).Str()] {
			return true
		}
	}
	return false
}

func isShutdown(fn Site) bool { return fn.Kind() == python.FuncDef && library.ShutdownName(fn.Str()) }

// finalizer judges an eviction in __del__: it does not run for what the container itself keeps alive.
func (b *balance) finalizer(u Use) (Fault, string) {
	c := b.p.Enclosing(u.Fn)
	for _, g := range b.c.Growths {
		for _, s := range []Site{g.Value, g.Use.Key} {
			if !s.Valid() {
				continue
			}
			for _, v := range b.p.Eval(s) {
				if v.Kind == VInstance && c != nil && b.p.IsA(v.Class, c) {
					return FaultDead, "__del__ does not run while the container holds the object"
				}
			}
		}
	}
	return NoFault, ""
}

// refreshes finds an eviction that only makes room for the same key: d.pop(k) before d[k] = v.
func (b *balance) refreshes(u Use) (Fault, string) {
	if u.Kind != Shrink || !u.Key.Valid() || inLoop(u.At) {
		return NoFault, ""
	}
	for _, g := range b.c.Growths {
		if g.Fn == u.Fn && g.At.N > u.At.N && g.Use.Key.Valid() && blockOf(g.At) == blockOf(u.At) && b.sameKey(u.Key, g) {
			return FaultLazy, "takes out the key that line " + strconv.Itoa(g.At.Line()) + " puts back"
		}
	}
	return NoFault, ""
}

// blockOf returns the innermost block around a node.
func blockOf(s Site) python.ID {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		if k := f.Kind(n); k == python.Block || k == python.Module {
			return n
		}
	}
	return 0
}
