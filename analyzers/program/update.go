package program

import (
	"cmp"
	"path"
	"slices"

	"github.com/growlint/growlint/analyzers/library"
)

// Update makes the program that of another tree, given whole. Files whose index is the same object as before, at the same path,
// are taken over with everything that is known of them; answers that rest on something which the difference touches are put in doubt
// (refresh.go). What is asked afterwards is answered as after Link.
func (p *Program) Update(sources []Source) {
	slices.SortFunc(sources, func(a, b Source) int { return cmp.Compare(a.Path, b.Path) })
	moved := p.findPackages(sources)
	next := make([]*Module, 0, len(sources))
	var added, removed []*Module
	old := p.Modules
	for _, s := range sources {
		for len(old) > 0 && old[0].Path < s.Path {
			removed, old = append(removed, old[0]), old[1:]
		}
		var m *Module
		if len(old) > 0 && old[0].Path == s.Path {
			m, old = old[0], old[1:]
		}
		if m != nil && (m.X != s.Index || moved && !p.standsWhereItDid(m)) {
			removed, m = append(removed, m), nil
		}
		if m == nil {
			root, dotted := moduleName(s.Path, p.packages)
			m = newModule(s, root, dotted)
			added = append(added, m)
		}
		next = append(next, m)
	}
	removed = append(removed, old...)
	p.Modules = next
	for _, m := range removed {
		delete(p.byFile, m.Path)
	}
	for _, m := range added {
		p.byFile[m.Path] = m
	}
	for _, m := range removed {
		p.unlink(m)
	}
	for _, m := range added {
		p.link(m)
	}
	if slices.ContainsFunc(added, speaksOfTree) || slices.ContainsFunc(removed, speaksOfTree) {
		if app := p.isApplicationTree(); app != p.application {
			p.application = app
			p.t.alter(input{kind: treeKind})
		}
	}
	p.linkSubclasses()
	p.t.sweep()
}

// findPackages brings the folders that are packages up to date, and reports whether they are others than before.
func (p *Program) findPackages(sources []Source) bool {
	packages := 0
	same := true
	for _, s := range sources {
		if makesPackage(s.Path) {
			packages++
			same = same && p.packages[path.Dir(s.Path)]
		}
	}
	if same && packages == len(p.packages) {
		return false
	}
	p.packages = packageFolders(sources)
	return true
}

// standsWhereItDid reports whether a module has the name that its place gives it.
func (p *Program) standsWhereItDid(m *Module) bool {
	root, dotted := moduleName(m.Path, p.packages)
	return m.Root == root && m.Dotted == dotted
}

func newModule(s Source, root, dotted string) *Module {
	m := &Module{Path: s.Path, Root: root, Dotted: dotted, F: s.Index.File, X: s.Index}
	m.Profile = profileOf(m)
	m.collectClasses()
	s.Index.Mentions(func(name string, _ int32) { m.namesStore = m.namesStore || library.StoreName(name) })
	return m
}

func byPlace(a, b *Module) int { return cmp.Compare(a.Path, b.Path) }

func byPlaceOfNaming(a, b naming) int { return byPlace(a.m, b.m) }

// link makes a module known under its names.
func (p *Program) link(m *Module) {
	for _, suffix := range dottedSuffixes(m.Path) {
		p.bySuffix[suffix] = inserted(p.bySuffix[suffix], m, byPlace)
	}
	m.X.Mentions(func(name string, id int32) {
		p.mentions[name] = inserted(p.mentions[name], naming{m, id}, byPlaceOfNaming)
	})
	p.unlinked = append(p.unlinked, m.inOrder()...)
	p.linkBindings(m)
	p.touch(m)
}

// unlink takes a module out again, with its classes.
func (p *Program) unlink(m *Module) {
	for _, suffix := range dottedSuffixes(m.Path) {
		drop(p.bySuffix, suffix, func(o *Module) bool { return o == m })
	}
	m.X.Mentions(func(name string, id int32) { p.unname(name, naming{m, id}) })
	p.unlinkBindings(m)
	p.touch(m)
	for _, c := range m.inOrder() {
		p.derive(c, nil)
		delete(p.above, c)
	}
}

// unname takes a module out of those in which a name occurs. Nobody holds on to such a list.
func (p *Program) unname(name string, in naming) {
	list := p.mentions[name]
	i, ok := slices.BinarySearchFunc(list, in, byPlaceOfNaming)
	switch {
	case !ok:
	case len(list) == 1:
		delete(p.mentions, name)
	default:
		p.mentions[name] = slices.Delete(list, i, i+1)
	}
}

// touch puts in doubt what rests on a module, or on the names that it has or imports by which it is reached.
func (p *Program) touch(m *Module) {
	p.t.remove(m.Path)
	for _, suffix := range dottedSuffixes(m.Path) {
		p.t.alter(input{kind: importPath, name: suffix})
	}
	m.X.Mentions(func(name string, _ int32) { p.t.alter(input{kind: nameInTree, name: name}) })
}

// Classes returns the classes of the tree, in order of place.
func (p *Program) Classes() []*Class {
	var out []*Class
	for _, m := range p.Modules {
		out = append(out, m.inOrder()...)
	}
	return out
}

// inOrder returns the classes of a module in order of place.
func (m *Module) inOrder() []*Class {
	out := make([]*Class, 0, len(m.classes))
	for _, c := range m.classes {
		out = append(out, c)
	}
	slices.SortFunc(out, classOrder)
	return out
}

func classOrder(a, b *Class) int {
	return cmp.Or(cmp.Compare(a.Site.M.Path, b.Site.M.Path), cmp.Compare(a.Site.N, b.Site.N))
}

// maxLinking bounds how often the classes are linked anew because what derives from what has changed what a base is.
const maxLinking = 8

// linkSubclasses brings up to date what derives from what, for the classes whose ancestors are not known.
func (p *Program) linkSubclasses() {
	for range maxLinking {
		todo := p.unlinked
		p.unlinked = nil
		slices.SortFunc(todo, classOrder)
		for _, c := range slices.Compact(todo) {
			if p.byFile[c.Site.M.Path] == c.Site.M {
				p.derive(c, p.mroOf(c)[1:])
			}
		}
		if len(p.unlinked) == 0 {
			return
		}
	}
}

// derive notes the ancestors of a class, and puts in doubt what rests on who derives from those that gained or lost it.
func (p *Program) derive(c *Class, ancestors []*Class) {
	old := p.above[c]
	for _, a := range old {
		if !slices.Contains(ancestors, a) {
			drop(p.subs, a, func(s *Class) bool { return s == c })
			p.t.alter(input{kind: subclasses, class: a})
		}
	}
	for _, a := range ancestors {
		if !slices.Contains(old, a) {
			p.subs[a] = inserted(slices.Clone(p.subs[a]), c, classOrder)
			p.t.alter(input{kind: subclasses, class: a})
		}
	}
	p.above[c] = slices.Clone(ancestors)
}

// inserted puts x where it belongs in a sorted list; most often that is the end.
func inserted[T any](list []T, x T, order func(a, b T) int) []T {
	if n := len(list); n == 0 || order(list[n-1], x) < 0 {
		return append(list, x)
	}
	i, _ := slices.BinarySearchFunc(list, x, order)
	return slices.Insert(list, i, x)
}

func drop[K comparable, T any](lists map[K][]T, key K, what func(T) bool) {
	list := slices.DeleteFunc(slices.Clone(lists[key]), what)
	if len(list) == 0 {
		delete(lists, key)
		return
	}
	lists[key] = list
}
