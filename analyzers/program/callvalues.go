package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// What a call evaluates to.

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
			if v.Name == "weakref.ref" || v.Name == "weakref.ReferenceType" {
				out = append(out, p.referred(fn)...)
				continue
			}
			out = append(out, derived(VResult, v.Name+"()")...)
		}
	}
	if fn.Kind() == python.Attr {
		out = append(out, p.containerCall(s, fn)...)
	}
	return out
}

// referred is what a weak reference gives when it is called: what it was made for, where a name or an attribute keeps it.
func (p *Program) referred(ref Site) []Value {
	var out []Value
	if ref.Kind() == python.Call {
		return p.valuesOf(ref.Child(python.RArg))
	}
	for _, b := range p.bindings(ref) {
		if made := assigned(b); made.Kind() == python.Call {
			out = append(out, p.valuesOf(made.Child(python.RArg))...)
		}
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
