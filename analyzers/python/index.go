package python

import (
	"cmp"
	"slices"
	"strings"
)

// An Index is what is asked of a file again and again, computed once from its nodes: the scopes with the names they bind, and the
// places where a name occurs.
type Index struct {
	File   *File
	Scopes []Scope // the module's is scope 0; sorted by node

	bindStart []int32 // by scope: where its bindings start in the two lists below
	bindName  []int32 // sorted within a scope
	bindNode  []ID
	declared  []declaration // sorted by scope and name
	stars     []star        // sorted by scope
	occStart  []int32       // by name: where its occurrences start in occ
	occ       []ID
}

// A Scope is a module, class, function, lambda or comprehension.
type Scope struct {
	Node   ID
	Kind   Kind
	Parent int32 // the scope in which it is defined; -1 for the module
}

// A declaration is one name of a global or nonlocal statement.
type declaration struct {
	scope, name int32
	global      bool
}

// A star is one wildcard import.
type star struct {
	scope int32
	node  ID
}

// NewIndex computes the index of a file.
func NewIndex(f *File) *Index {
	x := &Index{File: f}
	newScoping(x).run()
	x.occurrences()
	return x
}

// occurrences sorts the nodes that carry a name by it.
func (x *Index) occurrences() {
	f := x.File
	x.occStart = make([]int32, f.names()+1)
	for n := range f.Len() {
		if name := f.occurs(n); name >= 0 {
			x.occStart[name+1]++
		}
	}
	for i := 1; i < len(x.occStart); i++ {
		x.occStart[i] += x.occStart[i-1]
	}
	x.occ = make([]ID, x.occStart[len(x.occStart)-1])
	next := slices.Clone(x.occStart)
	for n := range f.Len() {
		if name := f.occurs(n); name >= 0 {
			x.occ[next[name]] = n
			next[name]++
		}
	}
}

// Occurrences returns the nodes that carry a name: names, attributes, imports, definitions, keywords, dotted string constants.
func (x *Index) Occurrences(name string) []ID {
	return x.OccurrencesOf(x.NameID(name))
}

// OccurrencesOf is Occurrences for the number of a name.
func (x *Index) OccurrencesOf(id int32) []ID {
	if id < 0 || int(id)+1 >= len(x.occStart) {
		return nil
	}
	return x.occ[x.occStart[id]:x.occStart[id+1]]
}

// Mentions calls f for every name that occurs in the file, with its number.
func (x *Index) Mentions(f func(name string, id int32)) {
	for i := range x.File.names() {
		f(x.File.Text(i), i)
	}
}

// NameID returns the number of a name as File.Name gives it, or -1.
func (x *Index) NameID(name string) int32 { return x.File.number(name) }

// Qual names a scope as Python's __qualname__ does, without the "<locals>"; the module is "", and a comprehension has the name of the scope around it.
func (x *Index) Qual(s int32) string {
	if s <= 0 {
		return ""
	}
	sc := &x.Scopes[s]
	around := x.Qual(sc.Parent)
	if isComprehension(sc.Kind) {
		return around
	}
	name := "<lambda>"
	if sc.Kind != Lambda {
		name = x.File.Str(sc.Node)
	}
	if around == "" {
		return name
	}
	return around + "." + name
}

// Binds returns the nodes that bind a name (File.Name) in a scope, in order: Name nodes that are targets, Params, FuncDefs, ClassDefs, Aliases, …
func (x *Index) Binds(s, name int32) []ID {
	from, to := x.bindStart[s], x.bindStart[s+1]
	i, ok := slices.BinarySearch(x.bindName[from:to], name)
	if !ok {
		return nil
	}
	start := from + int32(i)
	end := start + 1
	for end < to && x.bindName[end] == name {
		end++
	}
	return x.bindNode[start:end:end]
}

func (x *Index) binds(s, name int32) bool {
	_, ok := slices.BinarySearch(x.bindName[x.bindStart[s]:x.bindStart[s+1]], name)
	return ok
}

// BoundNames returns the names (File.Name) that a scope binds, sorted by number.
func (x *Index) BoundNames(s int32) []int32 {
	return slices.Compact(slices.Clone(x.bindName[x.bindStart[s]:x.bindStart[s+1]]))
}

// Stars returns the wildcard imports of a scope.
func (x *Index) Stars(s int32) []ID {
	var out []ID
	for _, st := range x.stars {
		if st.scope == s {
			out = append(out, st.node)
		}
	}
	return out
}

// declaration returns what a scope declares a name to be.
func (x *Index) declaration(s, name int32) (global, ok bool) {
	if len(x.declared) == 0 {
		return false, false
	}
	i, ok := slices.BinarySearchFunc(x.declared, declaration{scope: s, name: name}, func(a, b declaration) int {
		return cmp.Or(cmp.Compare(a.scope, b.scope), cmp.Compare(a.name, b.name))
	})
	return ok && x.declared[i].global, ok
}

// ScopeAt returns the scope that a definition opens, or -1.
func (x *Index) ScopeAt(def ID) int32 {
	i, ok := slices.BinarySearchFunc(x.Scopes, def, func(s Scope, n ID) int { return cmp.Compare(s.Node, n) })
	if !ok {
		return -1
	}
	return int32(i)
}

// ScopeOf returns the scope in which an expression or statement is evaluated. Of a definition it is the scope around it.
func (x *Index) ScopeOf(n ID) int32 {
	f := x.File
	for n != 0 {
		up := f.Up(n)
		switch k := f.Kind(up); {
		case k == Module, isComprehension(k), isDefinition(k) && insideRole(f.Role(n)):
			return x.ScopeAt(up)
		case k == CompFor && f.Role(n) == RIter && f.firstFor(up):
			up = f.Up(up)
		}
		n = up
	}
	return 0
}

// Function returns the innermost function (or lambda) scope around n, or 0 for module and class level.
func (x *Index) Function(n ID) int32 {
	s := x.ScopeOf(n)
	for s > 0 {
		switch k := x.Scopes[s].Kind; {
		case k == FuncDef || k == Lambda:
			return s
		case k == ClassDef:
			return 0
		}
		s = x.Scopes[s].Parent
	}
	return 0
}

// Resolve returns the scope that binds a name seen from scope s, or -1 where no scope of the file does.
func (x *Index) Resolve(s int32, name int32) int32 {
	for first := true; s >= 0; first = false {
		sc := &x.Scopes[s]
		if global, ok := x.declaration(s, name); ok {
			if !global {
				s = sc.Parent
				continue
			}
			s, sc, first = 0, &x.Scopes[0], true
		}
		if (sc.Kind != ClassDef || first) && x.binds(s, name) { // names of a class body are seen in the body only, not from what it defines
			return s
		}
		s = sc.Parent
	}
	return -1
}

func isComprehension(k Kind) bool {
	return k == ListComp || k == SetComp || k == DictComp || k == GenExp
}

func isDefinition(k Kind) bool { return k == FuncDef || k == ClassDef || k == Lambda }

// insideRole tells the parts of a definition that belong to its own scope from decorators, defaults, annotations and bases, which
// are evaluated in the scope around it.
func insideRole(r Role) bool { return r == RBody || r == RTypeParam }

// firstFor reports whether a CompFor is the first of its comprehension: what it iterates over is evaluated in the scope around.
func (f *File) firstFor(n ID) bool {
	first := None
	f.Children(f.Up(n), func(c ID) bool {
		if f.Kind(c) == CompFor {
			first = c
		}
		return first == None
	})
	return first == n
}

// IsTarget reports whether an expression is assigned to, directly or inside a tuple. The operands of del, global and nonlocal are not.
func (f *File) IsTarget(n ID) bool {
	_, stmt := f.TargetOf(n)
	return stmt != None
}

// TargetOf climbs from a part of an assignment target to the whole target and the node that assigns; None where n is not assigned to.
func (f *File) TargetOf(n ID) (whole, stmt ID) {
	for {
		up := f.Up(n)
		switch k := f.Kind(up); {
		case up == None:
			return None, None
		case f.Role(n) == RTarget:
			if k == Delete || k == Global || k == Nonlocal || k == Alias {
				return None, None
			}
			return n, up
		case k == Tuple || k == List || k == Star:
			n = up
		default:
			return None, None
		}
	}
}

// occurs returns the name under which a node is indexed, or -1. String constants are, where they could be the dotted name of something.
func (f *File) occurs(n ID) int32 {
	name := f.Name(n)
	if name < 0 {
		return -1
	}
	switch k := f.Kind(n); {
	case carriesName(k), k == Str && name < f.names() && isDottedName(f.Text(name)):
		return name
	}
	return -1
}

func carriesName(k Kind) bool {
	switch k {
	case Name, Attr, Alias, FuncDef, ClassDef, Keyword:
		return true
	}
	return false
}

func isDottedName(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '.' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != ':' {
			return false
		}
	}
	return true
}

// boundName returns the name that an import binds: `a.b.c` is bound as a, and `a.b as c` as c.
func (f *File) boundName(alias ID) string {
	if t := f.Child(alias, RTarget); t != None {
		return f.Str(t)
	}
	name := f.Str(alias)
	if f.Kind(f.Up(alias)) == Import {
		name, _, _ = strings.Cut(name, ".")
	}
	return name
}
