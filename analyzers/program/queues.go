package program

import (
	"fmt"
	"strings"

	"github.com/growlint/growlint/analyzers/python"
)

// A Sign is something in the code that tells its author's expectation: that a growth is bounded, where it is not.
type Sign struct {
	What string
	At   Site
	// Unsure is set where it depends on who else is there at run time.
	Unsure bool
}

// queueSigns looks at the places that put into a queue without a bound: for handlers of an exception that it cannot raise, and for a producer that fills
// the queues of all its readers.
func (p *Program) queueSigns(c *Case) {
	if c.Holder.Type().Kind != "queue" || c.Bound != "" {
		return
	}
	if at := p.broadcast(c); at.Valid() {
		c.Signs = append(c.Signs, Sign{fmt.Sprintf("each of those in %s gets everything, at %s:%d, whether or not it still reads", p.keyText(iterated(at.Child(python.RIter))), at.M.Path, at.Line()), at, true})
	}
	for _, g := range c.Growths {
		if g.How != "put_nowait" && g.How != "put" {
			continue
		}
		if h := neverRaised(g.At); h.Valid() {
			c.Signs = append(c.Signs, Sign{fmt.Sprintf("`except %s` at line %d waits for an exception that a queue without maxsize never raises", exceptionName(h), h.Line()), h, false})
			return
		}
	}
}

// broadcast returns the loop over all the objects in a container that puts something into the queue of each: `for s in self.subscribers: s.deliver(event)`.
// The producer does not wait for the slowest of them, nor ask which are still there.
func (p *Program) broadcast(c *Case) Site {
	if c.Holder.Kind != InstanceAttribute {
		return Site{}
	}
	for _, call := range p.Callers(c.Growths[0].Fn) {
		if call.Value || call.ByName {
			continue
		}
		object := call.At.Child(python.RFunc).Child(python.RValue)
		loop := loopAround(call.At)
		if object.Kind() != python.Name || loop.Kind() != python.For || !bindsName(loop.Child(python.RTarget), object) {
			continue
		}
		if all := iterated(loop.Child(python.RIter)); all.Kind() == python.Attr || all.Kind() == python.Name {
			return loop
		}
	}
	return Site{}
}

// neverRaised returns the handler around a put that waits for the queue to be full (or, by mistake, empty).
func neverRaised(put Site) Site {
	f := put.M.F
	for n := put.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda:
			return Site{}
		case python.Try:
			if f.Role(n) != python.RBody {
				continue
			}
			for _, h := range f.All(up, python.RHandler) {
				handler := Site{put.M, h}
				if name := exceptionName(handler); strings.HasSuffix(name, "Full") || (name == "Empty" || name == "QueueEmpty") && !takesFromQueue(Site{put.M, n}) {
					return handler
				}
			}
		}
	}
	return Site{}
}

// takesFromQueue reports whether a block also takes from a queue: then that may find it empty.
func takesFromQueue(block Site) bool {
	f := block.M.F
	for n := block.N; n < block.N+f.Size(block.N); n++ {
		if f.Kind(n) == python.Call {
			if name := f.Str(f.Child(n, python.RFunc)); name == "get" || name == "get_nowait" {
				return true
			}
		}
	}
	return false
}

// exceptionName is the name of what a handler catches; of several, the first.
func exceptionName(handler Site) string {
	t := handler.Child(python.RType)
	if t.Kind() == python.Tuple {
		t = t.Child(python.RElt)
	}
	return t.Str()
}

// polled reports whether a place takes from a queue in a `while` loop, its own or one around a call of its function: whatever ends that loop, it goes on
// until then.
func (p *Program) polled(u Use) bool {
	if u.How == "iteration" || loopAround(u.At).Kind() == python.While {
		return true
	}
	for _, c := range p.Callers(u.Fn) {
		if !c.Value && loopAround(c.At).Kind() == python.While {
			return true
		}
	}
	return false
}

// consumers judges the places that take from a queue. One that the tree runs keeps up, for all that can be seen; one that is left to whoever uses
// the code may never run, while the producer does.
func (p *Program) consumers(c *Case) {
	if c.Holder.Type().Kind != "queue" {
		return
	}
	for i := range c.Evictions {
		e := &c.Evictions[i]
		if !e.Covers && e.Kind == Shrink && (e.Fault == FaultSetup || e.Fault == FaultShutdown) && p.polled(e.Use) {
			e.Covers, e.Fault, e.WhyNot = true, NoFault, ""
		}
		if !e.Covers || e.Kind != Shrink || c.Growths[0].Repeat.Kind < RunsByName {
			continue
		}
		if r := p.RepeatOf(e.Fn); r != nil && (r.Kind == RunsAsAPI || r.Kind == RunsNever) && !p.mayBeCalled(e.Fn) {
			e.Covers, e.Fault, e.WhyNot = false, FaultOptional, "nobody in the tree calls "+e.Fn.Str()+"(), and the queue is filled whether or not somebody does"
		}
	}
}
