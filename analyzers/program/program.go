// Package program joins the facts of the files of one tree: modules and imports, classes and their order, what an expression can
// be, who calls a function, where a container is used; and on top of these how long an object lives, how often a function runs
// again, and which values a key can take.
//
// Everything is a question asked on demand and answered once per tree. It decides nothing about leaks: a rule asks, and weighs.
package program

import (
	"hash/maphash"
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// A Source is one file handed to Link.
type Source struct {
	Path  string
	Index *python.Index
}

// A Module is one file in its tree.
type Module struct {
	Path    string
	Dotted  string // the name under which the file would be imported from its own root
	Root    string // the folder from which Dotted counts, "" for the top of the tree
	Profile Profile
	F       *python.File
	X       *python.Index

	classes    map[python.ID]*Class
	namesStore bool                 // it speaks of a store in another process
	binding    map[string][]binding // found when first asked for, as are decorated
	decorated  []int32
}

// A naming is a module in which a name occurs, and the number that the name has there.
type naming struct {
	m  *Module
	id int32
}

// A Site is a node in a module. The zero Site is none.
type Site struct {
	M *Module
	N python.ID
}

// Valid reports whether s names a node.
func (s Site) Valid() bool { return s.M != nil && s.N >= 0 }

// Line returns the 1-based line of s.
func (s Site) Line() int { return s.M.F.Line(s.N) }

// Kind returns the kind of the node, Unknown for none.
func (s Site) Kind() python.Kind {
	if !s.Valid() {
		return python.Unknown
	}
	return s.M.F.Kind(s.N)
}

// Str returns the name or text of the node.
func (s Site) Str() string {
	if !s.Valid() {
		return ""
	}
	return s.M.F.Str(s.N)
}

// Up returns the parent.
func (s Site) Up() Site { return Site{s.M, s.M.F.Up(s.N)} }

// Child returns the first child in a role.
func (s Site) Child(r python.Role) Site {
	if !s.Valid() {
		return Site{}
	}
	return Site{s.M, s.M.F.Child(s.N, r)}
}

// Role returns what the node is to its parent.
func (s Site) Role() python.Role { return s.M.F.Role(s.N) }

// A Program is the linked files of one tree.
type Program struct {
	Modules []*Module // sorted by path

	byFile   map[string]*Module
	packages map[string]bool      // folders that hold an __init__.py
	bySuffix map[string][]*Module // every dotted suffix of every module's path
	mentions map[string][]naming  // name → modules in which it occurs, sorted by path
	subs     map[*Class][]*Class  // those that derive from it, sorted by place
	above    map[*Class][]*Class  // its ancestors, as they are in subs
	unlinked []*Class             // whose lineage was forgotten

	t   *table
	ask questions
	// binders are the modules that may bind a container to a name, sorted by path. A program that is linked once finds them when it is asked.
	binders map[string][]*Module
	once    bool
	kept    *holderTable // the holders, as they were when all of them were asked for last
	// application is set where the tree is one of an application and not of a library.
	application bool
}

// questions are the kinds of questions whose answers are kept; see query.go.
type questions struct {
	values        *question[Site, []Value]          // what an expression can be
	bound         *question[Site, []Value]          // what one binding binds
	decorated     *question[decoration, []Value]    // what decorators make of a definition
	attrs         *question[attrKey, []Value]       // what an attribute can be
	exports       *question[nameKey, []Value]       // what a name of a module can be
	returned      *question[Site, []Value]          // what a function returns
	iterated      *question[Site, []Value]          // what iterating over an expression gives
	held          *question[heldKey, []Value]       // what an expression holds under a key
	contents      *question[Site, []item]           // what a collection holds
	entries       *question[Site, []callRef]        // what runs a function
	constructions *question[*Class, []Site]         // what makes instances of a class
	loads         *question[nameKey, []Site]        // where a variable is read
	attrLoads     *question[attrKey, []Site]        // where an attribute is read
	foreignStores *question[string, []Site]         // where an attribute is set on something else than self
	named         *question[nameKey, []mention]     // where a scope's variable is named
	bases         *question[Site, []Value]          // what a base of a class can be
	baseExports   *question[nameKey, []Value]       // what a name of a module can be, as a base
	lineages      *question[*Class, lineage]        // the ancestors of a class
	callers       *question[Site, []Call]           // who calls a function or hands it over
	mentioned     *question[string, []reference]    // where a name is read
	definitions   *question[string, int]            // how many functions have a name
	owners        *question[string, int]            // how many classes bind an attribute
	repeats       *question[Site, *Repeat]          // how often a function runs
	lives         *question[*Class, heldLife]       // how long instances live
	made          *question[madeAt, heldLife]       // how long those live that one call makes
	holdersFound  *question[nameKey, []foundHolder] // which containers a module binds to a name
	holders       *question[string, []*Holder]      // which containers of the tree have a name
	uses          *question[*Holder, []Use]         // what is done with a holder
	cases         *question[*Holder, *Case]         // what is known of a holder
	cacheCases    *question[Site, *Case]            // of a function whose results are kept
	serving       *question[servesKey, bool]        // whether a function goes on for as long as the service
	missing       *question[*Class, bool]           // whether a dict puts in what is read and not there
}

func (p *Program) newQuestions() questions {
	t := p.t
	site := func(s Site) string { return s.M.Path }
	class := func(c *Class) string { return c.Site.M.Path }
	attr := func(k attrKey) string { return k.class.Site.M.Path }
	name := func(k nameKey) string { return k.m.Path }
	holder := func(h *Holder) string { return h.M.Path }
	values := slices.Equal[[]Value]
	sites := slices.Equal[[]Site]
	q := questions{
		values:        newQuestion(t, site, values, p.evalSite),
		bound:         newQuestion(t, site, values, p.evalBound),
		decorated:     newQuestion(t, func(d decoration) string { return d.def.M.Path }, values, p.underDecorator),
		attrs:         newQuestion(t, attr, values, p.attribute),
		exports:       newQuestion(t, name, values, p.exportOf),
		returned:      newQuestion(t, site, values, p.returnedBy),
		iterated:      newQuestion(t, site, values, p.elementsOf),
		held:          newQuestion(t, func(k heldKey) string { return k.at.M.Path }, values, p.holdsUnder),
		contents:      newQuestion(t, site, slices.Equal[[]item], p.contents),
		entries:       newQuestion(t, site, slices.Equal[[]callRef], p.entriesOf),
		constructions: newQuestion(t, class, sites, p.constructionsOf),
		loads:         newQuestion(t, name, sites, p.loads),
		attrLoads:     newQuestion(t, attr, sites, p.attrLoads),
		foreignStores: newQuestion(t, nil, sites, p.foreignStores),
		named:         newQuestion(t, name, slices.Equal[[]mention], p.mentionsIn),
		bases:         newQuestion(t, site, values, p.baseOf),
		baseExports:   newQuestion(t, name, values, p.baseExport),
		lineages:      newQuestion(t, class, sameLineage, p.lineageOf),
		callers:       newQuestion(t, site, slices.Equal[[]Call], p.callersOf),
		mentioned:     newQuestion(t, nil, sameReferences, p.referencesTo),
		definitions:   newQuestion(t, nil, equal[int], p.countDefinitions),
		owners:        newQuestion(t, nil, equal[int], p.countOwners),
		repeats:       newQuestion(t, site, sameRepeat, p.repeatOf),
		lives:         newQuestion(t, class, sameLife, p.lifeOfClass),
		made:          newQuestion(t, func(k madeAt) string { return k.site.M.Path }, sameLife, p.lifeOfMade),
		holdersFound:  newQuestion(t, name, sameFound, p.holdersFound),
		holders:       newQuestion(t, nil, slices.Equal[[]*Holder], p.holdersOf),
		uses:          newQuestion(t, holder, slices.Equal[[]Use], p.Uses),
		cases:         newQuestion(t, holder, never[*Case], p.examine),
		cacheCases:    newQuestion(t, site, never[*Case], p.cacheCase),
		serving:       newQuestion(t, func(k servesKey) string { return k.fn.M.Path }, equal[bool], p.servesNow),
		missing:       newQuestion(t, class, equal[bool], p.fillsOnRead),
	}
	shared := &sharedValues{seed: maphash.MakeSeed(), byHash: map[uint64][]Value{}}
	for _, vs := range []*question[Site, []Value]{q.values, q.bound, q.returned, q.iterated} {
		vs.join, vs.share = bothValues, shared.of
	}
	q.exports.share, q.attrs.share, q.held.share = shared.of, shared.of, shared.of
	q.values.cheap = isLiteral
	q.decorated.join, q.attrs.join, q.exports.join, q.held.join = bothValues, bothValues, bothValues, bothValues
	q.repeats.join, q.lives.join, q.made.join = more, longerLived, longerLived
	q.contents.join = both(itemOrder)
	q.entries.join = both(callOrder)
	q.constructions.join, q.loads.join, q.attrLoads.join = both(placeOrder), both(placeOrder), both(placeOrder)
	q.contents.costly, q.entries.costly, q.attrLoads.costly, q.loads.costly, q.constructions.costly = true, true, true, true, true
	q.holders.doubts = p.kept.doubt
	q.holdersFound.cheap = func(nameKey) bool { return true } // who asks for the holders of a name keeps the answer
	q.lineages.doubts = func(c *Class) { p.unlinked = append(p.unlinked, c) }
	return q
}

// both joins two sorted lists.
func both[V comparable](order func(a, b V) int) func(a, b []V) []V {
	return func(a, b []V) []V {
		out := slices.Concat(a, b)
		slices.SortFunc(out, order)
		return slices.Compact(out)
	}
}

func more(a, b *Repeat) *Repeat {
	if b != nil && (a == nil || b.Kind > a.Kind || b.Kind == a.Kind && len(b.Path) < len(a.Path)) {
		return b
	}
	return a
}

func longerLived(a, b heldLife) heldLife {
	if longer(a.life, b.life) == b.life {
		return b
	}
	return a
}

func bothValues(a, b []Value) []Value {
	if isMany(a) || isMany(b) {
		return many
	}
	return joined(slices.Concat(a, b))
}

// never says that an answer differs from any other: for questions that nothing in a circle asks.
func never[V any](_, _ V) bool { return false }

func equal[V comparable](a, b V) bool { return a == b }

func sameLineage(a, b lineage) bool { return slices.Equal(a.mro, b.mro) && slices.Equal(a.ext, b.ext) }

// Link builds the program of a tree.
func Link(sources []Source) *Program {
	p := New()
	p.Update(sources)
	return p
}

// LinkOnce builds the program of a tree that no other will follow: it takes less memory, has no footprints, and must not be updated.
func LinkOnce(sources []Source) *Program {
	p := New()
	p.once = true
	p.Update(sources)
	p.t.seal()
	return p
}

// New returns the program of an empty tree.
func New() *Program {
	p := &Program{
		byFile: map[string]*Module{}, bySuffix: map[string][]*Module{}, mentions: map[string][]naming{},
		subs: map[*Class][]*Class{}, above: map[*Class][]*Class{}, t: newTable(), kept: newHolderTable(), binders: map[string][]*Module{},
	}
	p.ask = p.newQuestions()
	return p
}

// Each calls f for every node of the tree that carries a name.
func (p *Program) Each(name string, f func(Site)) {
	p.t.readInput(input{kind: nameInTree, name: name})
	for _, in := range p.mentions[name] {
		for _, n := range in.m.X.OccurrencesOf(in.id) {
			f(Site{in.m, n})
		}
	}
}

// Mentions returns how often a name occurs in the tree.
func (p *Program) Mentions(name string) int {
	p.t.readInput(input{kind: nameInTree, name: name})
	n := 0
	for _, in := range p.mentions[name] {
		n += len(in.m.X.OccurrencesOf(in.id))
	}
	return n
}

// Function returns the function in which a node is evaluated; the module where it is at module or class level.
func (p *Program) Function(s Site) Site {
	return Site{s.M, s.M.X.Scopes[s.M.X.Function(s.N)].Node}
}

// QualName names a function or class inside its file.
func (p *Program) QualName(def Site) string {
	if sc := def.M.X.ScopeAt(def.N); sc > 0 {
		return def.M.X.Qual(sc)
	}
	return "<module>"
}
