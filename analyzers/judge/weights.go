package judge

import (
	"fmt"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/program"
)

// The weights, in log-odds. The base is the odds of a container that code grows and nothing is known of: about one in thirty is a
// leak (docs/detection.md, base rate). Each of the five conditions must be shown before a warning is reached: with any one of them
// unknown the sum stays below WarningFrom.
const (
	wBase       = -3.4
	wBaseMemo   = -2.6 // of the caches without a size and with arguments that were read for this, about one in ten leaked
	wBaseSeries = -2.2 // a label that tells users or requests apart is one wherever it is used
	wBaseStore  = -3.0
	wBaseBuffer = -4.0 // most text that is added to is put together for one purpose, by an object that ends with it

	wLifeProven  = 1.7
	wLifeNamed   = 1.1
	wLifeEnds    = 0.1 // it goes with its owner, which may be soon
	wLifePublic  = -0.2
	wLifeUnknown = -0.6
	wLifeLocal   = -1.5
	wLifeShort   = -4.0

	wAgain     = 1.9
	wByName    = 0.7
	wOperation = 1.0
	wAppends   = 0.8 // an operation that adds to a list, of an object that only its name says is kept: often what its user builds
	wAPI       = 0.2
	wRunsBlind = -0.6
	wCommand   = -3.0

	wOpen          = 1.7
	wOneMore       = 0.1 // a list grows by whatever is added, which says nothing of why it should not end; of what was read, one in five was a leak
	wHinted        = 0.9
	wSuggested     = 0.1 // on its own no reason for a warning
	wDomainBlind   = -0.2
	wMemoBlind     = -1.4 // most caches without a size are on functions of a type, a name, a setting
	wMemoSuggested = -0.7
	wFew           = -1.2 // guilds, tenants, providers: they come and go, but slowly
	wClosed        = -3.5

	wNoEviction = 1.0
	wSibling    = 0.8 // of eight warnings with a twin in code that nobody had tuned to none was a leak: the keys were few
	wTakenOut   = 1.0
	wCovered    = -5.0
	wElsewhere  = -3.5 // worth a note where all else is shown: of the leaks that were read, as many had a removal that some entries do not reach as had none
	wConsumed   = -4.0 // a queue with a consumer in sight is a note at most: the producer may be faster
	wUnsure     = -1.8

	wBound    = -6.0
	wGuarded  = -4.0
	wRegister = -2.5
	wEscape   = -0.3
	wNameOnly = -1.0
	wStandIn  = -2.0 // stubs and fakes keep everything for the test to look at, and end with it
	wScript   = -3.0 // a process that ends soon gives everything back

	// Each call on the way from the entry point and each owner between the holder and the one that is known to live may be a mistake of the analysis
	// (a call through a common name, an attribute that is set elsewhere): what rests on many of them is less sure.
	wFarCall   = -0.2 // each call beyond nearCalls
	wFarOwner  = -0.3 // each owner beyond nearOwners
	nearCalls  = 3
	nearOwners = 2
)

// wSign weighs what tells that the author expects a bound, or relies on an eviction, that is not there: certainly so, or only where a reader is gone.
var wSign = map[bool]float64{false: 1.3, true: 0.9}

// reasonsOf lists what moves the confidence of a case, the base first.
func reasonsOf(c *program.Case) []finding.Reason {
	g := c.Growths[0]
	out := []finding.Reason{priors[c.Prior]}
	add := func(w float64, what string) { out = append(out, finding.Reason{What: what, Weight: w}) }
	life(c.Life, add)
	repeat(c, g, add)
	distance(c, add)
	domain(c, add)
	evictions(c, add)
	for _, s := range c.Signs {
		add(wSign[s.Unsure], s.What)
	}
	if c.Bound != "" {
		add(wBound, c.Bound)
	}
	if g.Guarded != "" {
		add(wGuarded, g.Guarded)
	}
	if c.Holder.M.Profile == program.Command {
		add(wScript, "it stands in a script, a command or an example")
	}
	if c.Holder.StandIn() {
		add(wStandIn, "it takes the place of something else in tests")
	}
	if g.Registers && !c.TakenOut() && c.Sibling == nil {
		add(wRegister, "what is put in is a function or class that is registered")
	}
	if len(c.Escapes) > 0 {
		add(wEscape, fmt.Sprintf("it is handed to code that cannot be seen at %s:%d", c.Escapes[0].At.M.Path, c.Escapes[0].At.Line()))
	}
	if g.ByName {
		add(wNameOnly, "only the attribute's name ties the growth to the holder")
	}
	return out
}

func life(l *program.Life, add func(float64, string)) {
	switch {
	case l.Scope == program.ScopeCall && !l.Proven:
		add(wLifeLocal, "it is seen only in short-lived places: "+l.Why)
	case l.Scope == program.ScopeCall || l.Scope == program.ScopeEvent:
		add(wLifeShort, "it does not outlive what feeds it: "+l.Why)
	case l.Ends && !l.Named:
		add(wLifeEnds, "it lives as long as its owner: "+l.Why)
	case l.Scope >= program.ScopeConnection && l.Proven:
		add(wLifeProven, "it outlives what feeds it: "+l.Why)
	case l.Scope >= program.ScopeConnection && l.Named:
		add(wLifeNamed, "it is of a kind that is kept: "+l.Why)
	case l.Scope >= program.ScopeConnection:
		add(wLifePublic, "it probably lives long: "+l.Why)
	default:
		add(wLifeUnknown, "how long it lives is not seen: "+l.Why)
	}
}

func repeat(c *program.Case, g program.Growth, add func(float64, string)) {
	why := g.Repeat.Path[0].Why
	switch g.Repeat.Kind {
	case program.RunsAgain:
		add(wAgain, "the code that fills it runs again and again: "+why)
	case program.RunsByName:
		add(wByName, "the code that fills it seems to handle events: "+why)
	case program.RunsAsOperation:
		w := wOperation
		if g.Key.Any && !g.Repeat.Shown && !c.Life.Proven {
			w = wAppends
		}
		add(w, "the code that fills it is "+why)
	case program.RunsAsAPI:
		add(wAPI, "the code that fills it may run again: "+why)
	case program.RunsInCommand:
		add(wCommand, "the code that fills it is "+why)
	default:
		add(wRunsBlind, "how often the code that fills it runs is not seen: "+why)
	}
}

// distance takes off for answers that rest on a long chain.
func distance(c *program.Case, add func(float64, string)) {
	if n := len(c.Growths[0].Repeat.Path) - 1; n > nearCalls {
		add(wFarCall*float64(n-nearCalls), fmt.Sprintf("the entry point is %d calls away", n))
	}
	if n := c.Life.Owners; n > nearOwners {
		add(wFarOwner*float64(n-nearOwners), fmt.Sprintf("what is known to live that long holds it through %d others", n))
	}
}

// straight reports whether a list of records of what happened is shown, without a way round, to live as long as the process and to be filled again and again:
// then that anything is added is enough. Of objects with a life of their own, such as devices and handlers, a program may have a fixed number. What is waited
// for tells that itself; a task is another one each time, and ends; of what each object adds to the list of its class there is more with each object.
func straight(c *program.Case) bool {
	g := c.Growths[0]
	return g.Repeat.Shown || c.Running != "" || c.OneForEach || g.Record && c.Life.Proven && c.Life.Scope == program.ScopeProcess && c.Life.Owners <= nearOwners && g.Repeat.Kind == program.RunsAgain
}

func domain(c *program.Case, add func(float64, string)) {
	g := c.Growths[0]
	switch g.Key.Domain {
	case program.DomainOpen:
		w := wOpen
		if g.Key.Any && c.Holder.Type().Kind != "queue" && !straight(c) {
			w = wOneMore
		}
		add(w, "what is put in comes from an open domain: "+g.Key.Why)
	case program.DomainHinted:
		add(wHinted, g.Key.Why)
	case program.DomainSuggested:
		if c.Prior == program.PriorMemo {
			add(wMemoSuggested, g.Key.Why)
			return
		}
		add(wSuggested, g.Key.Why)
	case program.DomainUnknown:
		switch c.Prior {
		case program.PriorMemo:
			add(wMemoBlind, "where the arguments come from is not seen")
			return
		case program.PriorSeries:
			add(wMemoBlind, g.Key.Why+", of which there may be few")
			return
		case program.PriorStore:
			add(wMemoBlind, "how many keys there are is not seen")
			return
		}
		add(wDomainBlind, "where the key comes from is not seen")
	default:
		add(wClosed, "what is put in takes few values: "+g.Key.Why)
	}
}

// wFault weighs what keeps an eviction from covering. Somebody who wrote one knew that the container must be emptied, and that it lives: an
// eviction that cannot work is at least as telling as none. One that works on some ways out, for some users, is telling of less.
var wFault = map[program.Fault]float64{
	program.FaultInner: 0.9, program.FaultTests: 0.9, program.FaultNever: 0.9, program.FaultShutdown: 0.9, program.FaultSetup: 0.9,
	program.FaultPath:     0.9,  // a return, a raise or an await that is cancelled certainly comes
	program.FaultReply:    0.9,  // so does an answer that does not
	program.FaultKey:      1.4,  // nothing is ever taken out
	program.FaultDead:     1.4,  // the same
	program.FaultOff:      1.0,  // as good as none, where nobody asks for it
	program.FaultOthers:   0.9,  // right where both mappings happen to agree
	program.FaultLazy:     0.6,  // bounded by the keys that come back
	program.FaultAsked:    0.2,  // a user who tidies up bounds it
	program.FaultCancel:   -1.5, // few are cancelled just then, and the other function may run for those too
	program.FaultGuard:    0.2,  // the condition may be the same in fact
	program.FaultEnds:     -0.6, // connections and runs end, some soon and some never
	program.FaultWaits:    -1.5, // peers that speak the protocol send one
	program.FaultRaise:    -1.0, // exceptions are rare, and the call may not raise
	program.FaultOptional: -0.8, // a library leaves it to its users, as it does the growth
}

// evictions weighs the eviction that comes closest to covering.
func evictions(c *program.Case, add func(float64, string)) {
	if len(c.Evictions) == 0 {
		add(wNoEviction, "nothing takes anything out")
	} else {
		e := Closest(c)
		switch {
		case e.Covers && e.Kind == program.Shrink && c.Holder.Type().Kind == "queue" && len(c.Signs) > 0:
			add(wUnsure, fmt.Sprintf("%s at %s:%d takes from it, and it may not keep up", e.How, e.At.M.Path, e.At.Line()))
		case e.Covers && e.Kind == program.Shrink && c.Holder.Type().Kind == "queue":
			add(wConsumed, fmt.Sprintf("%s at %s:%d takes from it, as long as that keeps up", e.How, e.At.M.Path, e.At.Line()))
		case e.Covers && e.ByName:
			add(wCovered/2, fmt.Sprintf("it is emptied by %s at %s:%d", e.How, e.At.M.Path, e.At.Line()))
		case e.Elsewhere:
			add(wElsewhere, fmt.Sprintf("it is emptied by %s at %s:%d, if that runs for each entry", e.How, e.At.M.Path, e.At.Line()))
		case e.Covers:
			add(wCovered, fmt.Sprintf("it is emptied by %s at %s:%d", e.How, e.At.M.Path, e.At.Line()))
		default:
			add(wFault[e.Fault], fmt.Sprintf("what takes something out at %s:%d does not cover it: %s", e.At.M.Path, e.At.Line(), e.WhyNot))
		}
	}
	if proven := c.Life.Proven && c.Growths[0].Repeat.Kind == program.RunsAgain; !proven && c.Life.Scope != program.ScopeCall && c.Life.Scope != program.ScopeEvent && c.TakenOut() {
		// Where it is not seen how long the holder lives, or how often it is filled, the code that empties it says so.
		add(wTakenOut, "entries are meant to be taken out one by one, so they come again and again, to an owner that outlives them")
	}
	if s := c.Sibling; s != nil && s.Of == c.Growths[0].At {
		add(wSibling, fmt.Sprintf("%s is filled under the same key at line %d and emptied at %s:%d, this one is not", s.Holder.Name, s.Growth.At.Line(), s.Eviction.At.M.Path, s.Eviction.At.Line()))
	}
}

// Closest returns the eviction that says most of whether the holder is bounded; the case must have one. Where some cover a part, it is the one
// that covers most; where none ever does, the plainest failure.
func Closest(c *program.Case) program.Eviction {
	best := c.Evictions[0]
	for _, e := range c.Evictions[1:] {
		w, b := weightOf(e), weightOf(best)
		if w < b && w < wNothing || w > b && b >= wNothing {
			best = e
		}
	}
	return best
}

// wNothing is the weight of an eviction that takes nothing out in practice.
const wNothing = 0.9

func weightOf(e program.Eviction) float64 {
	switch {
	case e.Covers && e.ByName:
		return wCovered / 2
	case e.Elsewhere:
		return wElsewhere
	case e.Covers:
		return wCovered
	}
	return wFault[e.Fault]
}
