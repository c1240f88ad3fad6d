package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// onlyCancels finds an eviction that cancels the task it takes out, where tasks end by themselves too: those do not come there, and stay. What is called
// for the end of something, such as a stop, may be called for each.
func (b *balance) onlyCancels(u Use) (Fault, string) {
	if u.Kind != Shrink || !u.Key.Valid() || u.Fn.Kind() != python.FuncDef || inLoop(u.At) || b.growsIn(u.Fn) || !library.CancelName(u.Fn.Str()) || !b.cancels(u.Fn) {
		return NoFault, ""
	}
	for _, g := range b.c.Growths {
		run := b.p.startedBy(g.Value)
		if len(run) == 0 {
			return NoFault, ""
		}
		for _, fn := range run {
			if b.p.serves(fn, 0) || b.p.leadsTo(fn, u.Fn) {
				return NoFault, "" // it goes on until it is cancelled, or takes itself out
			}
		}
	}
	return FaultOthers, u.Fn.Str() + "() takes out only what it cancels; what ends by itself stays"
}

// cancels reports whether a function cancels an element of the holder, whether or not that has ended: who asks for that expects to find ended ones.
func (b *balance) cancels(fn Site) bool {
	name := b.c.Holder.Name
	f := fn.M.F
	for n := fn.N + 1; n < fn.N+f.Size(fn.N); n++ {
		call := Site{fn.M, n}
		method := call.Child(python.RFunc)
		if call.Kind() != python.Call || method.Kind() != python.Attr || !library.Cancels[method.Str()] {
			continue
		}
		task := method.Child(python.RValue)
		if task.Kind() == python.Name {
			if v := b.p.onceBound(task); v.Valid() {
				task = v
			}
		}
		if mentions(task, name) && !asksWhetherDone(call) {
			return true
		}
	}
	return false
}

func asksWhetherDone(s Site) bool {
	for _, c := range conditions(s) {
		if mentions(c.test, "done") {
			return true
		}
	}
	return false
}

// startedBy returns the functions that run in what a call starts: create_task(work()), Thread(target=work).
func (p *Program) startedBy(value Site) []Site {
	if value.Valid() && value.Kind() == python.Name {
		value = p.onceBound(value)
	}
	if !value.Valid() || value.Kind() != python.Call || !library.Starters[value.Child(python.RFunc).Str()] {
		return nil
	}
	var out []Site
	for _, n := range value.M.F.All(value.N, python.RArg) {
		arg := Site{value.M, n}
		if arg.Kind() == python.Keyword {
			arg = arg.Child(python.RValue)
		}
		if arg.Kind() == python.Call {
			out = append(out, p.Targets(arg)...)
			continue
		}
		for _, v := range p.Eval(arg) {
			if v.Kind == VFunc {
				out = append(out, v.Site)
			}
		}
	}
	return out
}

// maxLeading bounds how far the callers of a function are followed.
const maxLeading = 4

// leadsTo reports whether a function comes to call another one, itself or through a function inside of it.
func (p *Program) leadsTo(from, to Site) bool {
	seen := map[Site]bool{to: true}
	next := []Site{to}
	for range maxLeading {
		var callers []Site
		for _, fn := range next {
			for _, c := range p.Callers(fn) {
				caller := p.Function(c.At)
				if from.M == caller.M && from.M.F.Contains(from.N, caller.N) {
					return true
				}
				if caller.N > 0 && !seen[caller] {
					seen[caller] = true
					callers = append(callers, caller)
				}
			}
		}
		next = callers
	}
	return from == to
}
