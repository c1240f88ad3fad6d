package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// endlessLoop returns the innermost loop around a node, in its own function, that goes on for as long as the service runs.
func (p *Program) endlessLoop(s Site) Site {
	f := s.M.F
	for n := s.N; n > 0; {
		up := f.Up(n)
		loop := Site{s.M, up}
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda, python.ClassDef, python.Module:
			return Site{}
		case python.While:
			if f.Role(n) == python.RBody && p.isEndlessWhile(loop) {
				return loop
			}
		case python.For:
			if f.Role(n) == python.RBody && p.isEndlessFor(loop) {
				return loop
			}
		}
		n = up
	}
	return Site{}
}

var runningWords = map[string]bool{
	"running": true, "alive": true, "active": true, "stopped": true, "stop": true, "is_set": true, "shutdown": true, "closed": true, "closing": true, "started": true,
	"keep_running": true, "should_exit": true, "is_running": true, "exit": true, "quit": true, "terminated": true, "connected": true, "is_alive": true, "ok": true, "is_shutdown": true, "is_closed": true, "should_stop": true, "enabled": true, "cancelled": true, "run": true, "do_run": true,
	"exiting": true, "stopping": true, "terminating": true, "quitting": true, "terminate": true, "finished": true, "shutting_down": true, "is_stopped": true, "stop_requested": true,
}

// isEndlessWhile accepts `while True` that waits for something, or that has no way out, and loops on a flag of the service.
func (p *Program) isEndlessWhile(loop Site) bool {
	test := loop.Child(python.RTest)
	switch test.Kind() {
	case python.True, python.Num:
		return !hasExit(loop) && !p.endsWithInput(loop) || p.waits(loop) && p.goesOnWaiting(loop)
	}
	if p.isGlobalFlag(loop, test) {
		return p.waits(loop) || !hasExit(loop)
	}
	return isServiceFlag(test) && (p.waits(loop) || isEventFlag(test) || untouchedFlag(loop, test))
}

// untouchedFlag recognises `while not self._stopping:` whose body leaves the flag alone, and `while not self.should_stop():`: somebody else ends the
// loop, when the service stops.
func untouchedFlag(loop, test Site) bool {
	switch test.Kind() {
	case python.Not:
		return untouchedFlag(loop, test.Child(python.RValue))
	case python.Call:
		return asksToStop(test) && !hasExit(loop)
	case python.Attr:
	default:
		return false
	}
	if !isRunningWord(test.Str()) {
		return false
	}
	f := loop.M.F
	for n := loop.N; n < loop.N+f.Size(loop.N); n++ {
		if f.Kind(n) == python.Attr && f.IsTarget(n) && f.Str(n) == test.Str() {
			return false
		}
	}
	return !hasExit(loop)
}

// stopQuestions ask whether the service is to stop, and not whether some work is done.
var stopQuestions = map[string]bool{"should_stop": true, "should_exit": true, "should_quit": true, "should_shutdown": true, "stop_requested": true, "is_stopped": true, "is_shutdown": true, "shutdown_requested": true}

// asksToStop recognises self.should_stop().
func asksToStop(call Site) bool {
	fn := call.Child(python.RFunc)
	return stopQuestions[strings.TrimLeft(fn.Str(), "_")] && !call.Child(python.RArg).Valid() && (fn.Kind() == python.Name || fn.Child(python.RValue).Str() == "self")
}

// isEventFlag recognises a flag that another thread sets (threading.Event): a loop on one goes on whatever its body does.
func isEventFlag(test Site) bool {
	if test.Kind() == python.Not {
		return isEventFlag(test.Child(python.RValue))
	}
	fn := test.Child(python.RFunc)
	return test.Kind() == python.Call && fn.Str() == "is_set" && fn.Kind() == python.Attr && !test.Child(python.RArg).Valid()
}

// isServiceFlag recognises the test of a loop that goes on until the service is stopped: a flag of an object, or a name that says so.
func isServiceFlag(test Site) bool {
	switch test.Kind() {
	case python.Not:
		return isServiceFlag(test.Child(python.RValue))
	case python.Call:
		return isRunningWord(test.Child(python.RFunc).Str())
	case python.Attr:
		return true
	case python.Name:
		return isRunningWord(test.Str())
	case python.BoolOp:
		for _, n := range test.M.F.All(test.N, python.RValue) {
			if isServiceFlag(Site{test.M, n}) {
				return true
			}
		}
	}
	return false
}

func isRunningWord(name string) bool {
	return runningWords[strings.TrimLeft(name, "_")]
}

// goesOnWaiting tells a loop that serves from one that tries again until it has an answer: it gives no value back, and where it only sleeps, what ends
// it is a flag of the service or an exception.
func (p *Program) goesOnWaiting(loop Site) bool {
	f := loop.M.F
	receives := p.receives(loop)
	for n, end := loop.N+1, loop.N+f.Size(loop.N); n < end; {
		switch f.Kind(n) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			n += f.Size(n)
			continue
		case python.Return:
			if v := f.Child(n, python.RValue); v != python.None && f.Kind(v) != python.NoneLit {
				return false
			}
			if !receives && !endsWithService(loop, n) {
				return false
			}
		case python.Break:
			if !receives && leaves(loop, n) && !endsWithService(loop, n) {
				return false
			}
		}
		n++
	}
	return true
}

// leaves reports whether a break ends this loop and not one inside it.
func leaves(loop Site, n python.ID) bool {
	f := loop.M.F
	for up := f.Up(n); up != loop.N; up = f.Up(up) {
		if k := f.Kind(up); k == python.For || k == python.While {
			return false
		}
	}
	return true
}

// endsWithService reports whether a way out of a loop stands in an exception handler or under a test of a flag of the service.
func endsWithService(loop Site, n python.ID) bool {
	f := loop.M.F
	for up := f.Up(n); up != loop.N; up = f.Up(up) {
		switch f.Kind(up) {
		case python.Handler:
			return !saysWorkDone(Site{loop.M, f.Child(up, python.RType)})
		case python.If:
			test := f.Child(up, python.RTest)
			for t := test; t < test+f.Size(test); t++ {
				if k := f.Kind(t); (k == python.Name || k == python.Attr) && isRunningWord(f.Str(t)) {
					return true
				}
			}
		}
	}
	return false
}

// saysWorkDone reports whether a handler is for an exception that says that there is nothing more to do.
func saysWorkDone(exception Site) bool {
	if exception.Kind() == python.Tuple {
		for _, n := range exception.M.F.All(exception.N, python.RElt) {
			if saysWorkDone(Site{exception.M, n}) {
				return true
			}
		}
		return false
	}
	return exception.Valid() && library.WorkDone(exception.Str())
}

// waitingCalls are calls that block until something comes from outside. Reads of files and look-ups (get, read, fetch) are not among
// them: loops over pages and chunks use those, and end.
var waitingCalls = map[string]bool{
	"recv": true, "receive": true, "accept": true, "poll": true, "wait": true, "recvfrom": true, "listen": true, "receive_json": true, "receive_text": true,
	"recv_multipart": true, "consume": true, "get_message": true, "brpop": true, "blpop": true, "xread": true, "xreadgroup": true, "next_message": true, "getmany": true,
	"readexactly": true, "readuntil": true, "run_once": true, "drain_events": true, "wait_for": true,
}

// waits reports whether a loop waits for something from outside, or sleeps.
func (p *Program) waits(loop Site) bool { return p.receives(loop) || p.hasCall(loop, isSleep) }

// receives reports whether a loop waits for something from outside.
func (p *Program) receives(loop Site) bool { return p.hasCall(loop, p.isReceive) }

func (p *Program) hasCall(loop Site, is func(fn Site) bool) bool {
	f := loop.M.F
	for n := loop.N + 1; n < loop.N+f.Size(loop.N); n++ {
		if f.Kind(n) == python.Call && is(Site{loop.M, f.Child(n, python.RFunc)}) {
			return true
		}
	}
	return false
}

func isSleep(fn Site) bool { return fn.Str() == "sleep" }

// isReceive knows calls that block until something comes. select is also a method of queries and documents, poll and wait are of child processes.
func (p *Program) isReceive(fn Site) bool {
	receiver := fn.Child(python.RValue).Str()
	switch name := fn.Str(); name {
	case "poll", "wait":
		return !p.ofChild(fn.Child(python.RValue))
	case "get":
		return isQueueName(receiver)
	case "select":
		return receiver == "select" || strings.Contains(strings.ToLower(receiver), "sel") && len(receiver) < 12
	default:
		return waitingCalls[name]
	}
}

func isQueueName(name string) bool {
	words := library.Words(name)
	return len(words) > 0 && (words[len(words)-1] == "queue" || words[len(words)-1] == "q" || words[len(words)-1] == "inbox" || words[len(words)-1] == "mailbox")
}

func hasExit(loop Site) bool {
	f := loop.M.F
	for n := loop.N + 1; n < loop.N+f.Size(loop.N); {
		switch f.Kind(n) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			n += f.Size(n)
			continue
		case python.Break, python.Return, python.Raise, python.Yield:
			return true
		}
		n++
	}
	return false
}

var streamNames = map[string]bool{
	"listen": true, "consume": true, "subscribe": true, "stream": true, "iter_messages": true, "watch": true, "messages": true, "read_loop": true, "events": true, "tail": true, "run_forever": true, "websocket": true, "ws": true, "consumer": true, "pubsub": true, "subscription": true, "serve": true, "count": true, "cycle": true,
}

// isEndlessFor accepts loops over a consumer, a subscription, a socket.
func (p *Program) isEndlessFor(loop Site) bool {
	iter := loop.Child(python.RIter)
	callee := iter
	if iter.Kind() == python.Call {
		callee = iter.Child(python.RFunc)
		if callee.Str() == "iter" && len(iter.M.F.All(iter.N, python.RArg)) == 2 {
			return !readsToEnd(iter)
		}
	}
	for _, v := range p.Eval(iter) {
		if v.Kind == VResult && library.EndlessIterables[v.Name] {
			return true
		}
	}
	name := callee.Str()
	async := loop.M.F.Op(loop.N)&python.Async != 0
	if async {
		return streamNames[name]
	}
	return iter.Kind() == python.Call && (name == "listen" || name == "consume") || name == "consumer" || name == "pubsub"
}

func loopEvent(loop Site) string {
	if loop.Kind() == python.For {
		return "message"
	}
	return "iteration"
}
