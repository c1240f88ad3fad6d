package program

import (
	"slices"
	"sort"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A HolderKind says what binds a container.
type HolderKind uint8

// The kinds of holders.
const (
	ModuleVariable HolderKind = iota
	ClassAttribute
	InstanceAttribute
	Closure   // a local that functions defined inside keep alive
	LoopLocal // a local filled by a loop around which it was made
	DefaultArgument
	FunctionAttribute
	ForeignAttribute // an attribute of an object from outside the tree, such as app.state
	PassedAttribute  // an attribute that a maker of wrappers puts on the function it is given
	Outside          // no container of the tree: a registry, the series of a metric, keys of a store in another process
)

// A Holder is a container under one name.
type Holder struct {
	Kind   HolderKind
	M      *Module
	Class  *Class // of attributes
	Scope  int32  // of locals and default arguments
	Name   string
	Symbol string // qualified name inside the file
	Bind   Site   // the first place that binds it
	Allocs []Alloc
}

// An Alloc is one expression that makes the container.
type Alloc struct {
	Site Site
	Type library.Container
	Name string // dotted name of what was called, "" for a literal
	// Class is set where it is an instance of a class of the tree that puts in what is read and not there.
	Class *Class
}

// Type returns the container type; of several, the first.
func (h *Holder) Type() library.Container { return h.Allocs[0].Type }

type holderKey struct {
	kind  HolderKind
	m     *Module
	class *Class
	scope int32
	name  string
}

// Holders returns the named containers of the tree that could outlive a call, in order of place.
func (p *Program) Holders() []*Holder { return p.holders() }

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

// holdersFound answers which containers the code of a module binds, whoever owns the name.
func (p *Program) holdersFound(m *Module) []foundHolder {
	c := &holderCollector{p: p}
	for i := range m.X.Scopes {
		c.scope(m, int32(i))
	}
	c.attributes(m)
	return c.found
}

// A holderTable is the holders of a tree.
type holderTable struct {
	all   []*Holder
	byKey map[holderKey]*Holder
	owned map[ownerKey][]*Holder
}

// gatherHolders merges what the modules bind. A holder that is as it was before stays the same object.
func (p *Program) gatherHolders(old *holderTable) *holderTable {
	c := &holderCollector{p: p, byKey: make(map[holderKey]*Holder, len(old.byKey)), out: make([]*Holder, 0, len(old.byKey))}
	for _, m := range p.Modules {
		if m.Profile == Test {
			continue
		}
		for _, f := range p.ask.holdersFound.of(m) {
			c.merge(f)
		}
	}
	c.dropDefaults()
	sort.SliceStable(c.out, func(i, j int) bool {
		a, b := c.out[i], c.out[j]
		if a.M != b.M {
			return a.M.Path < b.M.Path
		}
		return a.Bind.N < b.Bind.N
	})
	t := &holderTable{all: c.out, byKey: c.byKey, owned: make(map[ownerKey][]*Holder, len(old.owned))}
	for i, h := range t.all {
		if before := old.byKey[h.key()]; before != nil && before.Bind == h.Bind && slices.Equal(before.Allocs, h.Allocs) {
			t.all[i], t.byKey[h.key()] = before, before
		}
		owner := ownerOf(t.all[i])
		t.owned[owner] = append(t.owned[owner], t.all[i])
	}
	return t
}

func (h *Holder) key() holderKey {
	scope := h.Scope
	return holderKey{h.Kind, h.M, h.Class, scope, h.Name}
}

// refreshHolders brings the holders up to date with the tree, and puts in doubt what rests on owners that have others than before.
func (p *Program) refreshHolders() {
	old := p.kept
	if old == nil {
		old = &holderTable{}
	}
	p.kept = p.gatherHolders(old)
	for owner, hs := range old.owned {
		if !slices.Equal(hs, p.kept.owned[owner]) {
			p.t.alter(input{kind: holdersOf, owner: owner})
		}
	}
	for owner := range p.kept.owned {
		if len(old.owned[owner]) == 0 {
			p.t.alter(input{kind: holdersOf, owner: owner})
		}
	}
}

type holderCollector struct {
	p     *Program
	found []foundHolder
	byKey map[holderKey]*Holder
	out   []*Holder
}

func (c *holderCollector) add(k holderKey, bind Site, allocs []Alloc) {
	if len(allocs) > 0 {
		c.found = append(c.found, foundHolder{k, bind, allocs})
	}
}

// merge makes one holder of the places that bind it.
func (c *holderCollector) merge(f foundHolder) {
	k, bind, allocs := f.key, f.bind, f.allocs
	h := c.byKey[k]
	if h == nil {
		h = &Holder{Kind: k.kind, M: k.m, Class: k.class, Scope: k.scope, Name: k.name, Bind: bind}
		h.Symbol = c.symbol(h)
		c.byKey[k] = h
		c.out = append(c.out, h)
	}
	h.Allocs = append(h.Allocs, allocs...)
}

func (c *holderCollector) symbol(h *Holder) string {
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

// dropDefaults drops the class attribute that is only the declared default of an instance attribute.
func (c *holderCollector) dropDefaults() {
	out := c.out[:0]
	for _, h := range c.out {
		if h.Kind == ClassAttribute && c.byKey[holderKey{InstanceAttribute, h.M, h.Class, 0, h.Name}] != nil {
			continue
		}
		out = append(out, h)
	}
	c.out = out
}

// scope collects the variables of one scope.
func (c *holderCollector) scope(m *Module, s int32) {
	for _, n := range m.X.BoundNames(s) {
		for _, b := range m.X.Binds(s, n) {
			c.variable(m, s, n, Site{m, b})
		}
	}
}

func (c *holderCollector) variable(m *Module, s, name int32, b Site) {
	sc := &m.X.Scopes[s]
	k := holderKey{m: m, name: m.F.Text(name)}
	var allocs []Alloc
	switch {
	case b.Kind() == python.Param:
		k.kind, k.scope = DefaultArgument, s
		if sc.Kind == python.FuncDef {
			allocs = c.p.allocs(b.Child(python.RDefault))
		}
	case b.Kind() != python.Name:
		return
	default:
		allocs = c.p.allocs(assigned(b))
	}
	if len(allocs) == 0 {
		c.textVariable(m, s, name, b)
		return
	}
	switch sc.Kind {
	case python.Module:
		k.kind = ModuleVariable
	case python.ClassDef:
		k.kind, k.class = ClassAttribute, m.classes[sc.Node]
		if c.p.copiesDefaults(k.class) || allocs[0].Site.Kind() == python.Call && isFactoryCall(allocs[0].Site) {
			k.kind = InstanceAttribute
		}
	case python.FuncDef:
		if b.Kind() == python.Param {
			break
		}
		k.scope = s
		switch {
		case c.captured(m, s, name):
			k.kind = Closure
		case c.p.loopFills(Site{m, sc.Node}, b):
			k.kind = LoopLocal
		default:
			return
		}
	default:
		return
	}
	c.add(k, b, allocs)
}

func isFactoryCall(call Site) bool {
	name := call.Child(python.RFunc).Str()
	return name == "field" || name == "Factory" || name == "ib" || name == "Field"
}

// copiesDefaults reports whether the class body's values are templates that each instance copies.
func (p *Program) copiesDefaults(c *Class) bool {
	for _, d := range p.Decorators(c.Site) {
		switch decoratorName(d) {
		case "dataclass", "define", "attrs", "s", "frozen", "mutable":
			return true
		}
	}
	for _, e := range p.External(c) {
		if library.CopiesDefaults[library.Short(e)] {
			return true
		}
	}
	return false
}

// captured reports whether a function or lambda inside scope s uses a name of s.
func (c *holderCollector) captured(m *Module, s, name int32) bool {
	for _, n := range m.X.Occurrences(m.F.Text(name)) {
		if m.F.Kind(n) != python.Name || !m.F.Contains(m.X.Scopes[s].Node, n) {
			continue
		}
		at := m.X.ScopeOf(n)
		if at != s && m.X.Function(n) != s && m.X.Resolve(at, name) == s {
			return true
		}
	}
	return false
}

// assigned returns the expression that a target gets, where the assignment says so directly.
func assigned(t Site) Site {
	whole, stmt := t.M.F.TargetOf(t.N)
	if stmt == python.None {
		return Site{}
	}
	st := Site{t.M, stmt}
	switch st.Kind() {
	case python.Assign, python.AnnAssign, python.NamedExpr:
		value := st.Child(python.RValue)
		if whole == t.N {
			return value
		}
		return matching(t, Site{t.M, whole}, value)
	}
	return Site{}
}

// allocs returns the containers that an expression makes itself, through `or`, conditionals and `:=`.
func (p *Program) allocs(e Site) []Alloc {
	if !e.Valid() {
		return nil
	}
	f := e.M.F
	switch e.Kind() {
	case python.Dict, python.DictComp:
		return []Alloc{{Site: e, Type: library.Containers["builtins.dict"]}}
	case python.List, python.ListComp:
		return []Alloc{{Site: e, Type: library.Containers["builtins.list"]}}
	case python.Set, python.SetComp:
		return []Alloc{{Site: e, Type: library.Containers["builtins.set"]}}
	case python.Call:
		for _, v := range p.Eval(e) {
			if v.Kind == VContainer && v.Site == e {
				t, _ := library.ContainerOf(v.Name)
				return []Alloc{{Site: e, Type: t, Name: v.Name}}
			}
			if v.Kind == VInstance && p.ask.missing.of(v.Class) && p.isMade(e, v.Class) {
				return []Alloc{{Site: e, Type: library.FilledByReads, Class: v.Class}}
			}
		}
	case python.BoolOp:
		var out []Alloc
		for _, n := range f.All(e.N, python.RValue) {
			out = append(out, p.allocs(Site{e.M, n})...)
		}
		return out
	case python.IfExp:
		return append(p.allocs(e.Child(python.RBody)), p.allocs(e.Child(python.ROrelse))...)
	case python.NamedExpr:
		return p.allocs(e.Child(python.RValue))
	}
	return nil
}

// attributes collects `x.name = <container>` for every receiver that can be seen.
func (c *holderCollector) attributes(m *Module) {
	for n := range m.F.Len() {
		if m.F.Kind(n) != python.Attr || !m.F.IsTarget(n) {
			continue
		}
		s := Site{m, n}
		value := assigned(s)
		if allocs := c.p.allocs(value); len(allocs) > 0 {
			c.attribute(s, allocs)
		} else if isText(value) && c.p.addedTo(s.Str(), python.Attr) {
			c.attribute(s, []Alloc{{Site: value, Type: library.Text}})
		} else {
			c.handedIn(s)
		}
	}
	c.handedFields(m)
	c.ownDicts(m)
}

func (c *holderCollector) attribute(s Site, allocs []Alloc) {
	name := s.Str()
	if param := c.p.parameterNamed(s.Child(python.RValue)); param.Valid() && c.p.makesWrapper(param) {
		c.add(holderKey{PassedAttribute, s.M, nil, s.M.X.ScopeAt(param.Up().N), name}, s, allocs)
		return
	}
	for _, v := range c.p.Eval(s.Child(python.RValue)) {
		switch v.Kind {
		case VInstance:
			owner := c.p.declaring(v.Class, name)
			c.add(holderKey{InstanceAttribute, owner.Site.M, owner, 0, name}, s, allocs)
		case VClass:
			owner := c.p.declaring(v.Class, name)
			c.add(holderKey{ClassAttribute, owner.Site.M, owner, 0, name}, s, allocs)
		case VFunc:
			c.add(holderKey{FunctionAttribute, v.Site.M, nil, v.Site.M.X.ScopeAt(v.Site.N), name}, s, allocs)
		case VExternal, VResult:
			if !library.ShortLivedOwner(v.Name) {
				c.add(holderKey{ForeignAttribute, s.M, nil, 0, name}, s, allocs)
			}
		default:
			continue
		}
		return
	}
}

// declaring returns the furthest ancestor that binds an attribute, so that a container has one holder however it is reached.
func (p *Program) declaring(c *Class, name string) *Class {
	mro := p.mroOf(c)
	for i := len(mro) - 1; i > 0; i-- {
		if b := p.ownMember(mro[i], name); b.Valid() || len(p.selfBinds(mro[i], name)) > 0 {
			return mro[i]
		}
	}
	return c
}

// loopFills reports whether a local container is made outside a loop of its function that has no way out, and used
// inside it. A loop that can end gives its local back.
func (p *Program) loopFills(def, bind Site) bool {
	f := def.M.F
	for _, n := range def.M.X.Occurrences(bind.Str()) {
		if f.Kind(n) != python.Name || !f.Contains(def.N, n) || f.IsTarget(n) {
			continue
		}
		if loop := p.endlessLoop(Site{def.M, n}); loop.Valid() && !f.Contains(loop.N, bind.N) && !hasExit(loop) && !givenBackAfter(loop, def, bind.Str()) {
			return true
		}
	}
	return false
}

// givenBackAfter reports whether a function returns what a name holds behind a loop: then the loop ends, whatever ends it.
func givenBackAfter(loop, def Site, name string) bool {
	f := def.M.F
	for n := loop.N + f.Size(loop.N); n < def.N+f.Size(def.N); n++ {
		if f.Kind(n) == python.Return && mentions(Site{def.M, n}, name) {
			return true
		}
	}
	return false
}
