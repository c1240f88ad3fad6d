package program

import (
	"cmp"
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// A ValueKind says what an expression can be.
type ValueKind uint8

// The kinds of values.
const (
	VUnknown   ValueKind = iota
	VInstance            // an instance of Class
	VClass               // Class itself
	VFunc                // the function (or lambda) at Site; Class is what it is bound to
	VModule              // the module of Site
	VExternal            // something outside the tree, by its dotted Name
	VResult              // what calling (or reading an attribute of the result of) external Name gives
	VContainer           // a container made at Site
	VConst               // a constant; Name is its kind and text where it is short, "" where it is computed
	VItems               // a fixed collection: a tuple, a slice, what a generator (Site: its definition) yields, the arguments of *args (Site: the parameter)
)

// A Value is one of the things an expression can be.
type Value struct {
	Kind  ValueKind
	Class *Class
	Site  Site
	Name  string
	// Skip is how many leading parameters of a function are given already: self of a bound method, the arguments of a partial.
	Skip uint8
	// Open is set where an instance (or class) may be of a class that derives from Class.
	Open bool
	// Super is set for super(): the class whose method asks; Class is the next one in order.
	Super *Class
	// Wraps is the definition whose decorators gave the value in place of the function itself.
	Wraps Site
}

// maxValues is how many values are told apart; beyond it nothing is known.
const maxValues = 12

// maxConsts is how many constants are told apart.
const maxConsts = 8

// maxMentions is how often a function's name may occur for its callers' arguments to be looked at: beyond it the name is one that
// everything has, and what all those callers pass is not known of any of them.
const maxMentions = 400

var unknown = []Value{{Kind: VUnknown}}

// many stands for more values than are told apart.
var many = []Value{{Kind: VUnknown, Name: "many"}}

// Eval returns what an expression can be, by following assignments, parameters' annotations and call sites, returns, attributes and
// what containers hold. Of several assignments in straight-line code only those count that a load can see. An empty or VUnknown
// answer says that it cannot be seen. A decorated function is both what its decorators made of it and itself.
func (p *Program) Eval(s Site) []Value {
	if !s.Valid() {
		return unknown
	}
	vs := p.ask.values.of(s)
	if len(vs) == 0 {
		return unknown
	}
	for _, v := range vs {
		if v.Wraps.Valid() {
			return withWrapped(vs)
		}
	}
	return vs
}

func withWrapped(vs []Value) []Value {
	out := slices.Clone(vs)
	for _, v := range vs {
		if v.Wraps.Valid() {
			out = append(out, itself(v))
		}
	}
	return out
}

// itself is the function or class that decorators replaced.
func itself(v Value) Value {
	if v.Wraps.Kind() == python.ClassDef {
		return Value{Kind: VClass, Class: v.Wraps.M.classes[v.Wraps.N]}
	}
	return Value{Kind: VFunc, Site: v.Wraps, Class: v.Class, Skip: v.Skip}
}

// isMany reports whether an answer gave up.
func isMany(vs []Value) bool { return len(vs) == 1 && vs[0] == many[0] }

// joined removes duplicates and what is too much to be told apart.
func joined(vs []Value) []Value {
	var out []Value
	consts := 0
	for _, v := range vs {
		if v == many[0] {
			v = unknown[0]
		}
		if slices.Contains(out, v) {
			continue
		}
		if v.Kind == VConst {
			if consts++; consts > maxConsts {
				continue
			}
		}
		out = append(out, v)
	}
	if consts > maxConsts {
		out = slices.DeleteFunc(out, func(v Value) bool { return v.Kind == VConst })
		out = append(out, Value{Kind: VConst})
	}
	if len(out)-consts > maxValues {
		return many
	}
	if len(out) > 1 {
		slices.SortFunc(out, valueOrder)
	}
	return out
}

// valueOrder is the order in which the values of an answer stand, whatever way it was come by.
func valueOrder(a, b Value) int {
	return cmp.Or(
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), placeOrder(a.at(), b.at()), cmp.Compare(a.Skip, b.Skip),
		cmp.Compare(truth(a.Open), truth(b.Open)), placeOrder(a.Wraps, b.Wraps), placeOrder(siteOf(a.Super), siteOf(b.Super)), placeOrder(siteOf(a.Class), siteOf(b.Class)))
}

// at is where the value stands.
func (v Value) at() Site {
	if v.Site.M == nil {
		return siteOf(v.Class)
	}
	return v.Site
}

func siteOf(c *Class) Site {
	if c == nil {
		return Site{}
	}
	return c.Site
}

func placeOrder(a, b Site) int {
	switch {
	case a.M == b.M:
		return cmp.Compare(a.N, b.N)
	case a.M == nil:
		return -1
	case b.M == nil:
		return 1
	}
	return cmp.Compare(a.M.Path, b.M.Path)
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *Program) evalSite(s Site) []Value {
	if old := p.ask.values.known(s); isMany(old) {
		return old
	}
	return joined(p.eval(s))
}

func (p *Program) eval(s Site) []Value {
	switch s.Kind() {
	case python.Name:
		return p.evalName(s)
	case python.Attr:
		return p.evalAttr(s)
	case python.Call:
		return p.evalCall(s)
	case python.Dict, python.List, python.Set, python.ListComp, python.SetComp, python.DictComp:
		return []Value{{Kind: VContainer, Site: s}}
	case python.Tuple, python.GenExp:
		return []Value{{Kind: VItems, Site: s}}
	case python.Str, python.Num:
		return []Value{constant(s)}
	case python.FString, python.True, python.False, python.NoneLit, python.Ellipsis, python.Compare, python.Not, python.Unary:
		return []Value{{Kind: VConst}}
	case python.BoolOp, python.BinOp:
		return p.evalEach(s, s.M.F.All(s.N, python.RValue))
	case python.IfExp:
		return slices.Concat(p.valuesOf(s.Child(python.RBody)), p.valuesOf(s.Child(python.ROrelse)))
	case python.Await, python.NamedExpr, python.Star:
		return p.valuesOf(s.Child(python.RValue))
	case python.Yield:
		return nil
	case python.Lambda:
		return []Value{{Kind: VFunc, Site: s}}
	case python.Subscript:
		return p.evalSubscript(s)
	case python.FuncDef, python.ClassDef, python.Alias, python.Param:
		return p.ask.bound.of(s)
	}
	return unknown
}

// constant keeps the text of a short constant, so that it can be a key.
func constant(s Site) Value {
	prefix := "s:"
	if s.Kind() == python.Num {
		prefix = "n:"
	}
	return Value{Kind: VConst, Name: prefix + s.Str()}
}

// valuesOf is what an expression can be, nothing where that is not known (yet).
func (p *Program) valuesOf(s Site) []Value {
	if !s.Valid() {
		return nil
	}
	return p.ask.values.of(s)
}

func (p *Program) evalEach(s Site, ns []python.ID) []Value {
	var out []Value
	for _, n := range ns {
		out = append(out, p.valuesOf(Site{s.M, n})...)
	}
	return out
}

func (p *Program) evalName(s Site) []Value {
	x := s.M.X
	name := s.M.F.Name(s.N)
	sc := x.Resolve(x.ScopeOf(s.N), name)
	if sc < 0 {
		if len(x.Stars(0)) > 0 {
			if vs := p.moduleAttr(s.M, s.Str()); len(vs) > 0 {
				return vs
			}
		}
		if s.Str() == "__class__" {
			if c := p.Enclosing(p.Function(s)); c != nil {
				return []Value{{Kind: VClass, Class: c}}
			}
		}
		return []Value{{Kind: VExternal, Name: "builtins." + s.Str()}}
	}
	return p.evalBinds(s.M, s.M.reaching(sc, x.Binds(sc, name), s.N))
}

// evalBinds joins what a name is bound to.
func (p *Program) evalBinds(m *Module, binds []python.ID) []Value {
	var out []Value
	if len(binds) > maxValues {
		binds = binds[:maxValues]
	}
	for _, b := range binds {
		out = append(out, p.ask.bound.of(Site{m, b})...)
	}
	return out
}

func (p *Program) evalBind(b Site) []Value { return p.ask.bound.of(b) }

// evalBound answers what one binding binds.
func (p *Program) evalBound(b Site) []Value {
	if old := p.ask.bound.known(b); isMany(old) {
		return old
	}
	switch b.Kind() {
	case python.FuncDef:
		return joined(p.decorated(b, 0))
	case python.ClassDef:
		return joined(p.decorated(b, 0))
	case python.Alias:
		return joined(p.evalAlias(b))
	case python.Param:
		return joined(p.evalParam(b))
	}
	return joined(p.evalTarget(b))
}

// evalTarget returns what is assigned to a target (a name, an attribute, a subscript).
func (p *Program) evalTarget(t Site) []Value {
	whole, stmt := t.M.F.TargetOf(t.N)
	if stmt == python.None {
		return unknown
	}
	st := Site{t.M, stmt}
	path := unpacking(t, Site{t.M, whole})
	switch st.Kind() {
	case python.Assign, python.NamedExpr:
		return p.unpack(st.Child(python.RValue), path)
	case python.AugAssign:
		return p.valuesOf(st.Child(python.RValue))
	case python.AnnAssign:
		return slices.Concat(p.evalAnnotation(st.Child(python.RAnnotation)), p.valuesOf(st.Child(python.RValue)))
	case python.For, python.CompFor:
		return p.unpackValues(p.iterated(st.Child(python.RIter)), path, t)
	case python.Item:
		return p.unpackValues(p.evalEntered(p.valuesOf(st.Child(python.RValue))), path, t)
	case python.Handler:
		return p.caught(st.Child(python.RType))
	}
	return unknown
}

// caught is what `except type as e` binds.
func (p *Program) caught(typ Site) []Value {
	if typ.Kind() == python.Tuple {
		var out []Value
		for _, n := range typ.M.F.All(typ.N, python.RElt) {
			out = append(out, p.caught(Site{typ.M, n})...)
		}
		return out
	}
	return p.instancesOf(p.valuesOf(typ))
}

// evalEntered is what `with value as x` binds: the instance itself, unless its __enter__ says otherwise; what a generator yields.
func (p *Program) evalEntered(vs []Value) []Value {
	var out []Value
	for _, v := range vs {
		switch {
		case v.Kind == VItems && v.Site.Kind() == python.FuncDef:
			out = append(out, p.element(v, "", Site{})...)
		case v.Kind == VInstance:
			def := p.Method(v.Class, "__enter__")
			if !def.Valid() {
				def = p.Method(v.Class, "__aenter__")
			}
			if r := p.returns(def); len(r) > 0 {
				out = append(out, r...)
				continue
			}
			out = append(out, v)
		default:
			out = append(out, v)
		}
	}
	return out
}

// matching returns the part of a value that stands where t stands in a tuple target.
func matching(t, whole, value Site) Site {
	f := t.M.F
	if (value.Kind() != python.Tuple && value.Kind() != python.List) || f.Up(t.N) != whole.N {
		return Site{}
	}
	targets, values := f.All(whole.N, python.RElt), f.All(value.N, python.RElt)
	if len(targets) != len(values) {
		return Site{}
	}
	for i, n := range targets {
		if n == t.N {
			return Site{t.M, values[i]}
		}
	}
	return Site{}
}

// evalAnnotation returns the instances that an annotation promises.
func (p *Program) evalAnnotation(a Site) []Value {
	switch a.Kind() {
	case python.BinOp:
		var out []Value
		for _, n := range a.M.F.All(a.N, python.RValue) {
			out = append(out, p.evalAnnotation(Site{a.M, n})...)
		}
		return out
	case python.Subscript:
		return p.evalGeneric(a)
	case python.Str:
		return p.instancesOf(p.byAnnotationText(a))
	case python.Name, python.Attr:
		return p.instancesOf(p.valuesOf(a))
	}
	return nil
}

func (p *Program) evalGeneric(a Site) []Value {
	base := a.Child(python.RValue)
	switch base.Str() {
	case "Optional", "Annotated", "ClassVar", "Final", "Union", "Required":
		index := a.Child(python.RIndex)
		if index.Kind() != python.Tuple {
			return p.evalAnnotation(index)
		}
		var out []Value
		for _, n := range a.M.F.All(index.N, python.RElt) {
			out = append(out, p.evalAnnotation(Site{a.M, n})...)
			if base.Str() == "Annotated" {
				break
			}
		}
		return out
	case "Type", "type":
		return classesOf(p.valuesOf(a.Child(python.RIndex)))
	}
	return p.evalAnnotation(base)
}

// byAnnotationText resolves a quoted annotation, where it is a plain name.
func (p *Program) byAnnotationText(a Site) []Value {
	return p.moduleAttr(a.M, a.Str())
}

func classesOf(vs []Value) []Value {
	var out []Value
	for _, v := range vs {
		if v.Kind == VClass {
			v.Open = true
			out = append(out, v)
		}
	}
	return out
}

func (p *Program) instancesOf(vs []Value) []Value {
	var out []Value
	for _, v := range vs {
		switch v.Kind {
		case VClass:
			out = append(out, Value{Kind: VInstance, Class: v.Class, Open: true})
		case VExternal:
			if v.Name != "typing.Any" && v.Name != "builtins.object" {
				out = append(out, Value{Kind: VResult, Name: v.Name})
			}
		}
	}
	return out
}

// evalParam returns what a parameter can be: self, its annotation, its default and what callers pass.
func (p *Program) evalParam(b Site) []Value {
	def := b.Up()
	if vs, ok := p.receiver(b, def); ok {
		return vs
	}
	op := b.M.F.Op(b.N)
	if op&(python.ArgsStar|python.KwStar) != 0 {
		return []Value{{Kind: VItems, Site: b}}
	}
	promised := p.evalAnnotation(b.Child(python.RAnnotation))
	for _, v := range promised {
		if v.Kind == VInstance {
			return promised
		}
	}
	out := promised
	if d := b.Child(python.RDefault); d.Valid() && d.Kind() != python.NoneLit {
		out = slices.Concat(out, p.valuesOf(d))
	}
	if len(promised) > 0 && !mayBeCallable(promised) {
		return out
	}
	for _, c := range p.ask.entries.of(def) {
		for _, a := range p.given(c, def, b) {
			out = append(out, p.argumentValues(a)...)
		}
	}
	return out
}

// mayBeCallable reports whether an annotation leaves open which function is passed.
func mayBeCallable(vs []Value) bool {
	for _, v := range vs {
		switch v.Name {
		case "typing.Callable", "collections.abc.Callable", "builtins.callable", "typing.Awaitable", "typing.Coroutine", "builtins.type", "typing.Type", "builtins.dict", "builtins.list", "typing.Dict", "typing.List", "typing.Mapping", "typing.Sequence", "typing.Iterable", "typing.Tuple", "builtins.tuple":
			return true
		}
	}
	return false
}
