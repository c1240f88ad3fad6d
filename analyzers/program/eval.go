package program

import (
	"github.com/growlint/growlint/analyzers/library"
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
	VConst               // a constant or a computed scalar at Site
)

// A Value is one of the things an expression can be.
type Value struct {
	Kind  ValueKind
	Class *Class
	Site  Site
	Name  string
}

// maxValues is how many values are told apart; beyond it nothing is known.
const maxValues = 12

// maxMentions is how often a function's name may occur for its callers' arguments to be looked at: beyond it the name is one that
// everything has, and what all those callers pass is not known of any of them.
const maxMentions = 400

// maxDepth bounds how far a value is followed from one expression to the next.
const maxDepth = 200

var unknown = []Value{{Kind: VUnknown}}

// Eval returns what an expression can be, by following assignments, parameters' annotations and call sites, returns and attributes. It is
// insensitive to the order of statements. An empty or VUnknown answer says that it cannot be seen.
func (p *Program) Eval(s Site) []Value {
	if !s.Valid() {
		return unknown
	}
	if vs, ok := p.values[s]; ok {
		return vs
	}
	if p.visiting[s] {
		return nil // a cycle adds nothing to what its other members say
	}
	if len(p.visiting) > maxDepth {
		return unknown
	}
	p.visiting[s] = true
	vs := dedupe(p.eval(s))
	delete(p.visiting, s)
	p.values[s] = vs
	return vs
}

func dedupe(vs []Value) []Value {
	out := vs[:0:0]
	for _, v := range vs {
		dup := false
		for _, o := range out {
			dup = dup || o == v
		}
		if dup {
			continue
		}
		if out = append(out, v); len(out) > maxValues {
			return unknown
		}
	}
	return out
}

func (p *Program) eval(s Site) []Value {
	f := s.M.F
	switch s.Kind() {
	case python.Name:
		return p.evalName(s)
	case python.Attr:
		return p.evalAttr(s)
	case python.Call:
		return p.evalCall(s)
	case python.Dict, python.List, python.Set, python.ListComp, python.SetComp, python.DictComp:
		return []Value{{Kind: VContainer, Site: s}}
	case python.Str, python.FString, python.Num, python.True, python.False, python.NoneLit, python.Ellipsis, python.Compare, python.Not, python.Unary, python.Tuple, python.GenExp:
		return []Value{{Kind: VConst, Site: s}}
	case python.BoolOp, python.BinOp:
		return p.evalEach(s, f.All(s.N, python.RValue))
	case python.IfExp:
		return append(p.Eval(s.Child(python.RBody)), p.Eval(s.Child(python.ROrelse))...)
	case python.Await, python.NamedExpr, python.Star:
		return p.Eval(s.Child(python.RValue))
	case python.Lambda:
		return []Value{{Kind: VFunc, Site: s}}
	case python.Subscript:
		return p.evalElement(s.Child(python.RValue))
	}
	return unknown
}

func (p *Program) evalEach(s Site, ns []python.ID) []Value {
	var out []Value
	for _, n := range ns {
		out = append(out, p.Eval(Site{s.M, n})...)
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
		return []Value{{Kind: VExternal, Name: "builtins." + s.Str()}}
	}
	return p.evalBinds(s.M, x.Binds(sc, name))
}

// evalBinds joins what a name is bound to.
func (p *Program) evalBinds(m *Module, binds []python.ID) []Value {
	var out []Value
	if len(binds) > maxValues {
		binds = binds[:maxValues]
	}
	for _, b := range binds {
		out = append(out, p.evalBind(Site{m, b})...)
	}
	return out
}

func (p *Program) evalBind(b Site) []Value {
	if vs, ok := p.bound[b]; ok {
		return vs
	}
	if p.binding[b] { // imports and quoted annotations may go round in a circle
		return nil
	}
	p.binding[b] = true
	vs := dedupe(p.evalBound(b))
	delete(p.binding, b)
	p.bound[b] = vs
	return vs
}

func (p *Program) evalBound(b Site) []Value {
	switch b.Kind() {
	case python.FuncDef:
		return []Value{{Kind: VFunc, Site: b}}
	case python.ClassDef:
		return []Value{{Kind: VClass, Class: p.ClassAt(b)}}
	case python.Alias:
		return p.evalAlias(b)
	case python.Param:
		return p.evalParam(b)
	}
	return p.evalTarget(b)
}

// evalTarget returns what is assigned to a target (a name, an attribute, a subscript).
func (p *Program) evalTarget(t Site) []Value {
	whole, stmt := t.M.F.TargetOf(t.N)
	if stmt == python.None {
		return unknown
	}
	st := Site{t.M, stmt}
	switch st.Kind() {
	case python.Assign, python.NamedExpr:
		value := st.Child(python.RValue)
		if whole == t.N {
			return p.Eval(value)
		}
		return p.Eval(matching(t, Site{t.M, whole}, value))
	case python.AnnAssign:
		out := p.evalAnnotation(st.Child(python.RAnnotation))
		if v := st.Child(python.RValue); v.Valid() {
			out = append(append([]Value(nil), out...), p.Eval(v)...)
		}
		return out
	case python.For, python.CompFor:
		if whole != t.N {
			return p.evalItems(t, Site{t.M, whole}, st.Child(python.RIter))
		}
		return p.evalElement(st.Child(python.RIter))
	case python.Item:
		return p.evalEntered(p.Eval(st.Child(python.RValue)))
	}
	return unknown
}

// evalItems gives the second name of `for k, v in d.items()`.
func (p *Program) evalItems(t, whole, iter Site) []Value {
	parts := whole.M.F.All(whole.N, python.RElt)
	call := iter
	if call.Kind() == python.Call && call.Child(python.RFunc).Kind() == python.Attr && len(parts) == 2 && parts[1] == t.N {
		return p.evalElement(call.Child(python.RFunc).Child(python.RValue))
	}
	return unknown
}

// evalEntered is what `with value as x` binds: the instance itself, unless its __enter__ says otherwise.
func (p *Program) evalEntered(vs []Value) []Value {
	var out []Value
	for _, v := range vs {
		if v.Kind == VInstance {
			for _, name := range []string{"__enter__", "__aenter__"} {
				if def := p.Method(v.Class, name); def.Valid() {
					if r := p.returns(def); len(r) > 0 && r[0].Kind != VUnknown {
						out = append(out, r...)
						continue
					}
				}
			}
		}
		out = append(out, v)
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
			return classesOf(p.Eval(a.Child(python.RIndex)))
		}
		return p.evalAnnotation(base)
	case python.Str:
		return p.instancesOf(p.byAnnotationText(a))
	case python.Name, python.Attr:
		return p.instancesOf(p.Eval(a))
	}
	return nil
}

// byAnnotationText resolves a quoted annotation, where it is a plain name.
func (p *Program) byAnnotationText(a Site) []Value {
	return p.moduleAttr(a.M, a.Str())
}

func classesOf(vs []Value) []Value {
	var out []Value
	for _, v := range vs {
		if v.Kind == VClass {
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
			out = append(out, Value{Kind: VInstance, Class: v.Class})
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
	if def.Kind() == python.FuncDef && isFirstParam(b) {
		if c := p.Enclosing(def); c != nil && !p.hasDecorator(def, "staticmethod") {
			if p.hasDecorator(def, "classmethod") || def.Str() == "__new__" || def.Str() == "__init_subclass__" {
				return []Value{{Kind: VClass, Class: c}}
			}
			return []Value{{Kind: VInstance, Class: c}}
		}
	}
	if a := b.Child(python.RAnnotation); a.Valid() {
		if vs := p.evalAnnotation(a); len(vs) > 0 {
			return vs
		}
	}
	var out []Value
	if d := b.Child(python.RDefault); d.Valid() && d.Kind() != python.NoneLit {
		out = append(out, p.Eval(d)...)
	}
	if def.Kind() != python.FuncDef || b.M.F.Op(b.N)&(python.ArgsStar|python.KwStar) != 0 {
		return append(out, unknown...)
	}
	if p.Mentions(def.Str()) > maxMentions {
		return append(out, unknown...)
	}
	args := p.ArgumentsFor(b)
	if len(args) == 0 {
		return append(out, unknown...)
	}
	for _, a := range args {
		out = append(out, p.Eval(a)...)
	}
	return out
}

func isFirstParam(b Site) bool { return b.M.F.Child(b.Up().N, python.RParam) == b.N }

// evalCall returns what a call gives.
func (p *Program) evalCall(s Site) []Value {
	fn := s.Child(python.RFunc)
	if fn.Kind() == python.Name && fn.Str() == "super" {
		return p.evalSuper(s)
	}
	var out []Value
	for _, v := range p.Eval(fn) {
		switch v.Kind {
		case VClass:
			out = append(out, Value{Kind: VInstance, Class: v.Class})
		case VFunc:
			out = append(out, p.returns(v.Site)...)
		case VExternal:
			out = append(out, p.externalCall(s, v.Name)...)
		case VResult:
			out = append(out, Value{Kind: VResult, Name: v.Name + "()"})
		case VInstance:
			if def := p.Method(v.Class, "__call__"); def.Valid() {
				out = append(out, p.returns(def)...)
			}
		}
	}
	if len(out) == 0 {
		return unknown
	}
	return out
}

func (p *Program) externalCall(s Site, name string) []Value {
	if _, ok := library.ContainerOf(name); ok {
		return []Value{{Kind: VContainer, Site: s, Name: name}}
	}
	switch name {
	case "functools.partial", "functools.wraps", "typing.cast", "builtins.staticmethod", "builtins.classmethod":
		args := s.M.F.All(s.N, python.RArg)
		if name == "typing.cast" && len(args) == 2 {
			return p.Eval(Site{s.M, args[1]})
		}
		if len(args) > 0 {
			return p.Eval(Site{s.M, args[0]})
		}
	case "dataclasses.field", "attr.ib", "attr.field", "attrs.field", "pydantic.Field", "attr.Factory":
		return p.factoryOf(s)
	}
	return []Value{{Kind: VResult, Name: name}}
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
		for _, v := range p.Eval(arg) {
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
	return unknown
}

func (p *Program) evalSuper(s Site) []Value {
	def := p.Function(s)
	c := p.Enclosing(def)
	if c == nil {
		return unknown
	}
	var out []Value
	if mro := p.mroOf(c); len(mro) > 1 {
		out = append(out, Value{Kind: VInstance, Class: mro[1]})
	}
	for _, e := range c.ext {
		out = append(out, Value{Kind: VResult, Name: e})
	}
	return out
}

// returns joins what a function returns.
func (p *Program) returns(def Site) []Value {
	if def.Kind() == python.Lambda {
		return p.Eval(def.Child(python.RBody))
	}
	var out []Value
	for _, r := range p.returnSites(def) {
		out = append(out, p.Eval(r)...)
	}
	known := false
	for _, v := range out {
		known = known || v.Kind != VUnknown && v.Kind != VConst
	}
	if !known {
		if a := def.Child(python.RAnnotation); a.Valid() {
			if vs := p.evalAnnotation(a); len(vs) > 0 {
				return vs
			}
		}
	}
	return out
}

// returnSites lists the values that a function returns or, for a generator that is a context manager, yields.
func (p *Program) returnSites(def Site) []Site {
	var out []Site
	body := def.Child(python.RBody)
	if !body.Valid() {
		return nil
	}
	f := def.M.F
	for n, end := body.N, body.N+f.Size(body.N); n < end; {
		switch f.Kind(n) {
		case python.FuncDef, python.ClassDef, python.Lambda:
			n += f.Size(n)
			continue
		case python.Return, python.Yield:
			if v := f.Child(n, python.RValue); v != python.None {
				out = append(out, Site{def.M, v})
			}
		}
		n++
	}
	return out
}

// evalElement returns what the elements of a container can be: from the annotation of what it is bound to, else from what is put in.
func (p *Program) evalElement(container Site) []Value {
	var out []Value
	if container.Kind() == python.Call { // d.values(), list(d.values()), sorted(x)
		fn := container.Child(python.RFunc)
		if fn.Kind() == python.Attr && (fn.Str() == "values" || fn.Str() == "copy" || fn.Str() == "get") {
			return p.evalElement(fn.Child(python.RValue))
		}
		if fn.Kind() == python.Name && (fn.Str() == "list" || fn.Str() == "sorted" || fn.Str() == "tuple") {
			if args := container.M.F.All(container.N, python.RArg); len(args) > 0 {
				return p.evalElement(Site{container.M, args[0]})
			}
		}
	}
	for _, ann := range p.annotationsOf(container) {
		if ann.Kind() != python.Subscript {
			continue
		}
		index := ann.Child(python.RIndex)
		if index.Kind() == python.Tuple {
			elts := ann.M.F.All(index.N, python.RElt)
			index = Site{ann.M, elts[len(elts)-1]}
		}
		out = append(out, p.evalAnnotation(index)...)
	}
	if len(out) == 0 {
		for _, v := range p.Eval(container) {
			if v.Kind == VContainer && (v.Site.Kind() == python.List || v.Site.Kind() == python.Dict) {
				role := python.RElt
				if v.Site.Kind() == python.Dict {
					role = python.RValue
				}
				if elts := v.Site.M.F.All(v.Site.N, role); len(elts) <= maxValues {
					out = append(out, p.evalEach(v.Site, elts)...)
				}
			}
		}
	}
	if len(out) == 0 {
		out = p.storedElements(container)
	}
	if len(out) == 0 {
		return unknown
	}
	return out
}

// storedElements looks at `container[k] = value` statements on an attribute of the same name in the same file.
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
			out = append(out, p.Eval(Site{container.M, stmt}.Child(python.RValue))...)
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
		for _, v := range p.Eval(s.Child(python.RValue)) {
			if v.Kind == VInstance || v.Kind == VClass {
				for _, b := range p.attrBinds(v.Class, s.Str()) {
					add(b)
				}
			}
		}
	}
	return out
}
