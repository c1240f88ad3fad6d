package program

import (
	"slices"
	"sort"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// outside gathers the cases of what grows outside of the tree: registries of the interpreter and of libraries, the series of a metric, keys of
// a store in another process. There is no container to follow: what is known is each place that puts something in, by the name of what is
// called, and the places that take something out under the same name. What several classes of a file put into one thing are so many cases of
// one symbol, since each takes out what is its own; judge makes one finding of them.
type outside struct {
	p      *Program
	q      *Question // what is looked for
	byName map[outsideKey]*Case
	out    []*Case
}

type outsideKey struct {
	m      *Module
	class  *Class
	symbol string
}

func (p *Program) outside(q *Question) *outside {
	return &outside{p: p, q: q, byName: map[outsideKey]*Case{}}
}

// feeds reports whether a class of a file puts something in under a symbol.
func (o *outside) feeds(m *Module, c *Class, symbol string) bool {
	return o.byName[outsideKey{m, c, symbol}] != nil
}

// An entry is one place that puts something into what is outside.
type entry struct {
	at       Site
	symbol   string // under which the places that feed one thing are put together
	receiver Site   // the expression that the symbol is the text of, where there is one
	kind     string // the word that findings use
	how      string
	key      KeyDomain
	life     *Life
	prior    Prior
	repeat   *Repeat // how often it runs, where somebody else than the place tells
}

// add takes a place into the case of its symbol, unless it runs at set-up only.
func (o *outside) add(e entry) *Case {
	p := o.p
	g := Growth{Use: Use{Kind: Grow, At: e.at, Fn: p.Function(e.at), How: e.how}, Repeat: e.repeat, Key: e.key}
	if g.Repeat == nil {
		g.Repeat = p.RepeatAt(e.at)
	}
	if g.Repeat == nil {
		g.Repeat = runs(RunsUnknown, "call", g.Fn, "its callers call each other")
	}
	if k := g.Repeat.Kind; e.key.Request && k >= RunsUnknown && k < RunsAgain {
		g.Repeat = runs(RunsAgain, "request", g.Fn, "what it stores is part of a request: "+e.key.Why)
	}
	if g.Repeat.Kind <= RunsAtSetup {
		return nil
	}
	key := outsideKey{e.at.M, p.enclosingClass(g.Fn), e.symbol}
	c := o.byName[key]
	if c == nil {
		h := &Holder{Kind: Outside, M: e.at.M, Name: e.symbol, Symbol: p.outsideSymbol(e.symbol, e.receiver), Bind: e.at, Allocs: []Alloc{{Site: e.at, Type: library.Container{Kind: e.kind}}}}
		c = &Case{Holder: h, Life: e.life, Prior: e.prior}
		o.byName[key] = c
		o.out = append(o.out, c)
	}
	c.Growths = append(c.Growths, g)
	return c
}

// about reports whether what a place feeds, which goes by the text of its receiver, is looked for.
func (o *outside) about(at, receiver Site) bool {
	return o.q.file(at.M) || o.q.symbol(o.p.outsideSymbol(text(receiver), receiver))
}

// outsideSymbol is what findings call a thing: what is kept in self is an attribute of the class.
func (p *Program) outsideSymbol(symbol string, receiver Site) string {
	root := receiver
	for root.Kind() == python.Attr || root.Kind() == python.Subscript {
		root = root.Child(python.RValue)
	}
	if c := p.selfClass(receiver); c != nil {
		return p.QualName(c.Site)
	}
	name, rest, ok := strings.Cut(symbol, ".")
	if !ok || root.Kind() != python.Name || root.Str() != name {
		return symbol
	}
	if c := p.selfClass(root); c != nil {
		return p.QualName(c.Site) + "." + rest
	}
	return symbol
}

// enclosingClass returns the class around a function, also around one that is nested in a method.
func (p *Program) enclosingClass(fn Site) *Class {
	for f := fn; f.N > 0; f = p.Function(f) {
		if c := p.Enclosing(f); c != nil {
			return c
		}
	}
	return nil
}

// cases returns what was gathered, each with its most telling growth first.
func (o *outside) cases() []*Case {
	for _, c := range o.out {
		sort.SliceStable(c.Growths, func(i, j int) bool { return c.Growths[i].rank() > c.Growths[j].rank() })
		c.footprint(nil)
	}
	return o.out
}

// eachCall calls f for every call in the tree of a function or method under one of some names, outside of tests.
func (p *Program) eachCall(names []string, f func(call Site, name string)) {
	var found []Site
	for _, name := range names {
		for _, in := range p.mentions[name] {
			if in.m.Profile == Test {
				continue
			}
			for _, n := range in.m.X.OccurrencesOf(in.id) {
				if k := in.m.F.Kind(n); (k == python.Name || k == python.Attr) && in.m.F.Role(n) == python.RFunc {
					found = append(found, Site{in.m, n})
				}
			}
		}
	}
	slices.SortFunc(found, placeOrder)
	for _, s := range found {
		f(s.Up(), s.Str())
	}
}

// dotted returns the dotted names that an expression from outside of the tree can have.
func (p *Program) dotted(s Site) []string {
	var out []string
	for _, v := range p.Eval(s) {
		if v.Kind == VExternal || v.Kind == VResult {
			out = append(out, v.Name)
		}
	}
	return out
}

// text is the source of a short expression of names, attributes, subscripts and constants; "…" for any other part.
func text(s Site) string {
	switch s.Kind() {
	case python.Name, python.Num:
		return s.Str()
	case python.Str:
		return `"` + s.Str() + `"`
	case python.Attr:
		return text(s.Child(python.RValue)) + "." + s.Str()
	case python.Subscript:
		return text(s.Child(python.RValue)) + "[" + text(s.Child(python.RIndex)) + "]"
	case python.Call:
		return text(s.Child(python.RFunc)) + "()"
	case python.Await:
		return text(s.Child(python.RValue))
	}
	return "…"
}

// firstArgument returns the first positional argument of a call.
func firstArgument(call Site) Site { return callArgument(call, "", 0) }

// keywordArgument returns what a call passes by a keyword.
func keywordArgument(call Site, name string) Site { return callArgument(call, name, 1<<10) }

// removal judges a place that takes something out of what is outside, by how often it runs.
func (p *Program) removal(c *Case, u Use) Eviction {
	b := &balance{p: p, c: c}
	e := Eviction{Use: u}
	e.Fault, e.WhyNot = b.frequency(u)
	e.Covers = e.Fault == NoFault
	return e
}
