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
	paired                 // the second of each of the pairs that it holds
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
	case paired:
		return p.secondOfPairs(o.at)
	}
	return p.valuesOf(o.at)
}

// secondOfPairs is what a dict holds that is made of pairs: dict([(key, value)]).
func (p *Program) secondOfPairs(pairs Site) []Value {
	var out []Value
	for _, v := range p.iterated(pairs) {
		if (v.Kind == VContainer || v.Kind == VItems) && v.Site.Kind() == python.Tuple && len(v.Site.M.F.All(v.Site.N, python.RElt)) == 2 {
			out = append(out, p.element(v, index(1), Site{})...)
		}
	}
	return out
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
			out = append(out, item{val: operand{at: a, how: paired}, at: s})
			if k := a.Kind(); k != python.List && k != python.Tuple && k != python.ListComp && k != python.GenExp {
				out = append(out, p.spread(a, s, Site{})...)
			}
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
