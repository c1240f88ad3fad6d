package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A UseKind says what a place does with a container.
type UseKind uint8

// The kinds of uses.
const (
	Grow     UseKind = iota // puts something in
	Shrink                  // takes out one thing or chosen ones
	Empty                   // takes everything out, or binds a fresh container
	Trim                    // replaces the container by a part of itself
	SizeTest                // compares its length, or asks whether it is full
	Member                  // asks whether something is in it
	Escape                  // hands it to code that cannot be seen
)

// A Use is one place that does something with a container, directly or through an alias.
type Use struct {
	Kind   UseKind
	At     Site   // the node that does it: a call, an assignment, a subscript
	Fn     Site   // the function in which it is evaluated
	Depth  int    // 0: the container itself; 1: an element of it
	Key    Site   // the key or the value put in or taken out, where there is one
	Value  Site   // what is stored under the key
	How    string // the method or the statement
	ByName bool   // the receiver is unknown: only the attribute's name matches
	// Callback is set where the method is handed over as a value, to run later.
	Callback bool
	ReadMade bool // grows by a read of a defaultdict
	TakesOut bool // which takes something out of what it reads: it counts on it to be there
}

// maxFlow bounds how many places one container is followed to.
const maxFlow = 4000

type flowKey struct {
	s     Site
	depth int
}

// tracer follows a container from the places that name it.
type tracer struct {
	p      *Program
	h      *Holder
	kind   string
	seen   map[flowKey]bool
	uses   []Use
	byName bool
	value  bool // what is followed is the value of a name, not the name: of a str, nothing that is done to it changes it
}

// Uses returns what the tree does with a container. The places that bind it to a fresh container outside of set-up are Empty.
func (p *Program) Uses(h *Holder) []Use {
	t := &tracer{p: p, h: h, kind: h.Type().Kind, seen: map[flowKey]bool{}}
	for _, s := range p.mentionsOf(h) {
		t.byName = s.byName
		t.mention(s.Site)
	}
	for _, a := range h.Allocs {
		if a.Class != nil {
			t.byName = false
			t.inside(a.Class)
		}
	}
	return t.uses
}

func (t *tracer) add(u Use) {
	if t.value && u.Kind != SizeTest && u.Kind != Member {
		return
	}
	u.ByName = u.ByName || t.byName
	u.Fn = t.p.Function(u.At)
	t.uses = append(t.uses, u)
}

// mention classifies a place that names the holder: a binding, or a use of the value.
func (t *tracer) mention(s Site) {
	if s.M.F.IsTarget(s.N) {
		t.rebinding(s)
		return
	}
	if up := s.Up(); up.Kind() == python.Delete && s.Kind() == python.Attr {
		t.add(Use{Kind: Empty, At: up, How: "del of it"})
		return
	}
	t.value = t.kind == library.Text.Kind
	t.flow(s, 0)
	t.value = false
}

// rebinding reads `x = …` and `x += …` on the holder itself.
func (t *tracer) rebinding(s Site) {
	if s.Kind() == python.Attr && !IsBuffer(t.kind) && t.p.fresh(s.Child(python.RValue), s, 0).Valid() {
		return // what a new object gets takes nothing from those that are
	}
	whole, stmt := s.M.F.TargetOf(s.N)
	st := Site{s.M, stmt}
	if st.Kind() == python.AugAssign && whole == s.N {
		switch s.M.F.Op(stmt) {
		case python.OpAdd, python.OpBitOr:
			t.add(Use{Kind: Grow, At: st, How: "+=", Value: st.Child(python.RValue)})
		case python.OpSub, python.OpBitAnd:
			t.add(Use{Kind: Shrink, At: st, How: "-="})
		}
		return
	}
	value := assigned(s)
	if !value.Valid() {
		if whole != s.N { // swapped in a tuple: `old, self.x = self.x, []`
			t.add(Use{Kind: Empty, At: st, How: "rebinding"})
		}
		return
	}
	if handsOver(s, value) {
		return // both objects hold it from now on
	}
	if t.readsItself(s, value) {
		if IsBuffer(t.kind) {
			t.rewritten(s, st, value)
			return
		}
		if growsItself(value) && !slices.ContainsFunc(subtree(value), isSlice) {
			t.add(Use{Kind: Grow, At: st, How: "=", Value: value})
			return
		}
		t.add(Use{Kind: Trim, At: st, How: "replacement"})
		return
	}
	if fn := t.p.Function(s); fn.N > 0 && (s != t.h.Bind || t.h.Kind == InstanceAttribute && fn.Kind() == python.FuncDef && !isConstructor(fn)) {
		t.add(Use{Kind: Empty, At: st, How: "rebinding"})
	}
}

// handsOver recognises `new.x = old.x`: one object takes over what another one holds.
func handsOver(target, value Site) bool {
	if target.Kind() != python.Attr || value.Kind() != python.Attr || value.Str() != target.Str() {
		return false
	}
	return !sameText(target.Child(python.RValue), value.Child(python.RValue))
}

// growsItself reports whether a value is the old one plus something: x + [..], {**x, ..}, [*x, ..].
func growsItself(value Site) bool {
	switch value.Kind() {
	case python.BinOp:
		op := value.M.F.Op(value.N)
		return op == python.OpAdd || op == python.OpBitOr
	case python.Dict, python.List, python.Set:
		return true
	}
	return false
}

// isSlice reports whether a node takes a part of something: x[-10:].
func isSlice(s Site) bool {
	return s.Kind() == python.Subscript && s.Child(python.RIndex).Kind() == python.Slice
}

// subtree lists the nodes of an expression.
func subtree(s Site) []Site {
	out := make([]Site, 0, s.M.F.Size(s.N))
	for n := s.N; n < s.N+s.M.F.Size(s.N); n++ {
		out = append(out, Site{s.M, n})
	}
	return out
}

func (t *tracer) readsItself(target, value Site) bool {
	f := target.M.F
	for n := value.N; n < value.N+f.Size(value.N); n++ {
		if f.Kind(n) == target.Kind() && f.Name(n) == f.Name(target.N) {
			return true
		}
	}
	return false
}

// flow classifies what the surroundings of an expression do with the container (depth 0) or an element of it (depth 1).
func (t *tracer) flow(s Site, depth int) {
	k := flowKey{s, depth}
	if t.seen[k] || depth > 1 || len(t.seen) > maxFlow {
		return
	}
	t.seen[k] = true
	up := s.Up()
	if !up.Valid() {
		return
	}
	switch up.Kind() {
	case python.Attr:
		t.method(up, depth)
	case python.Subscript:
		if s.Role() == python.RValue {
			t.subscript(up, depth)
		}
	case python.AugAssign:
		if s.Role() == python.RTarget && depth > 0 {
			t.add(Use{Kind: Grow, At: up, Depth: depth, How: "+="})
		}
	case python.Assign, python.AnnAssign, python.NamedExpr:
		if s.Role() == python.RValue {
			t.assigned(s, up, depth)
		}
		if up.Kind() == python.NamedExpr {
			t.flow(up, depth)
		}
	case python.Call:
		if s.Role() == python.RArg {
			t.argument(s, up, depth)
		}
	case python.Keyword:
		t.argument(s, up.Up(), depth)
	case python.Param: // the default of a parameter is what it mostly is
		if s.Role() == python.RDefault {
			for _, m := range t.p.scopeMentions(up.M, up.M.X.ScopeAt(up.Up().N), up.Str()) {
				t.flow(m.Site, depth)
			}
		}
	case python.Return, python.Yield:
		t.returned(s, depth)
	case python.For, python.CompFor:
		if s.Role() == python.RIter {
			t.iterated(up, depth)
		}
	case python.IfExp:
		if s.Role() != python.RTest {
			t.flow(up, depth)
		}
	case python.BoolOp, python.Await, python.Star:
		t.flow(up, depth)
	case python.Tuple, python.List:
		t.listed(s, up, depth)
	case python.Compare:
		if op := up.M.F.Op(up.N); (op == python.OpIn || op == python.OpNotIn) && depth == 0 {
			t.add(Use{Kind: Member, At: up, Depth: depth, Key: up.Child(python.RValue), How: "in"})
		}
	case python.Item:
		if target := up.Child(python.RTarget); target.Valid() {
			t.names(target, depth)
		}
	}
}

// subscript reads x[k] = v, del x[k], x[k] += v, x[:] = … and reads.
func (t *tracer) subscript(sub Site, depth int) {
	key := sub.Child(python.RIndex)
	f := sub.M.F
	if whole, stmt := f.TargetOf(sub.N); stmt != python.None {
		st := Site{sub.M, stmt}
		switch {
		case key.Kind() == python.Slice:
			t.add(Use{Kind: Trim, At: st, Depth: depth, How: "slice assignment"})
		case st.Kind() == python.AugAssign:
			if t.readInserts() && depth == 0 {
				t.add(Use{Kind: Grow, At: st, Depth: depth, How: "[] +=", Key: key, ReadMade: true})
			}
			t.flow1(Use{Kind: Grow, At: st, Depth: depth + 1, How: "+="})
		case t.isList() && depth == 0: // replaces an element
		default:
			u := Use{Kind: Grow, At: st, Depth: depth, How: "[]=", Key: key}
			if whole == sub.N {
				u.Value = st.Child(python.RValue)
			}
			t.add(u)
		}
		return
	}
	if up := sub.Up(); up.Kind() == python.Delete && key.Kind() == python.Slice {
		t.add(Use{Kind: Trim, At: sub, Depth: depth, How: "del of a slice"})
		return
	} else if up.Kind() == python.Delete {
		t.add(Use{Kind: Shrink, At: sub, Depth: depth, How: "del", Key: key})
		return
	}
	if key.Kind() == python.Slice {
		return
	}
	if depth == 0 && t.readInserts() {
		t.add(Use{Kind: Grow, At: sub, Depth: 0, How: "[]", Key: key, ReadMade: true, TakesOut: takesOutOf(sub)})
	}
	t.flow(sub, depth+1)
}

func (t *tracer) flow1(u Use) {
	if u.Depth <= 1 {
		t.add(u)
	}
}

func (t *tracer) readInserts() bool {
	for _, a := range t.h.Allocs {
		if a.Type.ReadInserts || a.Type.Kind == "counter" {
			return true
		}
	}
	return false
}

func (t *tracer) isList() bool {
	return t.kind == "list" || t.kind == "deque" || t.kind == "bytearray"
}

// assigned follows `y = x` to y.
func (t *tracer) assigned(s, st Site, depth int) {
	for _, n := range st.M.F.All(st.N, python.RTarget) {
		target := Site{st.M, n}
		switch target.Kind() {
		case python.Name:
			t.names(target, depth)
		case python.Attr:
			if depth == 0 {
				t.aliasAttr(target, depth)
			}
		case python.Tuple:
			if depth > 0 {
				t.names(target, depth)
			}
		}
	}
}

// argument follows a container into the function it is passed to.
func (t *tracer) argument(s, call Site, depth int) {
	if call.Kind() != python.Call {
		return
	}
	t.handedOn(s, call, depth)
	for _, v := range t.p.Eval(call.Child(python.RFunc)) {
		switch v.Kind {
		case VExternal, VResult:
			t.externalArgument(s, call, v.Name, depth)
		case VFunc:
			t.parameter(s, call, v.Site, depth)
		case VClass:
			if def := t.p.Method(v.Class, "__init__"); def.Valid() {
				t.parameter(s, call, def, depth)
			} else if depth == 0 && t.p.copiesDefaults(v.Class) {
				t.field(s, call, v.Class)
			}
		case VUnknown:
			if depth == 0 {
				t.add(Use{Kind: Escape, At: call, Depth: depth, How: "argument"})
			}
		}
	}
}

func (t *tracer) parameter(s, call, def Site, depth int) {
	if param := t.p.paramFor(call, s, def); param.Valid() {
		t.mentions(def, param, depth)
	}
}

func (t *tracer) externalArgument(s, call Site, name string, depth int) {
	switch {
	case name == "builtins.len":
		t.sizeTest(call, depth)
	case name == "builtins.iter" || name == "builtins.list" || name == "builtins.tuple" || name == "builtins.sorted" || name == "builtins.reversed" || name == "builtins.enumerate":
		if up := call.Up(); (up.Kind() == python.For || up.Kind() == python.CompFor) && call.Role() == python.RIter {
			t.iterated(up, depth)
		}
	case library.ArgEffects[name] == library.Grows:
		t.add(Use{Kind: Grow, At: call, Depth: depth, How: library.Short(name), Value: call.Child(python.RArg)})
	case library.ArgEffects[name] == library.Shrinks:
		t.add(Use{Kind: Shrink, At: call, Depth: depth, How: library.Short(name)})
	case library.ArgEffects[name] != 0 || library.Pure[name]:
	case depth == 0:
		t.add(Use{Kind: Escape, At: call, Depth: depth, How: "argument of " + name})
	}
}

// sizeTest records len(x) where it decides something.
func (t *tracer) sizeTest(call Site, depth int) {
	for up := call.Up(); up.Valid(); up = up.Up() {
		switch up.Kind() {
		case python.Compare:
			t.add(Use{Kind: SizeTest, At: up, Depth: depth, How: "len"})
			return
		case python.BinOp, python.BoolOp, python.Not, python.Unary, python.Call:
		case python.Assign: // n = len(x), compared later
			if depth == 0 {
				t.lengthName(up)
			}
			return
		default:
			return
		}
	}
}

func (t *tracer) lengthName(st Site) {
	target := st.Child(python.RTarget)
	if target.Kind() != python.Name {
		return
	}
	x := st.M.X
	scope := x.Resolve(x.ScopeOf(target.N), st.M.F.Name(target.N))
	for _, m := range t.p.scopeMentions(st.M, scope, target.Str()) {
		if up := m.Up(); up.Kind() == python.Compare {
			t.add(Use{Kind: SizeTest, At: up, How: "len"})
		}
	}
}

// returned follows a container out of a function to its callers; a property's callers are the reads of it.
func (t *tracer) returned(s Site, depth int) {
	def := t.p.Function(s)
	if def.Kind() != python.FuncDef {
		return
	}
	if t.p.hasDecorator(def, "property", "cached_property") {
		if c := t.p.Enclosing(def); c != nil {
			for _, m := range t.p.attrMentions(&Holder{Class: c, Name: def.Str(), M: c.Site.M}) {
				if !m.byName {
					t.flow(m.Site, depth)
				}
			}
		}
		return
	}
	for _, c := range t.p.Callers(def) {
		if !c.Value && !c.ByName {
			t.flow(c.At, depth)
		}
	}
}

// listed follows a container that is written in a tuple: a loop over it, and an assignment of its parts to as many names.
func (t *tracer) listed(s, tuple Site, depth int) {
	up := tuple.Up()
	switch up.Kind() {
	case python.Keyword:
		if call := up.Up(); up.Str() == "args" && call.Kind() == python.Call {
			t.handedOn(s, call, depth)
		}
	case python.For, python.CompFor:
		if tuple.Role() == python.RIter {
			t.names(up.Child(python.RTarget), depth)
		}
	case python.Tuple, python.List:
		t.paired(s, tuple, up, depth)
	case python.Assign:
		target := up.Child(python.RTarget)
		f := tuple.M.F
		parts, names := f.All(tuple.N, python.RElt), f.All(target.N, python.RElt)
		if tuple.Role() != python.RValue || len(parts) != len(names) {
			return
		}
		for i, n := range parts {
			if n == s.N && f.Kind(names[i]) == python.Name {
				t.names(Site{tuple.M, names[i]}, depth)
			}
		}
	}
}

// iterated follows `for v in x`: v is an element.
func (t *tracer) iterated(loop Site, depth int) {
	if t.kind == "queue" && depth == 0 { // gevent's and janus' queues give what they hold, and wait for more
		t.add(Use{Kind: Shrink, At: loop, How: "iteration"})
	}
	if target := loop.Child(python.RTarget); target.Valid() {
		t.names(target, depth+1)
	}
}
