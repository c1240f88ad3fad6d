package program

import (
	"cmp"
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A callRef is a place that runs a function, with what is known of what it passes.
type callRef struct {
	at   Site // the call; of a decorator the expression
	def  Site // of a decorator: what it is applied to
	n    int  // of a decorator: its place from the outermost
	how  callKind
	skip int // how many parameters are given already
}

type callKind uint8

const (
	callPlain   callKind = iota
	callPartial          // functools.partial(f, …)
	callMapped           // map(f, xs), sorted(xs, key=f)
	callThread           // Thread(target=f, args=…)
)

// entriesOf answers which places run a function, and how: calls by any name that it goes under, decorators that it is, maps.
func (p *Program) entriesOf(def Site) []callRef {
	var out []callRef
	add := func(c callRef) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	class := p.Enclosing(def)
	name := def.Str()
	if class != nil && (name == "__init__" || name == "__new__" || name == "__post_init__") {
		for _, k := range p.withSubclasses(class) {
			if m := p.Method(k, name); m == def {
				for _, s := range p.ask.constructions.of(k) {
					add(callRef{at: s, skip: 1})
				}
				for _, c := range p.asDecorator(k) {
					add(c)
				}
			}
		}
	}
	for _, c := range p.candidates(def, class) {
		if skip, ok := p.runs(c, def); ok {
			c.skip = skip
			add(c)
		}
	}
	slices.SortFunc(out, callOrder)
	return out
}

func callOrder(a, b callRef) int {
	return cmp.Or(placeOrder(a.at, b.at), placeOrder(a.def, b.def), cmp.Compare(a.n, b.n), cmp.Compare(a.how, b.how), cmp.Compare(a.skip, b.skip))
}

// asDecorator lists what a class is applied to as a decorator.
func (p *Program) asDecorator(c *Class) []callRef {
	var out []callRef
	if p.Mentions(c.Name) > maxMentions {
		return nil
	}
	w := p.newWalk()
	w.decoratedAs(c.Site, len(p.Decorators(c.Site)), 0)
	for _, r := range w.calls {
		if r.def.Valid() && slices.ContainsFunc(p.valuesOf(r.at), func(v Value) bool { return v.Kind == VClass && v.Class == c }) {
			r.skip = 1
			out = append(out, r)
		}
	}
	return out
}

// candidates are the places to which a function may get.
func (p *Program) candidates(def Site, class *Class) []callRef {
	w := p.newWalk()
	if def.Kind() == python.Lambda {
		w.visit(def, 0)
		return w.calls
	}
	if def.Kind() != python.FuncDef || p.Mentions(def.Str()) > maxMentions {
		return nil
	}
	if class != nil && def.Str() == "__call__" {
		for _, k := range p.withSubclasses(class) {
			for _, s := range p.ask.constructions.of(k) {
				w.visit(s, 0)
				if s.Role() == python.RDecorator {
					w.calls = append(w.calls, callRef{at: s, def: s.Up(), n: decoratorIndex(s)})
				}
			}
		}
	}
	w.decoratedAs(def, len(p.Decorators(def)), 0)
	return w.calls
}

func decoratorIndex(d Site) int {
	return slices.Index(d.M.F.All(d.Up().N, python.RDecorator), d.N)
}

// runs reports whether a place runs def, and how many parameters are given before its first argument.
func (p *Program) runs(c callRef, def Site) (skip int, ok bool) {
	callee := c.at
	switch {
	case c.def.Valid():
	case c.how == callPlain:
		callee = c.at.Child(python.RFunc)
	case c.how == callThread:
		callee = keywordArg(c.at, "target")
		if !callee.Valid() {
			callee = keywordArg(c.at, "function")
		}
	default:
		callee = c.at.Child(python.RArg)
		if k := keywordArg(c.at, "key"); k.Valid() {
			callee = k
		}
	}
	for _, v := range p.valuesOf(callee) {
		if d, skip := p.runBy(v); d == def && (v.Kind != VClass) {
			return skip, true
		}
		if v.Kind == VClass && c.def.Valid() {
			if d, skip := p.runBy(v); d == def {
				return skip, true
			}
		}
	}
	return 0, false
}

func keywordArg(call Site, name string) Site {
	for _, n := range call.M.F.All(call.N, python.RArg) {
		if call.M.F.Kind(n) == python.Keyword && call.M.F.Str(n) == name {
			return Site{call.M, n}.Child(python.RValue)
		}
	}
	return Site{}
}

// A passed is one argument of a call.
type passed struct {
	operand
	position int    // the index of the parameter, -1 of a keyword
	keyword  string // "" of a positional one
	rest     bool   // spread: *x or **x
	mapping  bool   // **x
}

// allGiven lists what a place passes.
func (p *Program) allGiven(c callRef) []passed {
	f := c.at.M.F
	if c.def.Valid() {
		return []passed{{operand: operand{at: c.def, how: decorated, n: c.n + 1}, position: c.skip}}
	}
	args := f.All(c.at.N, python.RArg)
	var out []passed
	switch c.how {
	case callMapped:
		for i, n := range args {
			if a := (Site{c.at.M, n}); a.Kind() != python.Keyword && (i > 0 || keywordArg(c.at, "key").Valid()) {
				out = append(out, passed{operand: operand{at: a, how: elements}, position: c.skip + len(out)})
			}
		}
		return out
	case callThread:
		for i, n := range f.All(keywordArg(c.at, "args").N, python.RElt) {
			out = append(out, passed{operand: operand{at: Site{c.at.M, n}}, position: c.skip + i})
		}
		return out
	case callPartial:
		args = args[1:]
	}
	at := c.skip
	for _, n := range args {
		a := Site{c.at.M, n}
		switch a.Kind() {
		case python.Keyword:
			out = append(out, passed{operand: operand{at: a.Child(python.RValue)}, position: -1, keyword: a.Str()})
		case python.Star:
			out = append(out, passed{operand: operand{at: a.Child(python.RValue), how: elements}, position: at, rest: true})
			at = 1 << 20
		case python.DoubleStar:
			out = append(out, passed{operand: operand{at: a.Child(python.RValue), how: elements}, position: -1, rest: true, mapping: true})
		default:
			out = append(out, passed{operand: operand{at: a}, position: at})
			at++
		}
	}
	return out
}

// given lists what a place passes for a parameter.
func (p *Program) given(c callRef, def, param Site) []operand {
	position, name := paramIndex(param), param.Str()
	keywordOnly := param.M.F.Op(param.N)&python.KwOnly != 0
	var out []operand
	for _, a := range p.allGiven(c) {
		switch {
		case a.rest && a.mapping:
			out = append(out, operand{at: a.at, how: held, key: "s:" + name})
		case a.rest:
			if !keywordOnly && position >= a.position {
				out = append(out, operand{at: a.at, how: held, key: index(position - a.position)})
			}
		case a.keyword != "":
			if a.keyword == name {
				return append(out, a.operand)
			}
		case a.position == position && !keywordOnly:
			return append(out, a.operand)
		}
	}
	return out
}

// argumentValues is what an argument can be.
func (p *Program) argumentValues(o operand) []Value { return p.operandValues(o) }

// decorated is what a definition becomes under its decorators, all but the n outermost.
func (p *Program) decorated(def Site, n int) []Value {
	vs := []Value{{Kind: VFunc, Site: def}}
	if def.Kind() == python.ClassDef {
		vs = []Value{{Kind: VClass, Class: p.ClassAt(def)}}
	}
	decorators := p.Decorators(def)
	for i := len(decorators) - 1; i >= n; i-- {
		vs = p.decorate(def, decorators[i], i, vs)
	}
	return vs
}

// decorate applies one decorator. One whose result cannot be seen leaves the definition what it is.
func (p *Program) decorate(def, d Site, n int, vs []Value) []Value {
	var out []Value
	for _, v := range p.valuesOf(d) {
		switch v.Kind {
		case VFunc, VInstance:
			target, skip := p.runBy(v)
			if !target.Valid() {
				continue
			}
			for _, r := range p.result(target, callRef{at: d, def: def, n: n, skip: skip}) {
				if r.Kind == VFunc || r.Kind == VInstance || r.Kind == VClass {
					out = append(out, replacing(r, def))
				}
			}
		case VClass:
			out = append(out, replacing(Value{Kind: VInstance, Class: v.Class}, def))
		}
	}
	if len(out) == 0 {
		return vs
	}
	return out
}

// replacing marks a value that stands for a definition.
func replacing(v Value, def Site) Value {
	if v.Kind == VFunc && v.Site == def || v.Kind == VClass && v.Class.Site == def {
		return v
	}
	v.Wraps = def
	return v
}

// result is what running a function from a place gives. A parameter that is handed back is what that place passed.
func (p *Program) result(def Site, c callRef) []Value {
	if isGenerator(def) {
		return []Value{{Kind: VItems, Site: def}}
	}
	var out []Value
	for _, r := range p.returnSites(def) {
		if param := plainParam(r); param.Valid() && param.Up() == def {
			if ops := p.given(c, def, param); len(ops) > 0 {
				for _, o := range ops {
					out = append(out, p.operandValues(o)...)
				}
				continue
			}
		}
		out = append(out, p.valuesOf(r)...)
	}
	return p.orPromised(out, def)
}

// plainParam returns the parameter that a name is, where nothing else binds the name.
func plainParam(s Site) Site {
	if s.Kind() != python.Name {
		return Site{}
	}
	x := s.M.X
	name := s.M.F.Name(s.N)
	sc := x.Resolve(x.ScopeOf(s.N), name)
	if sc <= 0 {
		return Site{}
	}
	if binds := x.Binds(sc, name); len(binds) == 1 && s.M.F.Kind(binds[0]) == python.Param && s.M.F.Op(binds[0])&(python.ArgsStar|python.KwStar) == 0 {
		return Site{s.M, binds[0]}
	}
	return Site{}
}

// evalCall returns what a call gives.
func (p *Program) evalCall(s Site) []Value {
	fn := s.Child(python.RFunc)
	if fn.Kind() == python.Name && fn.Str() == "super" {
		return p.evalSuper(s)
	}
	var out []Value
	for _, v := range p.valuesOf(fn) {
		switch v.Kind {
		case VClass:
			out = append(out, Value{Kind: VInstance, Class: v.Class, Open: v.Open})
		case VFunc, VInstance:
			if def, skip := p.runBy(v); def.Valid() {
				out = append(out, p.result(def, callRef{at: s, skip: skip})...)
			}
		case VExternal:
			out = append(out, p.externalCall(s, v.Name)...)
		case VResult:
			out = append(out, derived(VResult, v.Name+"()")...)
		}
	}
	if fn.Kind() == python.Attr {
		out = append(out, p.containerCall(s, fn)...)
	}
	return out
}

// containerCall is what a method of a collection gives.
func (p *Program) containerCall(s, fn Site) []Value {
	name := fn.Str()
	switch name {
	case "get", "pop", "setdefault", "popleft", "values", "copy", "items", "__getitem__", "get_nowait", "popitem", "__iter__":
	default:
		return nil
	}
	base := fn.Child(python.RValue)
	if name != "values" && name != "items" && name != "copy" {
		if vs := p.promised(base); len(vs) > 0 {
			return vs
		}
	}
	var out []Value
	for _, v := range p.valuesOf(base) {
		if v.Kind != VContainer && v.Kind != VItems {
			continue
		}
		switch name {
		case "copy", "__iter__":
			out = append(out, v)
		case "values":
			out = append(out, Value{Kind: VItems, Site: v.Site})
		case "items":
			out = append(out, Value{Kind: VItems, Site: v.Site, Name: "items"})
		case "popitem":
			out = append(out, Value{Kind: VItems, Site: v.Site, Name: "of items"})
		default:
			for _, key := range p.keysOf(s.Child(python.RArg)) {
				out = append(out, p.element(v, key, s)...)
			}
			if args := s.M.F.All(s.N, python.RArg); name == "get" && len(args) == 2 {
				out = append(out, p.valuesOf(Site{s.M, args[1]})...)
			}
		}
	}
	return out
}

// passesOn are calls whose result is their first argument.
var passesOn = map[string]bool{
	"builtins.staticmethod": true, "builtins.classmethod": true, "builtins.iter": true, "copy.copy": true,
	"contextlib.contextmanager": true, "contextlib.asynccontextmanager": true, "functools.partialmethod": true, "asyncio.create_task": false,
}

// collects are calls that make a collection of what they are given.
var collects = map[string]bool{"builtins.tuple": true, "builtins.sorted": true, "builtins.reversed": true, "builtins.frozenset": true, "builtins.filter": true}

func (p *Program) externalCall(s Site, name string) []Value {
	if _, ok := library.ContainerOf(name); ok {
		return []Value{{Kind: VContainer, Site: s, Name: name}}
	}
	args := s.M.F.All(s.N, python.RArg)
	arg := func(i int) Site {
		if i < len(args) && s.M.F.Kind(args[i]) != python.Keyword {
			return Site{s.M, args[i]}
		}
		return Site{}
	}
	switch {
	case passesOn[name] && len(args) > 0:
		return p.valuesOf(arg(0))
	case collects[name]:
		return []Value{{Kind: VItems, Site: s}}
	}
	switch name {
	case "functools.partial":
		return p.partial(s, arg(0), args)
	case "typing.cast":
		if len(args) == 2 {
			return p.cast(arg(0), arg(1))
		}
	case "builtins.next":
		return p.next(arg(0))
	case "builtins.enumerate", "builtins.zip", "builtins.map":
		return []Value{{Kind: VItems, Site: s, Name: name[len("builtins."):]}}
	case "builtins.getattr":
		return p.getattr(arg(0), arg(1), arg(2))
	case "builtins.type":
		if len(args) == 1 {
			return classesOfInstances(p.valuesOf(arg(0)))
		}
	case "builtins.vars", "builtins.globals", "builtins.locals":
		return unknown
	case "dataclasses.field", "attr.ib", "attr.field", "attrs.field", "pydantic.Field", "attr.Factory":
		return p.factoryOf(s)
	}
	return []Value{{Kind: VResult, Name: name}}
}

func (p *Program) partial(s, fn Site, args []python.ID) []Value {
	positional := 0
	for _, n := range args[min(1, len(args)):] {
		switch s.M.F.Kind(n) {
		case python.Keyword, python.Star, python.DoubleStar:
		default:
			positional++
		}
	}
	var out []Value
	for _, v := range p.valuesOf(fn) {
		if v.Kind == VFunc {
			v.Skip += uint8(positional)
		}
		out = append(out, v)
	}
	return out
}

func (p *Program) cast(typ, value Site) []Value {
	if vs := p.evalAnnotation(typ); len(vs) > 0 && vs[0].Kind == VInstance {
		return vs
	}
	return p.valuesOf(value)
}

// next is what next(x) gives.
func (p *Program) next(x Site) []Value {
	var out []Value
	for _, v := range p.valuesOf(x) {
		if v.Kind == VInstance {
			out = append(out, p.returns(p.Method(v.Class, "__next__"))...)
			continue
		}
		out = append(out, p.iterate([]Value{v})...)
	}
	return out
}

// mapped is what map(f, xs) gives one after the other.
func (p *Program) mapped(call Site) []Value {
	var out []Value
	for _, n := range call.M.F.All(call.N, python.RArg) {
		for _, v := range p.valuesOf(Site{call.M, n}) {
			if def, skip := p.runBy(v); def.Valid() && v.Kind == VFunc {
				out = append(out, p.result(def, callRef{at: call, how: callMapped, skip: skip})...)
			} else if v.Kind == VClass {
				out = append(out, Value{Kind: VInstance, Class: v.Class})
			}
		}
	}
	return out
}

// getattr reads an attribute by a name that is a constant.
func (p *Program) getattr(base, name, other Site) []Value {
	out := slices.Clone(p.valuesOf(other))
	if name.Kind() != python.Str {
		return append(out, unknown...)
	}
	for _, v := range p.valuesOf(base) {
		out = append(out, p.attributeOf(base.M, v, name.Str())...)
	}
	return out
}

func classesOfInstances(vs []Value) []Value {
	var out []Value
	for _, v := range vs {
		if v.Kind == VInstance {
			out = append(out, Value{Kind: VClass, Class: v.Class, Open: v.Open})
		}
	}
	return out
}

// factoryOf returns what the default factory of a dataclass or attrs field makes.
func (p *Program) factoryOf(call Site) []Value {
	for _, a := range call.M.F.All(call.N, python.RArg) {
		arg := Site{call.M, a}
		if arg.Kind() == python.Keyword && (arg.Str() == "default_factory" || arg.Str() == "factory") {
			arg = arg.Child(python.RValue)
		} else if arg.Kind() == python.Keyword {
			continue
		}
		for _, v := range p.valuesOf(arg) {
			switch v.Kind {
			case VExternal:
				if _, ok := library.ContainerOf(v.Name); ok {
					return []Value{{Kind: VContainer, Site: call, Name: v.Name}}
				}
			case VClass:
				return []Value{{Kind: VInstance, Class: v.Class}}
			case VFunc:
				return p.returns(v.Site)
			}
		}
	}
	return nil
}

func (p *Program) evalSuper(s Site) []Value {
	c := p.Enclosing(p.Function(s))
	if c == nil {
		return unknown
	}
	var out []Value
	if mro := p.mroOf(c); len(mro) > 1 {
		out = append(out, Value{Kind: VInstance, Class: mro[1], Super: c})
	}
	for _, e := range p.External(c) {
		out = append(out, Value{Kind: VResult, Name: e})
	}
	return out
}

// returns joins what a function returns, whoever runs it.
func (p *Program) returns(def Site) []Value {
	if !def.Valid() {
		return nil
	}
	return p.ask.returned.of(def)
}

func (p *Program) returnedBy(def Site) []Value {
	if isGenerator(def) {
		return []Value{{Kind: VItems, Site: def}}
	}
	var out []Value
	for _, r := range p.returnSites(def) {
		out = append(out, p.valuesOf(r)...)
	}
	return joined(p.orPromised(out, def))
}

// orPromised adds what the annotation of the result says, where nothing better is known.
func (p *Program) orPromised(vs []Value, def Site) []Value {
	for _, v := range vs {
		if v.Kind != VUnknown && v.Kind != VConst {
			return vs
		}
	}
	if a := def.Child(python.RAnnotation); a.Valid() {
		if promised := p.evalAnnotation(a); len(promised) > 0 {
			return promised
		}
	}
	return vs
}

// returnSites lists the values that a function returns or, for a generator, yields.
func (p *Program) returnSites(def Site) []Site {
	var out []Site
	body := def.Child(python.RBody)
	if !body.Valid() {
		return nil
	}
	if def.Kind() == python.Lambda {
		return []Site{body}
	}
	eachOwn(def, func(s Site) {
		if k := s.Kind(); k == python.Return || k == python.Yield {
			if v := s.Child(python.RValue); v.Valid() {
				out = append(out, v)
			}
		}
	})
	return out
}

// yields lists the yield expressions of a function.
func yields(def Site) []Site {
	var out []Site
	eachOwn(def, func(s Site) {
		if s.Kind() == python.Yield {
			out = append(out, s)
		}
	})
	return out
}

func isGenerator(def Site) bool { return def.Kind() == python.FuncDef && len(yields(def)) > 0 }

// eachOwn visits the nodes of a function's body that do not belong to a definition inside.
func eachOwn(def Site, visit func(Site)) {
	body := def.Child(python.RBody)
	if !body.Valid() {
		return
	}
	f := def.M.F
	for n, end := body.N, body.N+f.Size(body.N); n < end; {
		switch f.Kind(n) {
		case python.FuncDef, python.ClassDef, python.Lambda:
			n += f.Size(n)
			continue
		}
		visit(Site{def.M, n})
		n++
	}
}
