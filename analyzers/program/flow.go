package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A walk follows an object (a function, a class, a collection) forward from where it is made to where it is called and, of a
// collection, to where something is put into it. It may come to places that the object does not reach: who uses it asks there
// whether the value is the object.
type walk struct {
	p      *Program
	seen   map[walkKey]bool
	calls  []callRef
	stores []item
}

// depth is how many collections the object lies inside of, at that place.
type walkKey struct {
	s     Site
	depth int
}

// maxWalk bounds how many places one object is followed to, maxInside how deep inside collections.
const (
	maxWalk   = 200
	maxInside = 3
)

func (p *Program) newWalk() *walk { return &walk{p: p, seen: map[walkKey]bool{}} }

// follow walks from the expression that makes a collection.
func (p *Program) follow(s Site, depth int) *walk {
	w := p.newWalk()
	w.visit(s, depth)
	return w
}

// visit looks at what is done with an expression that is the object.
func (w *walk) visit(s Site, depth int) {
	k := walkKey{s, depth}
	if depth < 0 || depth > maxInside || w.seen[k] || len(w.seen) >= maxWalk {
		return
	}
	w.seen[k] = true
	up := s.Up()
	if up.N < 0 {
		return
	}
	switch up.Kind() {
	case python.Attr:
		w.attribute(s, up, depth)
	case python.Subscript:
		if s.Role() == python.RValue {
			w.subscript(s, up, depth)
		}
	case python.Call:
		if s.Role() == python.RFunc {
			if depth == 0 {
				w.calls = append(w.calls, callRef{at: up})
			}
			return
		}
		w.argument(s, up, depth)
	case python.Keyword:
		if call := up.Up(); call.Kind() == python.Call {
			w.argument(s, call, depth)
		}
	case python.Star, python.DoubleStar:
		if call := up.Up(); call.Kind() == python.Call && up.Role() == python.RArg {
			w.argument(up, call, depth)
			return
		}
		w.visit(up, depth-1)
	default:
		w.part(s, up, depth)
	}
}

// part looks at what the object is a part of and that hands it on: a binding, a display, a return, a loop.
func (w *walk) part(s, up Site, depth int) {
	switch up.Kind() {
	case python.Assign, python.AnnAssign, python.NamedExpr, python.AugAssign:
		if s.Role() == python.RValue {
			for _, n := range up.M.F.All(up.N, python.RTarget) {
				w.target(Site{up.M, n}, depth)
			}
			w.passOn(up, depth, python.NamedExpr)
		} else if up.Kind() == python.AugAssign && depth == 0 { // x += [f]
			w.stores = append(w.stores, item{val: operand{at: up.Child(python.RValue), how: elements}, at: up})
		}
	case python.Tuple, python.List, python.Set, python.ListComp, python.SetComp, python.GenExp:
		if s.Role() == python.RElt && !up.M.F.IsTarget(up.N) {
			w.visit(up, depth+1)
		}
	case python.Dict, python.DictComp:
		if s.Role() == python.RValue {
			w.visit(up, depth+1)
		}
	case python.IfExp:
		if s.Role() != python.RTest {
			w.visit(up, depth)
		}
	case python.BoolOp, python.BinOp, python.Await:
		w.visit(up, depth)
	case python.Return:
		w.returned(w.p.Function(s), depth)
	case python.Yield:
		if up.M.F.Op(up.N)&python.YieldFrom == 0 {
			depth++
		}
		w.returned(w.p.Function(s), depth)
	case python.Lambda:
		if s.Role() == python.RBody {
			w.returned(up, depth)
		}
	case python.Param:
		w.names(up.M, up.M.X.ScopeAt(up.Up().N), up.Str(), depth)
	case python.For, python.CompFor:
		if s.Role() == python.RIter {
			w.target(up.Child(python.RTarget), depth-1)
		}
	case python.Item:
		if t := up.Child(python.RTarget); t.Valid() {
			w.target(t, depth)
			w.target(t, depth-1) // what a generator yields
		}
	case python.FuncDef, python.ClassDef:
		if s.Role() == python.RDecorator && depth == 0 {
			for i, n := range up.M.F.All(up.N, python.RDecorator) {
				if n == s.N {
					w.calls = append(w.calls, callRef{at: s, def: up, n: i})
				}
			}
		}
	}
}

func (w *walk) passOn(s Site, depth int, k python.Kind) {
	if s.Kind() == k {
		w.visit(s, depth)
	}
}

// target looks at what is bound to the object.
func (w *walk) target(t Site, depth int) {
	if depth < 0 || !t.Valid() {
		return
	}
	switch t.Kind() {
	case python.Name:
		x := t.M.X
		if sc := x.Resolve(x.ScopeOf(t.N), t.M.F.Name(t.N)); sc >= 0 {
			w.names(t.M, sc, t.Str(), depth)
		}
	case python.Tuple, python.List:
		for _, n := range t.M.F.All(t.N, python.RElt) {
			w.target(Site{t.M, n}, depth-1)
		}
	case python.Star:
		w.target(t.Child(python.RValue), depth+1)
	case python.Attr:
		for _, v := range w.p.valuesOf(t.Child(python.RValue)) {
			switch v.Kind {
			case VInstance, VClass:
				w.attrs(v.Class, t.Str(), depth)
			case VModule:
				w.names(v.Site.M, 0, t.Str(), depth)
			}
		}
	case python.Subscript:
		w.into(t.Child(python.RValue), depth+1)
	}
}

// into puts the object inside the collections that an expression can be.
func (w *walk) into(base Site, depth int) {
	w.visit(base, depth)
	for _, v := range w.p.valuesOf(base) {
		if v.Kind == VContainer {
			w.visit(v.Site, depth)
		}
	}
}

// names visits the loads of a name, in other modules too where they import it.
func (w *walk) names(m *Module, scope int32, name string, depth int) {
	if m.X.Scopes[scope].Kind == python.ClassDef {
		w.attrs(m.classes[m.X.Scopes[scope].Node], name, depth)
	}
	for _, s := range w.p.ask.loads.of(nameKey{m, scope, name}) {
		w.visit(s, depth)
	}
}

// attrs visits the reads of an attribute on objects of a class.
func (w *walk) attrs(c *Class, name string, depth int) {
	for _, s := range w.p.ask.attrLoads.of(attrKey{class: c, name: name}) {
		w.visit(s, depth)
	}
}

// subscript reads x[k] and x[k] = v, where s is x.
func (w *walk) subscript(s, sub Site, depth int) {
	key := sub.Child(python.RIndex)
	whole, stmt := sub.M.F.TargetOf(sub.N)
	if stmt == python.None {
		if key.Kind() == python.Slice {
			w.visit(sub, depth)
			return
		}
		w.visit(sub, depth-1)
		return
	}
	st := Site{sub.M, stmt}
	if depth != 0 || whole != sub.N || st.Kind() != python.Assign && st.Kind() != python.AnnAssign {
		return
	}
	it := item{key: w.p.keyOf(key), val: operand{at: st.Child(python.RValue)}, at: st, base: s}
	if key.Kind() == python.Slice {
		it.key, it.base, it.val.how = "", Site{}, elements
	}
	w.stores = append(w.stores, it)
}

// attribute reads x.method(…), where s is x.
func (w *walk) attribute(s, attr Site, depth int) {
	call := attr.Up()
	if call.Kind() != python.Call || attr.Role() != python.RFunc {
		return
	}
	name := attr.Str()
	args := call.M.F.All(call.N, python.RArg)
	if depth == 0 {
		w.stored(s, call, name, args)
		return
	}
	switch name {
	case "get", "pop", "setdefault", "popleft", "__getitem__", "get_nowait":
		w.visit(call, depth-1)
	case "values", "copy", "keys", "__iter__":
		w.visit(call, depth)
	case "items":
		w.visit(call, depth+1)
	}
}

// stored reads a method that puts something into the collection s.
func (w *walk) stored(s, call Site, name string, args []python.ID) {
	arg := func(i int) Site {
		if i < len(args) {
			return Site{call.M, args[i]}
		}
		return Site{}
	}
	it := item{at: call}
	switch name {
	case "setdefault", "__setitem__":
		it.key, it.val = w.p.keyOf(arg(0)), operand{at: arg(1)}
	case "insert":
		it.val = operand{at: arg(1)}
	case "extend", "extendleft":
		it.val = operand{at: arg(0), how: elements}
	case "update":
		for _, n := range args {
			a := Site{call.M, n}
			if a.Kind() == python.Keyword {
				w.stores = append(w.stores, item{key: "s:" + a.Str(), val: operand{at: a.Child(python.RValue)}, at: call, base: s})
				continue
			}
			w.stores = append(w.stores, w.p.spread(a, call, s)...)
		}
		return
	default:
		if e := library.EffectOf("", name); e != library.Grows && e != library.Inserts {
			return
		}
		it.val = operand{at: arg(0)}
	}
	if it.val.at.Valid() {
		w.stores = append(w.stores, it)
	}
}

// returned follows the object out of a function to its callers.
func (w *walk) returned(def Site, depth int) {
	if def.Kind() != python.FuncDef && def.Kind() != python.Lambda {
		return
	}
	if c := w.p.Enclosing(def); c != nil && w.p.isProperty(def) {
		w.attrs(c, def.Str(), depth)
		return
	}
	for _, c := range w.p.ask.entries.of(def) {
		switch {
		case c.def.Valid():
			w.decoratedAs(c.def, c.n, depth)
		case c.how == callPlain:
			w.visit(c.at, depth)
		}
	}
}

// decoratedAs follows what decorator n of a definition gave: to the next decorator, and to those who use the name.
func (w *walk) decoratedAs(def Site, n, depth int) {
	decorators := w.p.Decorators(def)
	for i := n - 1; i >= 0; i-- {
		for _, v := range w.p.valuesOf(decorators[i]) {
			w.parameter(v, 0, "", depth)
		}
	}
	x := def.M.X
	w.names(def.M, w.bindingScope(def, x), def.Str(), depth)
}

// bindingScope is the scope in which a definition binds its name.
func (w *walk) bindingScope(def Site, x *python.Index) int32 {
	if sc := x.Resolve(x.ScopeOf(def.N), def.M.F.Name(def.N)); sc >= 0 {
		return sc
	}
	return x.ScopeOf(def.N)
}

// parameter follows the object into what a value does with an argument, at a position or of a keyword.
func (w *walk) parameter(v Value, position int, keyword string, depth int) {
	def, skip := w.p.runBy(v)
	if !def.Valid() {
		return
	}
	f := def.M.F
	params := f.All(def.N, python.RParam)
	for i, n := range params {
		op := f.Op(n)
		switch {
		case keyword != "" && f.Str(n) == keyword && op&(python.ArgsStar|python.KwStar) == 0,
			keyword == "" && i == position+skip && op&(python.ArgsStar|python.KwStar|python.KwOnly) == 0:
			w.names(def.M, def.M.X.ScopeAt(def.N), f.Str(n), depth)
			return
		case keyword == "" && op&python.ArgsStar != 0 && i <= position+skip, keyword != "" && op&python.KwStar != 0:
			w.names(def.M, def.M.X.ScopeAt(def.N), f.Str(n), depth+1)
			return
		}
	}
}

// runBy returns the function that calling a value runs, and how many of its parameters are given already.
func (p *Program) runBy(v Value) (def Site, skip int) {
	switch v.Kind {
	case VFunc:
		return v.Site, int(v.Skip)
	case VClass:
		return p.Method(v.Class, "__init__"), 1
	case VInstance:
		return p.Method(v.Class, "__call__"), 1
	}
	return Site{}, 0
}

// argument follows the object into a call that it is an argument of.
func (w *walk) argument(a, call Site, depth int) {
	position, keyword, rest := argumentPlace(a, call)
	fn := call.Child(python.RFunc)
	for _, v := range w.p.valuesOf(fn) {
		if v.Kind == VExternal {
			w.external(a, call, v.Name, position, keyword, depth)
			continue
		}
		if rest {
			w.spreadInto(v, position, depth)
			continue
		}
		w.parameter(v, position, keyword, depth)
	}
	if fn.Kind() == python.Attr {
		w.methodArgument(fn, position, depth)
	}
	if at, later := library.RunsLater[fn.Str()]; later && at == position && depth == 0 && !w.p.runsOwn(fn) {
		w.calls = append(w.calls, callRef{at: call, how: callLater, n: position})
	}
}

// runsOwn reports whether what is called is a function or a class of the tree: then it is seen what it does with its arguments.
func (p *Program) runsOwn(fn Site) bool {
	return slices.ContainsFunc(p.valuesOf(fn), func(v Value) bool { return v.Kind == VFunc || v.Kind == VClass })
}

// spreadInto follows an element of *args into every parameter that it can be.
func (w *walk) spreadInto(v Value, position, depth int) {
	def, _ := w.p.runBy(v)
	if !def.Valid() || depth < 1 {
		return
	}
	for i := range def.M.F.All(def.N, python.RParam) {
		w.parameter(v, position+i, "", depth-1)
	}
	for _, n := range def.M.F.All(def.N, python.RParam) {
		w.parameter(v, 0, def.M.F.Str(n), depth-1)
	}
}

// methodArgument reads x.append(object) and the like.
func (w *walk) methodArgument(fn Site, position, depth int) {
	switch name := fn.Str(); name {
	case "update", "extend", "extendleft":
		w.into(fn.Child(python.RValue), depth)
	case "setdefault", "insert", "__setitem__":
		if position == 1 {
			w.into(fn.Child(python.RValue), depth+1)
			if name == "setdefault" {
				w.visit(fn.Up(), depth)
			}
		}
	default:
		if e := library.EffectOf("", name); e == library.Grows || e == library.Inserts {
			w.into(fn.Child(python.RValue), depth+1)
		}
	}
}

// external reads what known functions do with an argument.
func (w *walk) external(a, call Site, name string, position int, keyword string, depth int) {
	switch name {
	case "functools.partial", "functools.partialmethod":
		if position == 0 {
			w.calls = append(w.calls, callRef{at: call, how: callPartial})
			w.visit(call, depth)
		}
	case "builtins.map", "builtins.filter":
		if depth == 0 {
			w.calls = append(w.calls, callRef{at: call, how: callMapped})
		} else {
			w.visit(call, depth)
		}
	case "builtins.sorted", "builtins.min", "builtins.max", "functools.reduce":
		if depth == 0 && keyword == "key" {
			w.calls = append(w.calls, callRef{at: call, how: callMapped})
		}
		w.visit(call, depth)
	case "builtins.next":
		w.visit(call, depth-1)
	case "builtins.dict", "collections.OrderedDict":
		if keyword != "" {
			depth++
		} else if depth > 1 { // of pairs
			w.visit(call, depth-1)
		}
		w.visit(call, depth)
	case "builtins.enumerate", "builtins.zip":
		w.visit(call, depth+1)
	case "threading.Thread", "threading.Timer", "multiprocessing.Process":
		if depth == 0 {
			w.calls = append(w.calls, callRef{at: call, how: callThread})
		}
	case "builtins.list", "builtins.tuple", "builtins.set", "builtins.iter", "builtins.reversed", "builtins.staticmethod", "builtins.classmethod", "typing.cast", "contextlib.contextmanager", "collections.defaultdict", "collections.deque":
		w.visit(call, depth)
	}
}

// argumentPlace says where an argument stands in a call: its position or keyword; rest where it is spread.
func argumentPlace(a, call Site) (position int, keyword string, rest bool) {
	if up := a.Up(); up.Kind() == python.Keyword {
		return -1, up.Str(), false
	}
	for i, n := range call.M.F.All(call.N, python.RArg) {
		if n == a.N {
			return i, "", a.Kind() == python.Star || a.Kind() == python.DoubleStar
		}
	}
	return -1, "", false
}
