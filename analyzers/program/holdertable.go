package program

import (
	"cmp"
	"maps"
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// Holders are found by name: what a module binds to a name is one question, and what the tree has under that name another. So who looks for one
// holder pays for those that are called like it, and a change of the tree is asked about under the names that it mentions.

// A foundHolder is one place of a module that binds a container to a name.
type foundHolder struct {
	key    holderKey
	bind   Site
	allocs []Alloc
}

func sameFound(a, b []foundHolder) bool {
	return slices.EqualFunc(a, b, func(a, b foundHolder) bool {
		return a.key == b.key && a.bind == b.bind && slices.Equal(a.allocs, b.allocs)
	})
}

// A binding is a place that may bind a container to a name, as far as its own file tells.
type binding struct {
	kind  bindingKind
	scope int32  // of a variable
	class *Class // of a field
	node  python.ID
}

type bindingKind uint8

const (
	bindsVariable bindingKind = iota
	bindsAttribute
	bindsField
	bindsOwnDict
)

// bindings returns, by name, the places of a module that may bind a container, in order of the kinds and of place.
func (m *Module) bindings() map[string][]binding {
	if m.binding != nil {
		return m.binding
	}
	m.binding = map[string][]binding{}
	for s := range m.X.Scopes {
		m.bindsIn(int32(s))
	}
	for n := range m.F.Len() {
		if s := (Site{m, n}); m.F.Kind(n) == python.Attr && m.F.IsTarget(n) && mayBind(s) {
			m.mayBind(s.Str(), binding{kind: bindsAttribute, node: n})
		}
	}
	for _, c := range m.inOrder() {
		for _, name := range fieldNames(c) {
			if growsIn(m, name) {
				m.mayBind(name, binding{kind: bindsField, class: c})
			}
		}
	}
	for _, n := range m.X.Occurrences("__dict__") {
		if fillsOwnDict(Site{m, n}) {
			m.mayBind("__dict__", binding{kind: bindsOwnDict, node: n})
		}
	}
	return m.binding
}

func (m *Module) mayBind(name string, b binding) { m.binding[name] = append(m.binding[name], b) }

// bindsIn notes the variables of one scope.
func (m *Module) bindsIn(s int32) {
	kind := m.X.Scopes[s].Kind
	if kind != python.Module && kind != python.ClassDef && kind != python.FuncDef {
		return
	}
	for _, name := range m.X.BoundNames(s) {
		for _, n := range m.X.Binds(s, name) {
			b := Site{m, n}
			switch {
			case b.Kind() == python.Param && mayMake(b.Child(python.RDefault)),
				b.Kind() == python.Name && (mayMake(assigned(b)) || isText(assigned(b))) && (kind != python.FuncDef || mayOutlive(m, s, name, n)):
				m.mayBind(m.F.Text(name), binding{kind: bindsVariable, scope: s, node: n})
			}
		}
	}
}

// mayOutlive reports whether a local is used inside another function, or inside a loop around which it is bound.
func mayOutlive(m *Module, s, name int32, bind python.ID) bool {
	def := m.X.Scopes[s].Node
	for _, n := range m.X.OccurrencesOf(name) {
		if m.F.Kind(n) == python.Name && m.F.Contains(def, n) && inLoopBehind(m.F, n, bind) {
			return true
		}
	}
	return captured(m, s, name)
}

// inLoopBehind reports whether a node stands in a loop that another one is not part of.
func inLoopBehind(f *python.File, n, bind python.ID) bool {
	for up := f.Up(n); up > 0; up = f.Up(up) {
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			return false
		case python.While, python.For:
			if !f.Contains(up, bind) {
				return true
			}
		}
	}
	return false
}

// mayBind reports whether an attribute may be bound to a container: one is made there, or passed in.
func mayBind(attr Site) bool {
	value := assigned(attr)
	return mayMake(value) || isText(value) && library.GathersText(attr.Str()) || plainParam(value).Valid()
}

// mayMake reports whether an expression has a form in which allocs finds containers.
func mayMake(e Site) bool {
	switch e.Kind() {
	case python.Dict, python.DictComp, python.List, python.ListComp, python.Set, python.SetComp, python.Call:
		return true
	case python.BoolOp:
		return slices.ContainsFunc(e.M.F.All(e.N, python.RValue), func(n python.ID) bool { return mayMake(Site{e.M, n}) })
	case python.IfExp:
		return mayMake(e.Child(python.RBody)) || mayMake(e.Child(python.ROrelse))
	case python.NamedExpr:
		return mayMake(e.Child(python.RValue))
	}
	return false
}

// holdersFound answers which containers the code of a module binds to a name, whoever owns it.
func (p *Program) holdersFound(k nameKey) []foundHolder {
	c := &holderCollector{p: p}
	for _, b := range k.m.bindings()[k.name] {
		switch at := (Site{k.m, b.node}); b.kind {
		case bindsVariable:
			c.variable(k.m, b.scope, k.m.X.NameID(k.name), at)
		case bindsAttribute:
			c.bound(at)
		case bindsField:
			c.handedField(b.class, k.name)
		case bindsOwnDict:
			c.ownDict(at)
		}
	}
	return c.found
}

// holdersOf answers which holders of the tree have a name, in order. One that is as it was before stays the same object.
func (p *Program) holdersOf(name string) []*Holder {
	byKey := map[holderKey]*Holder{}
	var all []*Holder
	for _, m := range p.bindersOf(name) {
		for _, f := range p.ask.holdersFound.of(nameKey{m: m, name: name}) {
			h := byKey[f.key]
			if h == nil {
				h = newHolder(f, m)
				byKey[f.key] = h
				all = append(all, h)
			}
			h.Allocs = append(h.Allocs, f.allocs...)
		}
	}
	all = slices.DeleteFunc(all, func(h *Holder) bool { return isDefault(h, byKey) })
	for i, h := range all {
		for _, before := range slices.Concat(p.ask.holders.before(name)...) {
			if before.same(h) {
				all[i] = before
			}
		}
	}
	slices.SortFunc(all, holderOrder)
	return all
}

// bindersOf returns the modules that may bind a container to a name, without those of tests.
func (p *Program) bindersOf(name string) []*Module {
	p.t.readInput(input{kind: boundName, name: name})
	if !p.once {
		return p.binders[name]
	}
	var out []*Module
	for _, in := range p.mentions[name] {
		if in.m.Profile != Test && len(in.m.bindings()[name]) > 0 {
			out = append(out, in.m)
		}
	}
	return out
}

// linkBindings makes known which names a module may bind to containers.
func (p *Program) linkBindings(m *Module) {
	if m.Profile == Test {
		return
	}
	p.kept.linked[m] = true
	if p.once {
		return
	}
	for name := range m.bindings() {
		p.binders[name] = inserted(p.binders[name], m, byPlace)
		p.t.alter(input{kind: boundName, name: name})
	}
}

// unlinkBindings takes a module out again.
func (p *Program) unlinkBindings(m *Module) {
	if m.Profile == Test {
		return
	}
	delete(p.kept.linked, m)
	for name := range m.bindings() {
		drop(p.binders, name, func(o *Module) bool { return o == m })
		p.t.alter(input{kind: boundName, name: name})
	}
}

// isDefault reports whether a class attribute is only the declared default of an instance attribute.
func isDefault(h *Holder, byKey map[holderKey]*Holder) bool {
	return h.Kind == ClassAttribute && byKey[holderKey{InstanceAttribute, h.M, h.Class, 0, h.Name}] != nil
}

func newHolder(f foundHolder, foundIn *Module) *Holder {
	h := &Holder{Kind: f.key.kind, M: f.key.m, Class: f.key.class, Scope: f.key.scope, Name: f.key.name, Bind: f.bind, foundIn: foundIn.Path}
	h.Symbol = h.symbol()
	return h
}

func (h *Holder) symbol() string {
	qual := ""
	switch {
	case h.Class != nil:
		qual = h.Class.Site.M.X.Qual(h.Class.Site.M.X.ScopeAt(h.Class.Site.N))
	case h.Scope > 0:
		qual = h.M.X.Qual(h.Scope)
	}
	if qual == "" {
		return h.Name
	}
	return qual + "." + h.Name
}

// same reports whether a holder is what it was before.
func (h *Holder) same(as *Holder) bool {
	return h.key() == as.key() && h.Bind == as.Bind && h.foundIn == as.foundIn && slices.Equal(h.Allocs, as.Allocs)
}

func (h *Holder) key() holderKey { return holderKey{h.Kind, h.M, h.Class, h.Scope, h.Name} }

// holderOrder is that of place; of what one node of two files binds, that of the files.
func holderOrder(a, b *Holder) int {
	return cmp.Or(cmp.Compare(a.M.Path, b.M.Path), cmp.Compare(a.Bind.N, b.Bind.N), cmp.Compare(a.foundIn, b.foundIn),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Symbol, b.Symbol))
}

// A holderTable is the holders of a tree, and which of them have to be looked at again.
type holderTable struct {
	all    []*Holder
	byName map[string][]*Holder
	stale  map[string]bool  // names that may have others now
	linked map[*Module]bool // whose names nobody may have asked for
}

func newHolderTable() *holderTable {
	return &holderTable{byName: map[string][]*Holder{}, stale: map[string]bool{}, linked: map[*Module]bool{}}
}

func (t *holderTable) doubt(name string) { t.stale[name] = true }

// Holders returns the named containers of the tree that could outlive a call, in order of place.
func (p *Program) Holders() []*Holder { return p.holders() }

// holdersNamed returns the holders of a name, in order of place.
func (p *Program) holdersNamed(name string) []*Holder { return p.ask.holders.of(name) }

// holders returns the holders of the tree: of the names in doubt they are asked for again.
func (p *Program) holders() []*Holder {
	t := p.kept
	for m := range t.linked {
		for name := range m.bindings() {
			t.doubt(name)
		}
	}
	clear(t.linked)
	changed := map[string]bool{}
	var now []*Holder
	for _, name := range slices.Sorted(maps.Keys(t.stale)) {
		if hs := p.holdersNamed(name); !slices.Equal(hs, t.byName[name]) {
			changed[name] = true
			t.put(name, hs)
			now = append(now, hs...)
		}
	}
	clear(t.stale)
	if len(changed) > 0 {
		slices.SortFunc(now, holderOrder)
		t.all = mergedBy(holderOrder, slices.DeleteFunc(slices.Clone(t.all), func(h *Holder) bool { return changed[h.Name] }), now)
	}
	return t.all
}

func (t *holderTable) put(name string, hs []*Holder) {
	if len(hs) == 0 {
		delete(t.byName, name)
		return
	}
	t.byName[name] = hs
}

// mergedBy makes one sorted list of two.
func mergedBy[T any](order func(a, b T) int, a, b []T) []T {
	out := make([]T, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if order(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
