package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// maxServes bounds through how many calls a function is looked at for what does not end.
const maxServes = 2

// serves reports whether a function goes on for as long as the service: it holds an endless loop, or a call that serves, or calls such a function of
// the tree.
func (p *Program) serves(fn Site, depth int) bool { return p.ask.serving.of(servesKey{fn, depth}) }

func (p *Program) servesNow(k servesKey) bool {
	fn, depth := k.fn, k.depth
	if fn.Kind() == python.FuncDef && library.EndsByName(fn.Str()) {
		return false // what waits there waits for the end of something
	}
	f := fn.M.F
	for n := fn.N + 1; n < fn.N+f.Size(fn.N); {
		switch f.Kind(n) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			n += f.Size(n)
			continue
		case python.Call:
			if call := (Site{fn.M, n}); p.servingCall(call, depth) && !returnsAfter(call) {
				return true
			}
		case python.While:
			if p.isEndlessWhile(Site{fn.M, n}) && p.waits(Site{fn.M, n}) {
				return true
			}
		case python.For:
			if p.isEndlessFor(Site{fn.M, n}) {
				return true
			}
		}
		n++
	}
	return false
}

// ofTree reports whether a callee is known to be a function of the tree.
func ofTree(vs []Value) bool {
	for _, v := range vs {
		if v.Kind != VFunc {
			return false
		}
	}
	return len(vs) > 0
}

// servingCall reports whether a call goes on for as long as the service.
func (p *Program) servingCall(call Site, depth int) bool {
	fn := call.Child(python.RFunc)
	name := fn.Str()
	if library.Serving[name] {
		return true
	}
	args := len(call.M.F.All(call.N, python.RArg))
	if waitsAWhile(call) {
		return false
	}
	vs := p.Eval(fn)
	if fn.Kind() == python.Attr && args == 0 && library.ServingWithoutArguments[name] && isOneObject(fn.Child(python.RValue)) {
		if !library.WaitsForWork[name] || !ofTree(vs) {
			return true
		}
	}
	for _, v := range vs {
		if v.Kind == VExternal && library.ServingFunctions[v.Name] {
			return true
		}
	}
	starter := ""
	if up := call.Up(); up.Kind() == python.Call {
		starter = up.Child(python.RFunc).Str()
	}
	switch {
	case depth >= maxServes:
		return false
	case library.RunsToEnd[starter]: // asyncio.run(serve(config))
	case library.Starters[starter]:
		return false // started beside, not waited for
	case args > 0 && fn.Kind() != python.Attr && name != "main":
		return false
	}
	for _, v := range vs {
		if v.Kind == VFunc && v.Site.Kind() == python.FuncDef && p.serves(v.Site, depth+1) {
			return true
		}
	}
	return false
}

// waitsAWhile reports whether a call stands in one that gives up after a time, or in the block of one: wait_for(event.wait(), 30), with timeout(30).
func waitsAWhile(call Site) bool {
	if inLimitedBlock(call) {
		return true
	}
	up := call.Up()
	if up.Kind() == python.Keyword {
		up = up.Up()
	}
	return up.Kind() == python.Call && library.LimitedWaits[up.Child(python.RFunc).Str()] && len(up.M.F.All(up.N, python.RArg)) > 1
}

// isOneObject leaves out texts, which join others, and elements of a container: what is waited for there is one of many, an answer perhaps.
func isOneObject(receiver Site) bool {
	return receiver.Kind() != python.Str && receiver.Kind() != python.Subscript
}

// inLimitedBlock reports whether a node stands in the block of a context manager that gives up after a time, in its own function.
func inLimitedBlock(s Site) bool {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			return false
		case python.With:
			for _, item := range f.All(up, python.RItem) {
				entered := Site{s.M, f.Child(item, python.RValue)}
				if f.Role(n) == python.RBody && entered.Kind() == python.Call && library.LimitedBlocks[entered.Child(python.RFunc).Str()] {
					return true
				}
			}
		}
	}
	return false
}
