// Package program joins the facts of the files of one tree: modules and imports, classes and their order, what an expression can
// be, who calls a function, where a container is used; and on top of these how long an object lives, how often a function runs
// again, and which values a key can take.
//
// Everything is a question asked on demand and answered once per tree. It decides nothing about leaks: a rule asks, and weighs.
package program

import (
	"sort"

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

	classes map[python.ID]*Class
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

	bySuffix map[string][]*Module // every dotted suffix of every module's path
	mentions map[string][]*Module // name → modules in which it occurs
	byName   map[string][]*Class

	values   map[Site][]Value
	visiting map[Site]bool
	bound    map[Site][]Value
	binding  map[Site]bool
	callers  map[Site][]Call
	repeats  map[Site]*Repeat
	repeatOn map[Site]bool
	lives    map[*Class]*Life
	lifeOn   map[*Class]bool
	attrs    map[attrKey][]Value
	attrOn   map[attrKey]bool
	calling  map[Site]bool
	subs     map[*Class][]*Class
	named    map[holderKey][]mention
	defined  map[string]int // functions of a name
	owners   map[string]int // classes that bind an attribute of a name
	serving  map[Site]bool
	// application is set where the tree is one of an application and not of a library.
	application bool
	memo        balanceMemo
}

// Link builds the program of a tree.
func Link(sources []Source) *Program {
	p := &Program{
		bySuffix: map[string][]*Module{}, mentions: map[string][]*Module{}, byName: map[string][]*Class{},
		values: map[Site][]Value{}, visiting: map[Site]bool{}, bound: map[Site][]Value{}, binding: map[Site]bool{}, callers: map[Site][]Call{}, repeats: map[Site]*Repeat{},
		repeatOn: map[Site]bool{}, lives: map[*Class]*Life{}, lifeOn: map[*Class]bool{}, attrs: map[attrKey][]Value{},
		attrOn: map[attrKey]bool{}, calling: map[Site]bool{}, named: map[holderKey][]mention{}, defined: map[string]int{}, owners: map[string]int{}, serving: map[Site]bool{},
	}
	sort.Slice(sources, func(i, j int) bool { return sources[i].Path < sources[j].Path })
	packages := packageFolders(sources)
	for _, s := range sources {
		root, dotted := moduleName(s.Path, packages)
		m := &Module{Path: s.Path, Root: root, Dotted: dotted, F: s.Index.File, X: s.Index}
		m.Profile = profileOf(m)
		p.Modules = append(p.Modules, m)
		for _, suffix := range dottedSuffixes(s.Path) {
			p.bySuffix[suffix] = append(p.bySuffix[suffix], m)
		}
		s.Index.Mentions(func(name string) { p.mentions[name] = append(p.mentions[name], m) })
	}
	for _, m := range p.Modules {
		p.collectClasses(m)
	}
	p.linkSubclasses()
	p.application = p.isApplicationTree()
	return p
}

// Each calls f for every node of the tree that carries a name.
func (p *Program) Each(name string, f func(Site)) {
	for _, m := range p.mentions[name] {
		for _, n := range m.X.Occurrences(name) {
			f(Site{m, n})
		}
	}
}

// Mentions returns how often a name occurs in the tree.
func (p *Program) Mentions(name string) int {
	n := 0
	for _, m := range p.mentions[name] {
		n += len(m.X.Occurrences(name))
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
