package program

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// An operand is something that is stored or passed: an expression, or what can be made of one.
type operand struct {
	at  Site
	how operandKind
	n   int // of a decorated definition: how many decorators (from the outermost) are not applied
	key string
}

type operandKind uint8

const (
	expression operandKind = iota
	elements               // what iterating over it gives
	decorated              // the definition at, under its inner decorators
	called                 // what calling it without arguments gives
	held                   // what it holds under key; under any, or the one that is asked for, where that is ""
)

// operandValues is what an operand can be.
func (p *Program) operandValues(o operand) []Value {
	switch o.how {
	case elements:
		return p.iterated(o.at)
	case decorated:
		return p.decorated(o.at, o.n)
	case called:
		return p.madeBy(o.at)
	case held:
		return p.heldUnder(o.at, o.key)
	}
	return p.valuesOf(o.at)
}

// madeBy is what a factory makes.
func (p *Program) madeBy(factory Site) []Value {
	var out []Value
	for _, v := range p.valuesOf(factory) {
		switch v.Kind {
		case VExternal:
			if _, ok := library.ContainerOf(v.Name); ok {
				out = append(out, Value{Kind: VContainer, Site: factory, Name: v.Name})
			}
		case VClass:
			out = append(out, Value{Kind: VInstance, Class: v.Class, Open: v.Open})
		case VFunc:
			out = append(out, p.returns(v.Site)...)
		}
	}
	return out
}

// An item is one thing that a collection holds.
type item struct {
	key  string // the constant it is under, "" for any
	val  operand
	at   Site // the node that stores it
	base Site // the expression of the collection that it is stored through, where it is
}

// maxItems is how much of one collection is told apart.
const maxItems = 200

// contents answers what the collection made at a site holds.
func (p *Program) contents(s Site) []item {
	out := p.initial(s)
	if mutable(s) {
		w := p.follow(s, 0)
		slices.SortFunc(w.stores, itemOrder)
		out = append(out, slices.Compact(w.stores)...)
	}
	if len(out) > maxItems {
		out = out[:maxItems]
	}
	return out
}

func itemOrder(a, b item) int {
	return cmp.Or(cmp.Compare(a.val.key, b.val.key), placeOrder(a.at, b.at), placeOrder(a.val.at, b.val.at), placeOrder(a.base, b.base), cmp.Compare(a.key, b.key), cmp.Compare(a.val.how, b.val.how), cmp.Compare(a.val.n, b.val.n))
}

func mutable(s Site) bool {
	switch s.Kind() {
	case python.Tuple, python.GenExp, python.FuncDef, python.Param, python.Star, python.Subscript:
		return false
	}
	return true
}

// initial is what a collection holds when it is made.
func (p *Program) initial(s Site) []item {
	switch s.Kind() {
	case python.Dict:
		return p.dictItems(s)
	case python.List, python.Tuple, python.Set:
		return p.listItems(s)
	case python.ListComp, python.SetComp, python.GenExp:
		return []item{{val: operand{at: s.Child(python.RElt)}, at: s}}
	case python.DictComp:
		return []item{{val: operand{at: s.Child(python.RValue)}, at: s}}
	case python.Call:
		return p.callItems(s)
	case python.FuncDef:
		return p.yieldItems(s)
	case python.Param:
		return p.restItems(s)
	}
	return nil
}

func (p *Program) dictItems(s Site) []item {
	var out []item
	key := ""
	s.M.F.Children(s.N, func(n python.ID) bool {
		c := Site{s.M, n}
		switch c.Role() {
		case python.RKey:
			key = p.keyOf(c)
		case python.RValue:
			out = append(out, item{key: key, val: operand{at: c}, at: s})
		case python.RElt:
			out = append(out, p.spread(c.Child(python.RValue), s, Site{})...)
		}
		return len(out) <= maxItems
	})
	return out
}

func (p *Program) listItems(s Site) []item {
	var out []item
	fixed := s.Kind() != python.Set
	for i, n := range s.M.F.All(s.N, python.RElt) {
		c := Site{s.M, n}
		if c.Kind() == python.Star {
			out = append(out, item{val: operand{at: c.Child(python.RValue), how: elements}, at: s})
			fixed = false
			continue
		}
		it := item{val: operand{at: c}, at: s}
		if fixed {
			it.key = index(i)
		}
		out = append(out, it)
	}
	return out
}

// maxIndex is how many positions of a sequence are told apart.
const maxIndex = 12

// index is the key of a position, that of any for those that are not told apart.
func index(i int) string {
	if i > maxIndex {
		return ""
	}
	return "n:" + strconv.Itoa(i)
}

// keyOf returns the constant that a key is, "" where it is none or one of several.
func (p *Program) keyOf(k Site) string {
	switch k.Kind() {
	case python.Str, python.Num:
		return constant(k).Name
	}
	vs := p.valuesOf(k)
	if len(vs) == 1 && vs[0].Kind == VConst {
		return vs[0].Name
	}
	return ""
}

// spread is what e holds, as stored by at through base.
func (p *Program) spread(e, at, base Site) []item {
	switch e.Kind() {
	case python.Dict, python.List, python.Tuple:
		out := p.initial(e)
		for i := range out {
			out[i].at, out[i].base = at, base
		}
		return out
	}
	return []item{{val: operand{at: e, how: held}, at: at}}
}

// heldUnder is what the collections that an expression can be hold under a key.
func (p *Program) heldUnder(e Site, key string) []Value { return p.ask.held.of(heldKey{e, key}) }

type heldKey struct {
	at  Site
	key string
}

func (p *Program) holdsUnder(k heldKey) []Value {
	if old := p.ask.held.known(k); isMany(old) {
		return old
	}
	e, key := k.at, k.key
	var out []Value
	for _, v := range p.valuesOf(e) {
		if v.Kind == VContainer || v.Kind == VItems {
			out = append(out, p.element(v, key, Site{})...)
		}
	}
	return joined(out)
}

// part is what a slice of a collection, or the rest that a starred target takes, holds under a key.
func (p *Program) part(s Site, key string) []Value {
	from, whole, known := 0, Site{}, true
	if s.Kind() == python.Subscript {
		slice := s.Child(python.RIndex)
		whole = s.Child(python.RValue)
		if parts := s.M.F.All(slice.N, python.RIndex); len(parts) > 0 && s.M.F.Pos(parts[0]) == s.M.F.Pos(slice.N) {
			n, err := strconv.Atoi(s.M.F.Str(parts[0]))
			from, known = n, err == nil
		}
	} else {
		target, stmt := s.M.F.TargetOf(s.N)
		if stmt == python.None {
			return nil
		}
		whole = Site{s.M, stmt}.Child(python.RValue)
		from = slices.Index(s.M.F.All(target, python.RElt), s.N)
	}
	i, err := strconv.Atoi(strings.TrimPrefix(key, "n:"))
	if !known || err != nil || from < 0 {
		return p.heldUnder(whole, "")
	}
	return p.heldUnder(whole, index(i+from))
}

// callItems is what a constructor call puts into its container.
func (p *Program) callItems(s Site) []item {
	var out []item
	name := ""
	for _, v := range p.valuesOf(s.Child(python.RFunc)) {
		if v.Kind == VExternal {
			name = v.Name
		}
	}
	args := s.M.F.All(s.N, python.RArg)
	switch name {
	case "collections.defaultdict":
		if len(args) > 0 {
			out = append(out, item{val: operand{at: Site{s.M, args[0]}, how: called}, at: s})
			args = args[1:]
		}
	case "builtins.filter":
		if len(args) > 1 {
			args = args[1:]
		}
	}
	for _, n := range args {
		a := Site{s.M, n}
		switch {
		case a.Kind() == python.Keyword:
			if strings.HasSuffix(strings.ToLower(name), "dict") {
				out = append(out, item{key: "s:" + a.Str(), val: operand{at: a.Child(python.RValue)}, at: s})
			}
		case a.Kind() == python.DoubleStar:
			out = append(out, p.spread(a.Child(python.RValue), s, Site{})...)
		case strings.HasSuffix(strings.ToLower(name), "dict"):
			out = append(out, p.spread(a, s, Site{})...)
		default:
			out = append(out, item{val: operand{at: a, how: elements}, at: s})
		}
	}
	return out
}

func (p *Program) yieldItems(def Site) []item {
	var out []item
	for _, y := range yields(def) {
		v := y.Child(python.RValue)
		if !v.Valid() {
			continue
		}
		o := operand{at: v}
		if y.M.F.Op(y.N)&python.YieldFrom != 0 {
			o.how = elements
		}
		out = append(out, item{val: o, at: y})
	}
	return out
}

// restItems is what *args or **kwargs holds.
func (p *Program) restItems(param Site) []item {
	def := param.Up()
	keywords := param.M.F.Op(param.N)&python.KwStar != 0
	from := paramIndex(param)
	var out []item
	for _, c := range p.ask.entries.of(def) {
		for _, a := range p.allGiven(c) {
			switch {
			case keywords && a.keyword != "" && !hasParam(def, a.keyword):
				out = append(out, item{key: "s:" + a.keyword, val: a.operand, at: param})
			case keywords && a.mapping:
				out = append(out, p.spread(a.at, param, Site{})...)
			case !keywords && a.keyword == "" && a.position >= from && !a.rest:
				out = append(out, item{key: index(a.position - from), val: a.operand, at: param})
			case !keywords && a.rest && !a.mapping:
				out = append(out, item{val: a.operand, at: param})
			}
		}
	}
	return out
}

func hasParam(def Site, name string) bool {
	for _, n := range def.M.F.All(def.N, python.RParam) {
		if def.M.F.Str(n) == name && def.M.F.Op(n)&(python.KwStar|python.ArgsStar) == 0 {
			return true
		}
	}
	return false
}

// element is what a collection or an object with __getitem__ holds under a key ("" for any), as read at a place.
func (p *Program) element(v Value, key string, load Site) []Value {
	switch v.Kind {
	case VContainer, VItems:
		if vs, ok := p.pairs(v, key); ok {
			return vs
		}
		if k := v.Site.Kind(); k == python.Subscript || k == python.Star {
			return p.part(v.Site, key)
		}
		var out []Value
		all := p.ask.contents.of(v.Site)
		for _, it := range all {
			if !matches(it, key) || overwritten(it, all, key, load) {
				continue
			}
			if it.val.how == held && it.val.key == "" {
				it.val.key = key
			}
			out = append(out, p.operandValues(it.val)...)
		}
		return out
	case VInstance:
		return p.returns(p.Method(v.Class, "__getitem__"))
	}
	return nil
}

// pairs reads the tuples that enumerate(), items() and zip() give.
func (p *Program) pairs(v Value, key string) ([]Value, bool) {
	switch v.Name {
	case "enumerate", "items", "zip":
		return []Value{{Kind: VItems, Site: v.Site, Name: "of " + v.Name}}, true
	case "of enumerate":
		if key == "n:0" {
			return nil, true
		}
		return p.iterated(v.Site.Child(python.RArg)), true
	case "of items":
		if key == "n:0" {
			return nil, true
		}
		return p.element(Value{Kind: VContainer, Site: v.Site}, "", Site{}), true
	case "of zip":
		var out []Value
		for i, n := range v.Site.M.F.All(v.Site.N, python.RArg) {
			if key == "" || key == index(i) {
				out = append(out, p.iterated(Site{v.Site.M, n})...)
			}
		}
		return out, true
	case "map":
		return p.mapped(v.Site), true
	}
	return nil, false
}

func matches(it item, key string) bool { return it.key == "" || key == "" || it.key == key }

// overwritten reports whether a later store through the same expression replaces an item before it is read.
func overwritten(it item, all []item, key string, load Site) bool {
	if key == "" || it.key != key || load.Kind() != python.Subscript || it.at.M != load.M {
		return false
	}
	base := load.Child(python.RValue)
	scope := load.M.X.Function(load.N)
	for _, o := range all {
		if o.key != key || o.at == it.at || !o.base.Valid() || o.at.M != load.M || load.M.X.Function(o.at.N) != scope || load.M.X.Function(it.at.N) != scope {
			continue
		}
		if sameExpr(o.base, base) && replaced(load.M.F, it.at.N, o.at.N, load.N) {
			return true
		}
	}
	return false
}

// sameExpr reports whether two expressions of a file read the same.
func sameExpr(a, b Site) bool {
	f := a.M.F
	if a.M != b.M || f.Size(a.N) != f.Size(b.N) {
		return false
	}
	for i := range f.Size(a.N) {
		if x, y := a.N+i, b.N+i; f.Kind(x) != f.Kind(y) || f.Name(x) != f.Name(y) || f.Op(x) != f.Op(y) {
			return false
		}
	}
	return true
}

// evalSubscript reads x[k].
func (p *Program) evalSubscript(s Site) []Value {
	base, k := s.Child(python.RValue), s.Child(python.RIndex)
	if vs := p.promised(base); len(vs) > 0 {
		return vs
	}
	var out []Value
	vs := p.valuesOf(base)
	if k.Kind() == python.Slice {
		for _, v := range vs {
			if v.Kind == VContainer || v.Kind == VItems {
				return []Value{{Kind: VItems, Site: s}}
			}
		}
		return nil
	}
	keys := p.keysOf(k)
	for _, v := range vs {
		for _, key := range keys {
			out = append(out, p.element(v, key, s)...)
		}
	}
	if len(out) == 0 && !holds(vs) {
		out = p.storedElements(base)
	}
	return out
}

func holds(vs []Value) bool {
	return slices.ContainsFunc(vs, func(v Value) bool { return v.Kind == VContainer || v.Kind == VItems || v.Kind == VInstance })
}

// keysOf returns the constants that a key can be; one "" where it can be anything.
func (p *Program) keysOf(k Site) []string {
	var out []string
	for _, v := range p.valuesOf(k) {
		if v.Kind != VConst || v.Name == "" {
			return []string{""}
		}
		out = append(out, v.Name)
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

// iterated is what a loop over an expression gets.
func (p *Program) iterated(e Site) []Value {
	if !e.Valid() {
		return nil
	}
	return p.ask.iterated.of(e)
}

func (p *Program) elementsOf(e Site) []Value {
	if old := p.ask.iterated.known(e); isMany(old) {
		return old
	}
	return joined(p.eachElement(e))
}

func (p *Program) eachElement(e Site) []Value {
	if vs := p.promised(e); len(vs) > 0 {
		return vs
	}
	vs := p.valuesOf(e)
	out := p.iterate(vs)
	if len(out) == 0 && !holds(vs) {
		return p.storedElements(e)
	}
	return out
}

func (p *Program) iterate(vs []Value) []Value {
	var out []Value
	for _, v := range vs {
		switch {
		case v.Kind == VContainer && isDict(v):
			for _, n := range v.Site.M.F.All(v.Site.N, python.RKey) {
				out = append(out, p.valuesOf(Site{v.Site.M, n})...)
			}
		case v.Kind == VInstance:
			out = append(out, p.iterateInstance(v)...)
		default:
			out = append(out, p.element(v, "", Site{})...)
		}
	}
	return out
}

func isDict(v Value) bool {
	k := v.Site.Kind()
	return k == python.Dict || k == python.DictComp || strings.HasSuffix(strings.ToLower(v.Name), "dict")
}

func (p *Program) iterateInstance(v Value) []Value {
	def := p.Method(v.Class, "__iter__")
	if !def.Valid() {
		return p.element(v, "", Site{})
	}
	var out []Value
	for _, r := range p.returns(def) {
		if r.Kind == VInstance {
			out = append(out, p.returns(p.Method(r.Class, "__next__"))...)
			continue
		}
		out = append(out, p.iterate([]Value{r})...)
	}
	return out
}

// promised is what an annotation says of the elements of a container, through values(), get(), list() and the like.
func (p *Program) promised(container Site) []Value {
	if container.Kind() == python.Call {
		fn := container.Child(python.RFunc)
		if fn.Kind() == python.Attr && (fn.Str() == "values" || fn.Str() == "copy" || fn.Str() == "get") {
			return p.promised(fn.Child(python.RValue))
		}
		if fn.Kind() == python.Name && (fn.Str() == "list" || fn.Str() == "sorted" || fn.Str() == "tuple") {
			if args := container.M.F.All(container.N, python.RArg); len(args) > 0 {
				return p.promised(Site{container.M, args[0]})
			}
		}
	}
	var out []Value
	for _, ann := range p.annotationsOf(container) {
		if ann.Kind() != python.Subscript {
			continue
		}
		index := ann.Child(python.RIndex)
		if index.Kind() == python.Tuple {
			elts := ann.M.F.All(index.N, python.RElt)
			index = Site{ann.M, elts[len(elts)-1]}
		}
		for _, v := range p.evalAnnotation(index) {
			if v.Kind == VInstance || v.Kind == VClass || v.Kind == VResult && !mayBeCallable([]Value{v}) {
				out = append(out, v)
			}
		}
	}
	return out
}

// A step of unpacking: which element of a tuple target.
type unpackStep struct {
	index, after int // its position, and how many follow it
	afterStar    bool
	star         Site // the starred target itself
}

// unpacking returns the way from a whole target down to a part of it.
func unpacking(t, whole Site) []unpackStep {
	var out []unpackStep
	f := t.M.F
	for n := t.N; n != whole.N; n = f.Up(n) {
		up := f.Up(n)
		if f.Kind(up) == python.Star {
			n = up
			up = f.Up(n)
		}
		elts := f.All(up, python.RElt)
		st := unpackStep{}
		for i, e := range elts {
			if e == n {
				st.index, st.after = i, len(elts)-1-i
				if f.Kind(e) == python.Star {
					st.star = Site{t.M, e}
				}
				break
			}
			st.afterStar = st.afterStar || f.Kind(e) == python.Star
		}
		out = append(out, st)
	}
	slices.Reverse(out)
	return out
}

// unpack follows a tuple assignment into a value.
func (p *Program) unpack(value Site, path []unpackStep) []Value {
	if len(path) == 0 {
		return p.valuesOf(value)
	}
	st := path[0]
	if (value.Kind() == python.Tuple || value.Kind() == python.List) && !st.star.Valid() {
		elts := value.M.F.All(value.N, python.RElt)
		starred := slices.ContainsFunc(elts, func(n python.ID) bool { return value.M.F.Kind(n) == python.Star })
		i := st.index
		if st.afterStar {
			i = len(elts) - 1 - st.after
		}
		if !starred && i >= 0 && i < len(elts) {
			return p.unpack(Site{value.M, elts[i]}, path[1:])
		}
	}
	return p.unpackValues(p.valuesOf(value), path, value)
}

func (p *Program) unpackValues(vs []Value, path []unpackStep, _ Site) []Value {
	for _, st := range path {
		if st.star.Valid() {
			vs = []Value{{Kind: VItems, Site: st.star}}
			continue
		}
		key := ""
		if !st.afterStar {
			key = index(st.index)
		}
		var next []Value
		for _, v := range vs {
			if v.Kind == VContainer || v.Kind == VItems {
				next = append(next, p.element(v, key, Site{})...)
			}
		}
		vs = joined(next)
	}
	return vs
}

// storedElements looks at `container[k] = value` statements on something of the same name in the same file.
func (p *Program) storedElements(container Site) []Value {
	if container.Kind() != python.Attr && container.Kind() != python.Name {
		return nil
	}
	var out []Value
	f := container.M.F
	for _, n := range container.M.X.Occurrences(container.Str()) {
		up := f.Up(n)
		if f.Kind(n) != container.Kind() || f.Kind(up) != python.Subscript || f.Role(n) != python.RValue {
			continue
		}
		if whole, stmt := f.TargetOf(up); stmt != python.None && whole == up && f.Kind(stmt) == python.Assign {
			out = append(out, p.valuesOf(Site{container.M, stmt}.Child(python.RValue))...)
		}
	}
	return out
}

// annotationsOf returns the annotations of what a name or attribute is bound to.
func (p *Program) annotationsOf(s Site) []Site {
	var out []Site
	add := func(t Site) {
		switch t.Kind() {
		case python.Param:
			if a := t.Child(python.RAnnotation); a.Valid() {
				out = append(out, a)
			}
		case python.Name, python.Attr:
			if up := t.Up(); up.Kind() == python.AnnAssign && t.Role() == python.RTarget {
				out = append(out, up.Child(python.RAnnotation))
			}
		}
	}
	switch s.Kind() {
	case python.Name:
		x := s.M.X
		name := s.M.F.Name(s.N)
		if sc := x.Resolve(x.ScopeOf(s.N), name); sc >= 0 {
			for _, b := range x.Binds(sc, name) {
				add(Site{s.M, b})
			}
		}
	case python.Attr:
		for _, v := range p.valuesOf(s.Child(python.RValue)) {
			if v.Kind == VInstance || v.Kind == VClass {
				for _, b := range p.bindsOf(v.Class, s.Str(), v.Open) {
					add(b)
				}
			}
		}
	}
	return out
}
