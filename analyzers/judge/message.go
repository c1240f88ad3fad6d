package judge

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/program"
)

// message tells a reader who does not know the tool what grows, with what and from where, how long it lives, why nothing empties it, and what to do.
func message(c *program.Case, f finding.Finding) string {
	var b strings.Builder
	grows(&b, c, f)
	lives(&b, c.Life.Scope)
	emptied(&b, c)
	fmt.Fprintf(&b, ". %s", Advice(c))
	return b.String()
}

// grows names the holder, the event, the function that fills it, the entry point where that is another one, and where the key comes from.
func grows(b *strings.Builder, c *program.Case, f finding.Finding) {
	g := f.Growth[0]
	if c.Element {
		fmt.Fprintf(b, "a %s inside %s grows", kindOf(c), f.Symbol)
	} else {
		fmt.Fprintf(b, "%s %s grows", kindOf(c), f.Symbol)
	}
	switch c.Growths[0].Repeat.Kind {
	case program.RunsAgain, program.RunsByName:
		fmt.Fprintf(b, " with every %s", g.Per)
	default:
		b.WriteString(" with calls")
	}
	fmt.Fprintf(b, " to %s", g.Function)
	if len(f.Entry) > 0 && f.Entry[0].Function != g.Function && f.Entry[0].Function != "<module>" {
		fmt.Fprintf(b, ", reached from %s", f.Entry[0].Function)
	}
	if c.Growths[0].Key.Domain >= program.DomainHinted {
		fmt.Fprintf(b, " (%s)", g.Driver)
	}
}

func lives(b *strings.Builder, scope program.Scope) {
	switch scope {
	case program.ScopeProcess:
		b.WriteString(", lives as long as the process")
	case program.ScopeConnection:
		b.WriteString(", lives as long as its connection")
	default:
		b.WriteString(", may live long")
	}
}

// emptied says why the eviction that comes closest to covering does not.
func emptied(b *strings.Builder, c *program.Case) {
	if len(c.Evictions) == 0 {
		b.WriteString(", and nothing takes anything out")
		return
	}
	switch e := Closest(c); {
	case e.Elsewhere:
		fmt.Fprintf(b, ", and what takes something out (line %d) is not seen to run for each entry", e.At.Line())
	case !e.Covers:
		fmt.Fprintf(b, ", and what takes something out does not cover it: %s (line %d)", e.WhyNot, e.At.Line())
	}
}

// bounds says how to bound a holder, by the kind of its container.
var bounds = map[string]string{
	"dict":        "Take each entry out when it is done with (in a finally), or use a bounded cache (an LRU or TTL cache with maxsize)",
	"defaultdict": "Delete the key when its value is empty or old: reading a defaultdict inserts; or use a bounded cache (an LRU or TTL cache with maxsize)",
	"counter":     "Keep the keys finite (a route template instead of a path), or reset it on a timer",
	"set":         "Discard each member when it is done with (a done-callback for tasks, a finally otherwise), or bound it by age or size",
	"list":        "Keep the last N only (collections.deque(maxlen=N)), or empty it where it is read",
	"deque":       "Give it a maxlen",
	"queue":       "Give it a maxsize, and decide what the producer does when it is full",
	"string":      buffered,
	"buffer":      buffered,
	"bytearray":   buffered,
	"weak dict":   "Let the value reach its key through weakref.ref only, or store it as an attribute of the key",
	"cache":       "Give the cache a maxsize that you can argue for",
	"metric":      "Label it with what is finite (a route template in place of a path), and put ids into logs or traces",
	"registry":    "Register once, at set-up, or take the registration back in a finally",
	"listeners":   "Register once, or unregister in a finally when the event or connection ends",
	"store":       "Give each key an expiry in the command that writes it (ex=, or EXPIRE after it), or trim it (LTRIM, maxlen=)",
}

const buffered = "Refuse more than a limit before it is added (if len(buffer) + len(chunk) > LIMIT: raise, or close the connection), and empty it on every path"

// storeBounds are the same of stores that have no EXPIRE.
var storeBounds = map[string]string{
	"Django cache entry": "Give each key a timeout: None keeps it for good",
	"memcached entry":    "Give each key an expiry in the command that writes it (the argument is called expire, time or exptime)",
}

// mends says what to do about an eviction that does not cover, where that is plainer than another bound. A %d is its line.
var mends = map[program.Fault]string{
	program.FaultInner: "Delete the key too when what is stored under it is empty",
	program.FaultKey:   "Take out the key that was put in, at line %d",
	program.FaultPath:  "Move the removal at line %d into a finally",
	program.FaultRaise: "Move the removal at line %d into a finally",
	program.FaultReply: "Take the entry out in a finally around the wait",
	program.FaultGuard: "Ask for the same condition before it is put in, or take it out without one at line %d",
	program.FaultOff:   "Switch it on by default",
	program.FaultNever: "Call it where the entries are done with, or bound the container itself",
	program.FaultTests: "Call it where the entries are done with, or bound the container itself",
}

// Advice is one sentence on what to do about a case, without a full stop.
func Advice(c *program.Case) string {
	kind := c.Holder.Type().Kind
	if len(c.Evictions) > 0 {
		e := Closest(c)
		if mend, ok := mends[e.Fault]; ok && !(c.Running != "" && uncalled[e.Fault]) {
			return strings.ReplaceAll(mend, "%d", strconv.Itoa(e.Mend().Line()))
		}
	}
	if c.Running != "" && kind != "queue" {
		return whenDone(c.Running, kind, c.Holder.Name)
	}
	if s, ok := storeBounds[kind]; ok {
		return s
	}
	if c.Prior == program.PriorStore { // "redis list", "redis string": one advice for all
		kind = "store"
	}
	if s, ok := bounds[kind]; ok {
		return s
	}
	return "Bound it, or take out what was put in on every path"
}
