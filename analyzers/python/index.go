package python

import (
	"maps"
	"slices"
	"strings"
)

// An Index is what is asked of a file again and again, computed once from its nodes: the scopes with the names they bind, and the
// places where a name occurs.
type Index struct {
	File   *File
	Scopes []Scope // the module's is scope 0

	scopeAt  map[ID]int32
	occStart []int32
	occ      []ID
	ids      map[string]int32
}

// A Scope is a module, class, function, lambda or comprehension.
type Scope struct {
	Node   ID
	Kind   Kind
	Parent int32 // -1 for the module

	qual  string
	binds map[int32][]ID
	outer map[int32]bool // the names declared global or nonlocal: true where global
	stars []ID
}

// Qual names a scope as Python's __qualname__ does, without the "<locals>"; the module is "".
func (x *Index) Qual(s int32) string { return x.Scopes[s].qual }

// Binds returns the nodes that bind a name (File.Name) in a scope, in order: Name nodes that are targets, Params, FuncDefs, ClassDefs, Aliases.
func (x *Index) Binds(s, name int32) []ID { return x.Scopes[s].binds[name] }

// BoundNames returns the names (File.Name) that a scope binds, sorted by number.
func (x *Index) BoundNames(s int32) []int32 {
	return slices.Sorted(maps.Keys(x.Scopes[s].binds))
}

// Stars returns the wildcard imports of a scope.
func (x *Index) Stars(s int32) []ID { return x.Scopes[s].stars }

// NewIndex computes the index of a file.
func NewIndex(f *File) *Index {
	x := &Index{File: f, scopeAt: map[ID]int32{}, ids: make(map[string]int32, len(f.strs))}
	for i, s := range f.strs {
		x.ids[s] = int32(i)
	}
	x.scope(0, -1, "")
	x.walk(0, 0)
	x.occurrences()
	return x
}

func (x *Index) scope(n ID, parent int32, qual string) int32 {
	s := int32(len(x.Scopes))
	x.Scopes = append(x.Scopes, Scope{Node: n, Kind: x.File.Kind(n), Parent: parent, qual: qual})
	x.scopeAt[n] = s
	return s
}

// walk visits the children of n, which is in scope s. Decorators, defaults, annotations and bases belong to the enclosing scope.
func (x *Index) walk(n ID, s int32) {
	f := x.File
	f.Children(n, func(c ID) bool {
		x.bindings(c, s)
		switch f.Kind(c) {
		case FuncDef, ClassDef, Lambda:
			x.walkOuter(c, s)
			inner := x.scope(c, s, x.qualified(s, c))
			x.walkInner(c, inner)
		case ListComp, SetComp, DictComp, GenExp:
			x.walk(c, x.scope(c, s, x.Scopes[s].qual))
		default:
			x.walk(c, s)
		}
		return true
	})
}

func (x *Index) walkOuter(def ID, s int32) {
	f := x.File
	f.Children(def, func(c ID) bool {
		switch f.Role(c) {
		case RBody:
		case RParam:
			x.walk(c, s)
		default:
			x.bindings(c, s)
			x.walk1(c, s)
		}
		return true
	})
}

// walk1 visits c itself, for the few kinds that open a scope as an expression, then what is below.
func (x *Index) walk1(c ID, s int32) {
	switch x.File.Kind(c) {
	case Lambda:
		x.walkOuter(c, s)
		x.walkInner(c, x.scope(c, s, x.qualified(s, c)))
	case ListComp, SetComp, DictComp, GenExp:
		x.walk(c, x.scope(c, s, x.Scopes[s].qual))
	default:
		x.walk(c, s)
	}
}

func (x *Index) walkInner(def ID, inner int32) {
	f := x.File
	f.Children(def, func(c ID) bool {
		switch f.Role(c) {
		case RParam:
			x.bind(inner, f.Name(c), c)
		case RBody:
			x.bindings(c, inner)
			x.walk1(c, inner)
		}
		return true
	})
}

// qualified names a definition as Python's __qualname__ does, without the "<locals>".
func (x *Index) qualified(s int32, def ID) string {
	name := x.File.Str(def)
	if x.File.Kind(def) == Lambda {
		name = "<lambda>"
	}
	if q := x.Scopes[s].qual; q != "" {
		return q + "." + name
	}
	return name
}

func (x *Index) bind(s int32, name int32, n ID) {
	if name < 0 {
		return
	}
	if global, ok := x.Scopes[s].outer[name]; ok { // `global x` comes before x is bound
		if global {
			s = 0
		} else {
			s = max(0, x.Resolve(x.Scopes[s].Parent, name))
		}
	}
	sc := &x.Scopes[s]
	if sc.binds == nil {
		sc.binds = map[int32][]ID{}
	}
	sc.binds[name] = append(sc.binds[name], n)
}

// bindings records what node c itself binds in scope s.
func (x *Index) bindings(c ID, s int32) {
	f := x.File
	switch f.Kind(c) {
	case FuncDef, ClassDef:
		x.bind(s, f.Name(c), c)
	case Import:
		for _, a := range x.children(c) {
			x.bindImport(a, s)
		}
	case ImportFrom:
		aliases := x.children(c)
		for _, a := range aliases {
			x.bindImport(a, s)
		}
		if len(aliases) == 0 {
			x.Scopes[s].stars = append(x.Scopes[s].stars, c)
		}
	case Global, Nonlocal:
		for _, t := range x.children(c) {
			if x.Scopes[s].outer == nil {
				x.Scopes[s].outer = map[int32]bool{}
			}
			x.Scopes[s].outer[f.Name(t)] = f.Kind(c) == Global
		}
	case Name:
		if f.IsTarget(c) {
			x.bind(x.bindingScope(c, s), f.Name(c), c)
		}
	}
}

// bindingScope sends the target of `:=` inside a comprehension to the scope around it, as PEP 572 says.
func (x *Index) bindingScope(c ID, s int32) int32 {
	if x.File.Kind(x.File.Up(c)) != NamedExpr {
		return s
	}
	for isComprehension(x.Scopes[s].Kind) {
		s = x.Scopes[s].Parent
	}
	return s
}

func isComprehension(k Kind) bool {
	return k == ListComp || k == SetComp || k == DictComp || k == GenExp
}

func (x *Index) children(n ID) []ID {
	var out []ID
	x.File.Children(n, func(c ID) bool { out = append(out, c); return true })
	return out
}

// bindImport binds `a.b.c` as a, and `a.b as c` as c.
func (x *Index) bindImport(a ID, s int32) {
	f := x.File
	if t := f.Child(a, RTarget); t != None {
		x.bind(s, f.Name(t), a)
		return
	}
	name := f.Str(a)
	if f.Kind(f.Up(a)) == Import {
		name, _, _ = strings.Cut(name, ".")
	}
	id, ok := x.ids[name]
	if !ok { // the first part of a dotted import may not stand alone anywhere
		id = int32(len(f.strs))
		f.strs = append(f.strs, name)
		x.ids[name] = id
	}
	x.bind(s, id, a)
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

// occurrences sorts the nodes that carry a name by it.
func (x *Index) occurrences() {
	f := x.File
	x.occStart = make([]int32, len(f.strs)+1)
	for i := range f.nodes {
		if name := x.occurs(ID(i)); name >= 0 {
			x.occStart[name+1]++
		}
	}
	for i := 1; i < len(x.occStart); i++ {
		x.occStart[i] += x.occStart[i-1]
	}
	x.occ = make([]ID, x.occStart[len(x.occStart)-1])
	next := append([]int32(nil), x.occStart...)
	for i := range f.nodes {
		if name := x.occurs(ID(i)); name >= 0 {
			x.occ[next[name]] = ID(i)
			next[name]++
		}
	}
}

// occurs returns the name under which a node is indexed, or -1. String constants are, where they could be the dotted name of something.
func (x *Index) occurs(n ID) int32 {
	name := x.File.Name(n)
	switch x.File.Kind(n) {
	case Name, Attr, Alias, FuncDef, ClassDef, Keyword:
		return name
	case Str:
		if name >= 0 && isDottedName(x.File.Text(name)) {
			return name
		}
	}
	return -1
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

// Occurrences returns the nodes that carry a name: names, attributes, imports, definitions, keywords, dotted string constants.
func (x *Index) Occurrences(name string) []ID {
	id, ok := x.ids[name]
	if !ok || int(id)+1 >= len(x.occStart) {
		return nil
	}
	return x.occ[x.occStart[id]:x.occStart[id+1]]
}

// Mentions calls f for every name that occurs in the file.
func (x *Index) Mentions(f func(name string)) {
	for i := 0; i+1 < len(x.occStart); i++ {
		if x.occStart[i] < x.occStart[i+1] {
			f(x.File.strs[i])
		}
	}
}

// NameID returns the index of a name in File.strs, or -1.
func (x *Index) NameID(name string) int32 {
	if id, ok := x.ids[name]; ok {
		return id
	}
	return -1
}

// ScopeOf returns the scope in which an expression or statement is evaluated. Of a definition it is the scope around it.
func (x *Index) ScopeOf(n ID) int32 {
	f := x.File
	for n != 0 {
		up := f.Up(n)
		switch k := f.Kind(up); {
		case k == Module, isComprehension(k), (k == FuncDef || k == ClassDef || k == Lambda) && f.Role(n) == RBody:
			return x.scopeAt[up]
		}
		n = up
	}
	return 0
}

// ScopeAt returns the scope that a definition opens, or -1.
func (x *Index) ScopeAt(def ID) int32 {
	if s, ok := x.scopeAt[def]; ok {
		return s
	}
	return -1
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
	first := true
	for s >= 0 {
		sc := &x.Scopes[s]
		if global, ok := sc.outer[name]; ok {
			if global {
				s = 0
				sc = &x.Scopes[0]
			} else {
				s, first = sc.Parent, false
				continue
			}
		}
		if sc.Kind != ClassDef || first { // names of a class body are not seen from its methods
			if _, ok := sc.binds[name]; ok {
				return s
			}
		}
		if s == 0 {
			break
		}
		if !isComprehension(sc.Kind) {
			first = false
		}
		s = sc.Parent
	}
	return -1
}
