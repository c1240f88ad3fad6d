package python

import (
	"cmp"
	"slices"
)

// scoping finds the scopes of a file and what each binds, in one pass over the nodes.
type scoping struct {
	x    *Index
	f    *File
	open []openNode
	raw  []binding
}

// An openNode is an ancestor of the node that is looked at.
type openNode struct {
	kind  Kind
	end   ID
	scope int32 // in which the node itself is evaluated
	inner int32 // that it opens, or scope
	fors  int   // CompFors seen below it
}

// A binding is a name that a node binds in a scope.
type binding struct {
	scope, name int32
	node        ID
}

func newScoping(x *Index) *scoping { return &scoping{x: x, f: x.File} }

func (b *scoping) run() {
	x, f := b.x, b.f
	x.Scopes = append(make([]Scope, 0, 16), Scope{0, Module, -1})
	b.open = append(b.open, openNode{kind: Module, end: f.Len()})
	for n := ID(1); n < f.Len(); n++ {
		for b.open[len(b.open)-1].end <= n {
			b.open = b.open[:len(b.open)-1]
		}
		b.visit(n)
	}
	slices.SortFunc(x.declared, func(a, c declaration) int {
		return cmp.Or(cmp.Compare(a.scope, c.scope), cmp.Compare(a.name, c.name))
	})
	x.declared = slices.CompactFunc(x.declared, func(a, c declaration) bool { return a.scope == c.scope && a.name == c.name })
	slices.SortStableFunc(x.stars, func(a, c star) int { return cmp.Compare(a.scope, c.scope) })
	x.Scopes = slices.Clip(x.Scopes)
	b.redirect()
	b.file()
}

func (b *scoping) visit(n ID) {
	f := b.f
	kind, up := f.Kind(n), &b.open[len(b.open)-1]
	s := b.evaluated(n, up)
	b.bindings(n, kind, s)
	if f.Size(n) == 1 && !isDefinition(kind) {
		return
	}
	inner := s
	if isDefinition(kind) || isComprehension(kind) {
		inner = int32(len(b.x.Scopes))
		b.x.Scopes = append(b.x.Scopes, Scope{n, kind, s})
	}
	b.open = append(b.open, openNode{kind: kind, end: n + f.Size(n), scope: s, inner: inner})
}

// evaluated returns the scope in which a child of up is evaluated, as Index.ScopeOf does from below.
func (b *scoping) evaluated(n ID, up *openNode) int32 {
	switch {
	case isDefinition(up.kind) && !insideRole(b.f.Role(n)):
		return up.scope
	case isComprehension(up.kind) && b.f.Kind(n) == CompFor:
		up.fors++
	case up.kind == CompFor && b.f.Role(n) == RIter:
		if comp := &b.open[len(b.open)-2]; comp.fors == 1 {
			return comp.scope
		}
	}
	return up.inner
}

// bindings records what node n itself binds.
func (b *scoping) bindings(n ID, kind Kind, s int32) {
	f := b.f
	switch kind {
	case FuncDef, ClassDef:
		b.bind(s, f.Name(n), n)
	case Param, TypeParam:
		b.bind(b.open[len(b.open)-1].inner, f.Name(n), n)
	case Alias:
		b.bind(s, f.number(f.boundName(n)), n)
	case ImportFrom:
		if f.Size(n) == 1 {
			b.x.stars = append(b.x.stars, star{s, n})
		}
	case Name:
		switch up := f.Kind(f.Up(n)); {
		case f.Role(n) == RTarget && (up == Global || up == Nonlocal):
			b.x.declared = append(b.x.declared, declaration{s, f.Name(n), up == Global})
		case f.Role(n) == RTarget && up == NamedExpr: // PEP 572: in a comprehension, `:=` binds in the scope around it
			for isComprehension(b.x.Scopes[s].Kind) {
				s = b.x.Scopes[s].Parent
			}
			b.bind(s, f.Name(n), n)
		case f.IsTarget(n):
			b.bind(s, f.Name(n), n)
		}
	}
}

func (b *scoping) bind(s, name int32, n ID) {
	if name >= 0 {
		b.raw = append(b.raw, binding{s, name, n})
	}
}

// redirect sends what is declared global to the module, and what is declared nonlocal to the function around that binds it.
func (b *scoping) redirect() {
	x := b.x
	if len(x.declared) == 0 {
		return
	}
	own := map[[2]int32]bool{} // what scopes bind without having declared it
	for _, r := range b.raw {
		if _, declared := x.declaration(r.scope, r.name); !declared {
			own[[2]int32{r.scope, r.name}] = true
		}
	}
	for i := range b.raw {
		r := &b.raw[i]
		global, declared := x.declaration(r.scope, r.name)
		switch {
		case declared && global:
			r.scope = 0
		case declared:
			s := x.Scopes[r.scope].Parent
			for s > 0 && (x.Scopes[s].Kind != FuncDef && x.Scopes[s].Kind != Lambda || !own[[2]int32{s, r.name}]) {
				s = x.Scopes[s].Parent
			}
			r.scope = max(s, 0)
		}
	}
}

// file sorts the bindings into the index.
func (b *scoping) file() {
	x := b.x
	slices.SortFunc(b.raw, func(a, c binding) int {
		return cmp.Or(cmp.Compare(a.scope, c.scope), cmp.Compare(a.name, c.name), cmp.Compare(a.node, c.node))
	})
	x.bindStart = make([]int32, len(x.Scopes)+1)
	x.bindName = make([]int32, len(b.raw))
	x.bindNode = make([]ID, len(b.raw))
	for i, r := range b.raw {
		x.bindStart[r.scope+1]++
		x.bindName[i], x.bindNode[i] = r.name, r.node
	}
	for s := range x.Scopes {
		x.bindStart[s+1] += x.bindStart[s]
	}
}
