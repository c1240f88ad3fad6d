package program

import (
	"sort"
	"strconv"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A Case is what is known of one holder: who keeps it, who feeds it, who empties it. A rule weighs it.
type Case struct {
	Holder    *Holder
	Life      *Life
	Growths   []Growth   // the most telling first
	Evictions []Eviction // places that take something out
	Bound     string     // what bounds the container itself, "" where nothing does
	Escapes   []Use      // places that hand it to code that cannot be seen
	Paths     []string   // the files consulted
	Names     []string   // the names asked for over the whole tree, found or not
}

// A Growth is one place that puts something in.
type Growth struct {
	Use
	Repeat *Repeat
	Key    KeyDomain
	// Registers is set where what is put in is a function or class that the caller passes: a registration.
	Registers bool
	// Guarded names the test that keeps the growth finite, "" where there is none.
	Guarded string
}

// An Eviction is one place that takes something out.
type Eviction struct {
	Use
	Covers bool
	WhyNot string // why it does not bound the holder; "" where it does
}

// Examine gathers the case of a holder; nil where nothing grows it after set-up.
func (p *Program) Examine(h *Holder) *Case {
	c := &Case{Holder: h}
	uses := p.Uses(h)
	c.Bound = p.boundOf(h)
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
		switch u.Kind {
		case Shrink, Empty, Trim:
			c.Evictions = append(c.Evictions, p.eviction(h, c, u, uses))
		case Escape:
			c.Escapes = append(c.Escapes, u)
		}
	}
	c.Life = p.LifeOf(h)
	if c.Life == nil {
		c.Life = &Life{Scope: ScopeUnknown, Why: "its owners refer to each other", At: h.Bind}
	}
	c.footprint(uses)
	return c
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
	g := Growth{Use: u, Repeat: p.RepeatAt(u.At)}
	if g.Repeat == nil {
		g.Repeat = runs(RunsUnknown, "call", u.Fn, "its callers call each other")
	}
	key := u.Key
	if !key.Valid() {
		key = u.Value
	}
	g.Key = p.growthDomain(h, u, key)
	if h.Kind == InstanceAttribute && isConstructor(u.Fn) && p.Enclosing(u.Fn) != nil {
		g.Repeat = runs(RunsAtSetup, "construction", u.Fn, "the constructor fills it, once for each instance")
		return g
	}
	if k := g.Repeat.Kind; g.Key.Request && k >= RunsUnknown && k < RunsAgain {
		g.Repeat = runs(RunsAgain, "request", u.Fn, "what it stores is part of a request: "+g.Key.Why)
	}
	g.Registers = p.registers(u)
	g.Guarded = p.guarded(u, uses)
	return g
}

func isConstructor(fn Site) bool {
	name := fn.Str()
	return name == "__init__" || name == "__post_init__" || name == "__new__" || name == "__setstate__"
}

// growthDomain is the domain of the key; a sequence grows whatever is appended, so only a membership test closes it.
func (p *Program) growthDomain(h *Holder, u Use, key Site) KeyDomain {
	if u.Callback {
		return KeyDomain{Domain: DomainUnknown, Why: "called with what the event brings"}
	}
	switch h.Type().Kind {
	case "list", "deque", "queue", "bytearray", "buffer":
		if !p.deduplicated(u) {
			return KeyDomain{Domain: DomainOpen, Why: "each call adds an element"}
		}
	case "set", "dict", "defaultdict", "counter", "cache":
		if u.How == "update" || u.How == "extend" || u.How == "+=" {
			return KeyDomain{Domain: DomainUnknown, Why: ""}
		}
	}
	return p.DomainOf(key)
}

// deduplicated reports whether a growth stands under `if x not in holder`.
func (p *Program) deduplicated(u Use) bool {
	f := u.At.M.F
	for n := u.At.N; n > u.Fn.N; n = f.Nodes[n].Up {
		up := f.Nodes[n].Up
		if f.Kind(up) != python.If || f.Nodes[n].Role == python.RTest {
			continue
		}
		test := f.Child(up, python.RTest)
		for t := test; t < test+python.ID(f.Nodes[test].Size); t++ {
			if f.Nodes[t].Kind == python.Compare && (f.Nodes[t].Op == python.OpNotIn || f.Nodes[t].Op == python.OpIn) {
				return true
			}
		}
	}
	return false
}

// registers reports whether what is put in is a parameter that the function also returns (a decorator), or a function or class passed in.
func (p *Program) registers(u Use) bool {
	for _, s := range []Site{u.Value, u.Key} {
		if s.Kind() != python.Name {
			continue
		}
		x := s.M.X
		id := s.M.F.Nodes[s.N].Name
		scope := x.Resolve(x.ScopeOf(s.N), id)
		if scope <= 0 {
			continue
		}
		for _, b := range x.Scopes[scope].Binds[id] {
			bind := Site{s.M, b}
			if bind.Kind() == python.Param && (callableName(s.Str()) || p.returnsName(bind.Up(), s.Str()) || callableAnnotation(bind)) {
				return true
			}
			if bind.Kind() == python.FuncDef && p.returnsName(p.Function(bind), s.Str()) {
				return true
			}
		}
	}
	return false
}

func callableAnnotation(param Site) bool {
	a := param.Child(python.RAnnotation)
	if a.Kind() == python.Subscript {
		a = a.Child(python.RValue)
	}
	s := a.Str()
	return s == "Callable" || s == "Type" || s == "type" || strings.HasSuffix(s, "Callback") || strings.HasSuffix(s, "Handler") || strings.HasSuffix(s, "Listener")
}

var callableWords = map[string]bool{
	"func": true, "fn": true, "function": true, "callback": true, "cb": true, "handler": true, "listener": true, "hook": true, "cls": true, "klass": true, "factory": true, "view": true, "plugin": true, "provider": true, "validator": true, "middleware": true, "receiver": true, "observer": true, "filter": true, "processor": true, "method": true,
}

func callableName(name string) bool {
	words := library.Words(name)
	return len(words) > 0 && callableWords[words[len(words)-1]]
}

// guarded reports what keeps a growth finite: a test of the container's length around it, or one that leaves the function before it.
func (p *Program) guarded(u Use, uses []Use) string {
	for _, t := range uses {
		if t.Kind != SizeTest || t.Depth != u.Depth || t.Fn != u.Fn {
			continue
		}
		if testsEmptiness(t.At) {
			continue
		}
		return "its size is tested at " + place(t.At)
	}
	return ""
}

// testsEmptiness reports whether a comparison is with 0 or 1: it asks for emptiness, not for a limit.
func testsEmptiness(cmp Site) bool {
	for _, n := range cmp.M.F.All(cmp.N, python.RValue) {
		if s := cmp.M.F.Str(n); cmp.M.F.Kind(n) == python.Num && (s == "0" || s == "1" || s == "2") {
			return true
		}
	}
	return false
}

// boundOf says what bounds a container by its making: a bounded type, a size argument.
func (p *Program) boundOf(h *Holder) string {
	for _, a := range h.Allocs {
		if a.Type.Bounded != "" {
			return a.Type.Bounded
		}
		if b := p.boundArg(a); b != "" {
			return b
		}
	}
	return ""
}

func (p *Program) boundArg(a Alloc) string {
	if a.Site.Kind() != python.Call || a.Type.BoundArg == "" {
		return ""
	}
	f := a.Site.M.F
	at := 0
	for _, n := range f.All(a.Site.N, python.RArg) {
		arg := Site{a.Site.M, n}
		switch {
		case arg.Kind() == python.Keyword && arg.Str() == a.Type.BoundArg:
			arg = arg.Child(python.RValue)
		case arg.Kind() == python.Keyword || at != a.Type.BoundPos:
			if arg.Kind() != python.Keyword {
				at++
			}
			continue
		}
		if arg.Kind() == python.NoneLit || arg.Kind() == python.Num && (arg.Str() == "0" || arg.Str() == "-1") || arg.Kind() == python.Unary {
			return ""
		}
		return a.Type.BoundArg + " bounds it at " + place(a.Site)
	}
	return ""
}

// eviction judges one place that takes something out.
func (p *Program) eviction(h *Holder, c *Case, u Use, uses []Use) Eviction {
	e := Eviction{Use: u}
	e.Covers, e.WhyNot = p.covers(h, c, u, uses)
	return e
}

func (p *Program) covers(h *Holder, c *Case, u Use, uses []Use) (bool, string) {
	if u.Depth > 0 {
		return false, "takes out of an element; the key stays"
	}
	if u.Callback {
		return true, ""
	}
	if p.bySize(u, uses) {
		return true, ""
	}
	r := p.RepeatAt(u.At)
	if r == nil {
		return true, ""
	}
	name := u.Fn.Str()
	switch {
	case r.Kind == RunsInTests:
		return false, "only test code reaches it"
	case r.Kind == RunsNever:
		return false, "nobody calls " + name + "()"
	case r.Kind == RunsAtShutdown || isShutdown(u.Fn) && r.Kind < RunsAgain:
		return false, name + "() runs at shutdown, or on request only"
	case r.Kind == RunsAtSetup && u.Kind != Trim && r.Path[0].At.N == 0 || r.Kind == RunsAtSetup && name == "__init__":
		return false, name + "() runs at set-up only"
	}
	if why := p.missesPath(c, u); why != "" {
		return false, why
	}
	return true, ""
}

func isShutdown(fn Site) bool { return fn.Kind() == python.FuncDef && library.ShutdownName(fn.Str()) }

// bySize reports whether an eviction is driven by the container's own size.
func (p *Program) bySize(u Use, uses []Use) bool {
	for _, t := range uses {
		if t.Kind == SizeTest && t.Fn == u.Fn && t.Depth == 0 && !testsEmptiness(t.At) {
			return true
		}
	}
	return false
}

// missesPath finds an eviction in the same function as the growth that is left out where something in between raises.
func (p *Program) missesPath(c *Case, u Use) string {
	if u.Kind != Shrink {
		return ""
	}
	for _, g := range c.Growths {
		if g.Fn != u.Fn || g.At.N >= u.At.N || inRegion(u.At, python.RFinal) || p.endlessLoop(u.At).Valid() {
			continue
		}
		if await := awaitBetween(g.At, u.At); await != python.None && !sweeps(g.At, u.At) {
			return "left out when the await at line " + strconv.Itoa(u.At.M.F.Line(await)) + " raises or is cancelled: not in a finally"
		}
	}
	return ""
}

// sweeps reports whether the eviction stands in a loop that the growth is not in: a sweep, which takes out what others left.
func sweeps(growth, eviction Site) bool { return inLoop(eviction) && !inLoop(growth) }

func inLoop(s Site) bool {
	f := s.M.F
	for n := s.N; n > 0; n = f.Nodes[n].Up {
		switch f.Kind(f.Nodes[n].Up) {
		case python.For, python.While:
			return true
		case python.FuncDef, python.Lambda:
			return false
		}
	}
	return false
}

// inRegion reports whether a node stands in a finally (or other role) block of its function.
func inRegion(s Site, r python.Role) bool {
	f := s.M.F
	for n := s.N; n > 0; n = f.Nodes[n].Up {
		if f.Nodes[n].Role == r {
			return true
		}
		if k := f.Kind(n); k == python.FuncDef || k == python.Lambda {
			return false
		}
	}
	return false
}

func awaitBetween(a, b Site) python.ID {
	f := a.M.F
	for n := a.N + python.ID(f.Nodes[a.N].Size); n < b.N; n++ {
		if f.Nodes[n].Kind == python.Await && !f.Contains(n, b.N) {
			return n
		}
	}
	return python.None
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
