package program

import (
	"slices"
	"sort"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A Case is what is known of one holder: who keeps it, who feeds it, who empties it. A rule weighs it.
type Case struct {
	Holder    *Holder
	Life      *Life
	Growths   []Growth   // the most telling first
	Evictions []Eviction // places that take something out
	Sibling   *Sibling   // a twin under the same key that is cleaned where this one is not
	Element   bool       // it is the containers inside the holder that grow
	Bound     string     // what bounds the container itself, "" where nothing does
	Escapes   []Use      // places that hand it to code that cannot be seen
	Paths     []string   // the files consulted
	Names     []string   // the names asked for over the whole tree, found or not
	Signs     []Sign     // what tells that its author expects a bound that is not there
	Prior     Prior      // what is known before anything else is looked at
	Memo      bool       // remembers the results of calls
	// OneForEach is set where what puts something in tells that there is another one for each object or each end of one.
	OneForEach bool
	Running    string // the word for what it holds, where that runs or is waited for on its own and ends: task, future, thread

	weighed []weighed
}

// A weighed is what a rule made of a case.
type weighed struct {
	rule    string
	verdict any
}

// Once returns what a rule makes of a case: weigh is asked the first time only. An answer does not change, and most trees of a history have most
// of theirs from the tree before.
func (c *Case) Once(rule string, weigh func() any) any {
	for _, w := range c.weighed {
		if w.rule == rule {
			return w.verdict
		}
	}
	verdict := weigh()
	c.weighed = append(c.weighed, weighed{rule, verdict})
	return verdict
}

// A Prior says what sort of growth a case is about: how likely it is a leak before anything else is known.
type Prior uint8

// The priors.
const (
	PriorContainer Prior = iota // code puts something into a container
	PriorMemo                   // results are remembered by the arguments, without a size
	PriorSeries                 // a metric is labelled with what tells users, requests or objects apart
	PriorStore                  // keys are written to a store in another process
	PriorBuffer                 // text or bytes are added to others
	PriorRegistry               // something is registered with what lives as long as the process
)

// A Growth is one place that puts something in.
type Growth struct {
	Use
	Repeat *Repeat
	Key    KeyDomain
	// Registers is set where what is put in is a function or class that the caller passes: a registration.
	Registers bool
	// Record is set where what is added, whatever it is, tells of something that happened: text, a number, a dict or tuple made for it.
	Record bool
	// Guarded names the test that keeps the growth finite, "" where there is none.
	Guarded string
}

// An Eviction is one place that takes something out.
type Eviction struct {
	Use
	Covers bool
	// Elsewhere is set where it covers as far as can be told: another function takes out one entry, which is not seen to run for each.
	Elsewhere bool
	Fault     Fault  // what keeps it from bounding the holder
	WhyNot    string // the same in words; "" where it covers
	called    Site   // the call of the function that takes it out, where that is what a way out misses
}

// Mend is the place to mend: the removal, or the call of it.
func (e Eviction) Mend() Site {
	if e.called.Valid() {
		return e.called
	}
	return e.At
}

// Covered reports whether something bounds the case by taking out what is put in.
func (c *Case) Covered() bool {
	return slices.ContainsFunc(c.Evictions, func(e Eviction) bool { return e.Covers })
}

// Examine gathers the case of a holder; nil where nothing grows it after set-up. Where its own keys are few, the case is that of its elements.
func (p *Program) Examine(h *Holder) *Case {
	if a := h.examined; a != nil && a.state == settled && len(p.t.stack) == 0 { // most, from the second tree on
		return a.value
	}
	c := p.ask.cases.of(h)
	h.examined = p.ask.cases.answers[h]
	return c
}

func (p *Program) examine(h *Holder) *Case {
	if h.Type().Kind == "buffer" && !p.alwaysBuffer(h) {
		return nil
	}
	uses := p.usesOf(h)
	c := p.gather(h, uses)
	if (c == nil || c.settled()) && !IsBuffer(h.Type().Kind) {
		if e := p.elementCase(h, uses); e != nil && !e.settled() {
			return e
		}
	}
	return c
}

// settled reports whether a case is decided by what feeds the holder: a few keys, or a bound.
func (c *Case) settled() bool {
	g := c.Growths[0]
	return c.Bound != "" || g.Guarded != "" || g.Key.Domain < DomainFew
}

// gather asks about each growth and each eviction of a holder.
func (p *Program) gather(h *Holder, uses []Use) *Case {
	c := &Case{Holder: h, Bound: p.boundOf(h)}
	for _, u := range uses {
		if u.Kind == Grow && u.Depth == 0 {
			c.Growths = append(c.Growths, p.growth(h, u, uses))
		}
	}
	if len(c.Growths) == 0 {
		return nil
	}
	sort.SliceStable(c.Growths, func(i, j int) bool { return c.Growths[i].rank() > c.Growths[j].rank() })
	if c.Growths[0].Repeat.Kind <= RunsAtSetup {
		return nil
	}
	for _, u := range uses {
		if u.Kind == Escape {
			c.Escapes = append(c.Escapes, u)
		}
	}
	p.balance(c, uses)
	c.comeAndGo()
	p.consumers(c)
	p.queueSigns(c)
	p.weakKeys(c)
	p.keptAtZero(c)
	p.meantForEach(c)
	p.keptWhenEnded(c)
	p.deadReferences(c)
	switch {
	case p.isMemo(c.Growths[0]):
		c.Memo, c.Prior = true, PriorMemo
	case IsBuffer(h.Type().Kind):
		c.Prior = PriorBuffer
	}
	c.Running = p.running(c)
	c.Life = p.LifeOf(h)
	if c.Life == nil {
		c.Life = &Life{Scope: ScopeUnknown, Why: "its owners refer to each other", At: h.Bind}
	}
	c.footprint(uses)
	return c
}

// alwaysBuffer reports whether an attribute is bound to buffers in memory only: one that may be a file is written to, and does not grow.
func (p *Program) alwaysBuffer(h *Holder) bool {
	if h.Class == nil {
		return true
	}
	return len(p.attrBinds(h.Class, h.Name)) <= len(h.Allocs)
}

// rank orders growths by how much they tell.
func (g Growth) rank() int {
	r := int(g.Repeat.Kind)*100 + int(g.Key.Domain)*10
	if g.Guarded != "" || g.Registers {
		r -= 1000
	}
	if g.ByName {
		r -= 150
	}

	return r
}

func (p *Program) growth(h *Holder, u Use, uses []Use) Growth {
	g := Growth{Use: u, Repeat: p.apartFromConstruction(h, u, p.RepeatAt(u.At))}
	if g.Repeat == nil {
		g.Repeat = runs(RunsUnknown, "call", u.Fn, "its callers call each other")
	}
	if !u.At.M.speaksFor(h.M) {
		g.Repeat = runs(RunsInCommand, "call", u.Fn, "an example or a script, which does not say how a service is used")
	}
	key := u.Key
	if !key.Valid() {
		key = u.Value
	}
	g.Key = p.growthDomain(h, u, key)
	g.Record = g.Key.Any && (IsBuffer(h.Type().Kind) || p.recorded(u))
	if c := p.addsItself(h, u); c != nil && g.Repeat.Kind == RunsAsAPI && p.madeByUsers(u.Fn) {
		g.Repeat = p.constructedOutside(u.Fn, c)
	}
	if g.Key.Domain >= DomainUnknown && g.Key.Domain < DomainOpen {
		if k, ok := p.memoDomain(u.Fn); ok {
			g.Key = k
		}
	}
	if g.Key.Domain == DomainUnknown || g.Key.Domain == DomainSuggested {
		if k, ok := p.perInstance(h, key); ok {
			g.Key = k
		}
	}
	if p.mayRepeat(u, uses) {
		g.Key.Fresh = false
	}
	if why := p.oncePerInstance(h, u); why != "" {
		g.Repeat = runs(RunsAtSetup, "construction", u.Fn, why)
		return g
	}
	if k := g.Repeat.Kind; g.Key.Request && k >= RunsUnknown && k < RunsAgain {
		g.Repeat = runs(RunsAgain, "request", u.Fn, "what it stores is part of a request: "+g.Key.Why)
	}
	if k := g.Repeat.Kind; k == RunsUnknown && !g.Repeat.LeftOver || k == RunsAsAPI || k == RunsByName || k == RunsAsOperation {
		if why := p.occasion(u, g.Key); why != "" {
			g.Repeat = g.Repeat.onOccasion(why)
		}
	}
	g.Registers = (p.registers(u) || g.Repeat.Kind < RunsByName && p.appliedToDefinitions(u.Fn)) && !g.keyedByEvent(h) || registry(h.Name) && !g.madeByEvent()
	for _, ask := range []func() string{
		func() string { return p.guarded(u, uses) },
		func() string { return p.filledOnce(h, u, uses) },
		func() string { return p.ownObject(h, u) },
		func() string { return countsOnEntry(u) },
		func() string { return p.neverTheDefault(h) },
		func() string { return p.debugOnly(u) },
		func() string { return p.switchedOff(h, u) },
	} {
		if g.Guarded == "" {
			g.Guarded = ask()
		}
	}
	switch closed, why := p.closedBefore(u); {
	case closed && g.Guarded == "":
		g.Guarded = why
	case why != "" && g.Key.Domain > DomainUnknown && keyed(h):
		g.Key = KeyDomain{Domain: DomainUnknown, Why: why}
	}
	return g
}

// keyedByEvent reports whether what is put in goes under a key that comes from outside or is new each time: a callback for one request or run is no
// registration of code, which goes by names.
func (g Growth) keyedByEvent(h *Holder) bool {
	return keyed(h) && g.Use.Key.Valid() && g.Use.Key != g.Value && g.Key.Domain >= DomainHinted && !g.Key.Identity && !library.NamesCode(g.Use.Key.Str())
}

// madeByEvent reports whether what is put in is an object that each event makes: an application is not put together from such.
func (g Growth) madeByEvent() bool {
	return g.Repeat.Kind == RunsAgain && g.Key.Domain == DomainOpen && g.Key.Identity
}

// oncePerInstance says why a function fills a container of its own object no more than once; "" where it may again.
func (p *Program) oncePerInstance(h *Holder, u Use) string {
	c := p.Enclosing(u.Fn)
	if h.Kind != InstanceAttribute || c == nil {
		return ""
	}
	if isConstructor(u.Fn) {
		return "the constructor fills it, once for each instance"
	}
	if library.OncePerConnection(u.Fn.Str()) && p.Related(c, h.Class) && p.lifeByName(c) == library.LivesForConnection && !inLoop(u.At) {
		return u.Fn.Str() + "() fills it, once for each connection, which has an object of its own"
	}
	return ""
}

// perInstance is the domain of a key that is an attribute of self, of a container that all instances share: there is one for each of them, and they
// are made again and again.
func (p *Program) perInstance(h *Holder, key Site) (KeyDomain, bool) {
	if h.Kind != ClassAttribute || key.Kind() != python.Attr {
		return KeyDomain{}, false
	}
	c := p.selfClass(key.Child(python.RValue))
	if c == nil || !p.IsA(c, h.Class) {
		return KeyDomain{}, false
	}
	for _, at := range p.Constructions(c) {
		if r := p.RepeatAt(at); r != nil && r.Kind == RunsAgain && p.Function(at) != p.Function(key) {
			return KeyDomain{Domain: DomainHinted, Why: "the key is an attribute of a " + c.Name + ", and there is a new one for each " + r.Per + " at " + place(at)}, true
		}
	}
	return KeyDomain{}, false
}

func isConstructor(fn Site) bool {
	name := fn.Str()
	return name == "__init__" || name == "__post_init__" || name == "__attrs_post_init__" || name == "__new__" || name == "__setstate__"
}

// growthDomain is the domain of the key; a sequence grows whatever is appended, so only a membership test closes it.
func (p *Program) growthDomain(h *Holder, u Use, key Site) KeyDomain {
	if u.Callback {
		return KeyDomain{Domain: DomainUnknown, Why: "called with what the event brings"}
	}
	if c := p.addsItself(h, u); c != nil {
		return KeyDomain{Domain: DomainOpen, Why: "each new " + c.Name + " adds itself", Identity: true}
	}
	switch h.Type().Kind {
	case library.Text.Kind, "bytearray", "buffer":
		if !p.deduplicated(u) {
			return KeyDomain{Domain: DomainOpen, Why: "each call adds to it", Any: true}
		}
	case "list", "deque", "queue":
		if !p.deduplicated(u) {
			return KeyDomain{Domain: DomainOpen, Why: "each call adds an element", Any: true}
		}
	case "set", "dict", "defaultdict", "counter", "cache":
		if u.How == "update" || u.How == "extend" || u.How == "+=" {
			return KeyDomain{Domain: DomainUnknown, Why: ""}
		}
	}
	return p.DomainOf(key)
}

// addsItself returns the class whose constructor puts the new object into a container that outlives it: there is an entry for each that was ever made.
func (p *Program) addsItself(h *Holder, u Use) *Class {
	element := u.Key
	if !element.Valid() {
		element = u.Value
	}
	if h.Kind == InstanceAttribute || !isConstructor(u.Fn) || !element.Valid() {
		return nil
	}
	c := p.selfClass(element)
	if c == nil || p.Method(c, "__eq__").Valid() {
		return nil
	}
	return c
}

// footprint names what the answer rests on.
func (c *Case) footprint(uses []Use) {
	paths := map[string]bool{c.Holder.M.Path: true}
	names := map[string]bool{c.Holder.Name: true}
	for _, u := range uses {
		paths[u.At.M.Path] = true
		if u.Fn.N > 0 {
			names[u.Fn.Str()] = true
		}
	}
	for _, g := range c.Growths {
		for _, s := range g.Repeat.Path {
			paths[s.At.M.Path] = true
			if s.At.N > 0 {
				names[s.At.Str()] = true
			}
		}
	}
	if c.Holder.Class != nil {
		names[c.Holder.Class.Name] = true
	}
	if c.Holder.Kind == Outside {
		for _, e := range c.Evictions {
			paths[e.At.M.Path] = true
		}
	}
	if c.Life.At.Valid() {
		paths[c.Life.At.M.Path] = true
	}
	delete(names, "")
	c.Paths, c.Names = sorted(paths), sorted(names)
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}
