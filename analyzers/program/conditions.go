package program

import (
	"strconv"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A condition is a test that must come out one way for a node to run.
type condition struct {
	test  Site
	holds bool
	early bool // the test of an early exit before the node, not of a branch around it
}

// conditions lists what must hold in its function for a node to run, the innermost first: branches around it, and early exits before it.
func conditions(s Site) []condition {
	f := s.M.F
	var out []condition
	for n := s.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.If, python.IfExp, python.While:
			switch f.Role(n) {
			case python.RBody:
				out = append(out, condition{test: Site{s.M, f.Child(up, python.RTest)}, holds: true})
			case python.ROrelse:
				out = append(out, condition{test: Site{s.M, f.Child(up, python.RTest)}})
			}
		case python.Block, python.Module:
			out = append(out, earlyExits(s.M, up, n)...)
		case python.FuncDef, python.Lambda, python.ClassDef:
			return unfold(out)
		}
	}
	return unfold(out)
}

// earlyExits lists the `if test: return` statements of a block before a node.
func earlyExits(m *Module, block, before python.ID) []condition {
	var out []condition
	m.F.Children(block, func(c python.ID) bool {
		if c >= before {
			return false
		}
		if m.F.Kind(c) == python.If && m.F.Child(c, python.ROrelse) == python.None && endsBlock(m.F, m.F.Child(c, python.RBody)) {
			out = append(out, condition{test: Site{m, m.F.Child(c, python.RTest)}, early: true})
		}
		return true
	})
	return out
}

// endsBlock reports whether the last statement of a block leaves it for good.
func endsBlock(f *python.File, block python.ID) bool {
	last := python.None
	f.Children(block, func(c python.ID) bool { last = c; return true })
	switch f.Kind(last) {
	case python.Return, python.Raise, python.Continue, python.Break:
		return true
	}
	return false
}

// unfold takes `not` off and splits what `and` (or a failed `or`) joins.
func unfold(in []condition) []condition {
	var out []condition
	for _, c := range in {
		switch op := c.test.op(); {
		case c.test.Kind() == python.Not:
			out = append(out, unfold([]condition{{c.test.Child(python.RValue), !c.holds, c.early}})...)
		case c.test.Kind() == python.BoolOp && (op == python.OpAnd && c.holds || op == python.OpOr && !c.holds):
			for _, n := range c.test.M.F.All(c.test.N, python.RValue) {
				out = append(out, unfold([]condition{{Site{c.test.M, n}, c.holds, c.early}})...)
			}
		default:
			out = append(out, c)
		}
	}
	return out
}

func (s Site) op() python.Op {
	if !s.Valid() {
		return python.NoOp
	}
	return s.M.F.Op(s.N)
}

// dead finds an eviction under a condition that never holds.
func (b *balance) dead(u Use) (Fault, string) {
	for _, c := range conditions(u.At) {
		if c.holds {
			continue
		}
		switch c.test.Kind() {
		case python.Name, python.Attr:
			if b.alwaysTrue(c.test) {
				return FaultDead, "never runs: " + c.test.Str() + " at line " + strconv.Itoa(c.test.Line()) + " is always true"
			}
		}
	}
	return b.startedNever(u)
}

// startedNever looks at who starts the function of an eviction: where each start stands under a condition that never holds, nothing does.
func (b *balance) startedNever(u Use) (Fault, string) {
	if u.Fn.Kind() != python.FuncDef {
		return NoFault, ""
	}
	why := ""
	for _, call := range b.p.Callers(u.Fn) {
		if fn := b.p.Function(call.At); isConstructor(fn) || fn.N == 0 && call.Value {
			continue // started once, when there is nothing to take out yet
		}
		dead := false
		for _, c := range conditions(call.At) {
			if !c.holds && (c.test.Kind() == python.Name || c.test.Kind() == python.Attr) && b.alwaysTrue(c.test) {
				dead, why = true, "started only where "+c.test.Str()+" at line "+strconv.Itoa(c.test.Line())+" is false, and it is always true"
			}
		}
		if !dead {
			return NoFault, ""
		}
	}
	if why == "" {
		return NoFault, ""
	}
	return FaultDead, why
}

// alwaysTrue reports whether a test is a method that nobody calls, or a queue, which has no length of its own.
func (b *balance) alwaysTrue(test Site) bool {
	if test.Kind() == python.Attr && library.Predicates[test.Str()] && !b.p.boundAsData(test) {
		return true
	}
	vs := b.p.Eval(test)
	for _, v := range vs {
		switch {
		case v.Kind == VFunc && test.Kind() == python.Attr:
		case v.Kind == VContainer && v.Site.Kind() == python.Call && containerKind(v.Name) == "queue":
		default:
			vs = nil
		}
	}
	return len(vs) > 0 || test.Kind() == python.Name && b.elementQueue(test)
}

// boundAsData reports whether an attribute is bound as data somewhere in the tree, or is a property.
func (p *Program) boundAsData(attr Site) bool {
	data := false
	p.Each(attr.Str(), func(s Site) {
		switch s.Kind() {
		case python.Attr:
			data = data || s.M.F.IsTarget(s.N)
		case python.FuncDef:
			data = data || p.hasDecorator(s, "property", "cached_property")
		case python.Name:
			data = data || s.M.F.IsTarget(s.N) && s.M.X.Scopes[s.M.X.ScopeOf(s.N)].Kind == python.ClassDef
		}
	})
	return data
}

func containerKind(dotted string) string {
	t, _ := library.ContainerOf(dotted)
	return t.Kind
}

// elementQueue reports whether a local is an element of the holder, and the elements are queues.
func (b *balance) elementQueue(name Site) bool {
	queues := false
	for _, g := range b.c.Growths {
		for _, v := range b.p.Eval(g.Value) {
			queues = queues || v.Kind == VContainer && containerKind(v.Name) == "queue"
		}
	}
	if !queues {
		return false
	}
	x := name.M.X
	id := name.M.F.Name(name.N)
	scope := x.Resolve(x.ScopeOf(name.N), id)
	if scope <= 0 {
		return false
	}
	for _, n := range x.Binds(scope, id) {
		_, stmt := name.M.F.TargetOf(n)
		st := Site{name.M, stmt}
		from := st.Child(python.RValue)
		if st.Kind() == python.For || st.Kind() == python.CompFor {
			from = st.Child(python.RIter)
		}
		if !from.Valid() || !mentions(from, b.c.Holder.Name) {
			return false
		}
	}
	return len(x.Binds(scope, id)) > 0
}

// mentions reports whether an expression names something.
func mentions(s Site, name string) bool {
	f := s.M.F
	for n := s.N; n < s.N+f.Size(s.N); n++ {
		if k := f.Kind(n); (k == python.Name || k == python.Attr) && f.Str(n) == name {
			return true
		}
	}
	return false
}

// off finds an eviction that an option switches on whose default is off, and that nobody in the tree gives.
func (b *balance) off(u Use) (Fault, string) {
	for _, c := range conditions(u.At) {
		option, on := optionTest(c)
		if on && b.offByDefault(option) {
			return FaultOff, "switched off unless " + option.Str() + " is given, and its default is off"
		}
	}
	return NoFault, ""
}

// optionTest reads a condition as `option must be on`: truth, or comparison with None.
func optionTest(c condition) (option Site, on bool) {
	if c.test.Kind() != python.Compare {
		return c.test, c.holds
	}
	parts := c.test.M.F.All(c.test.N, python.RValue)
	if len(parts) != 2 || c.test.M.F.Kind(parts[1]) != python.NoneLit {
		return Site{}, false
	}
	switch c.test.op() {
	case python.OpIs, python.OpEq:
		return Site{c.test.M, parts[0]}, !c.holds
	case python.OpIsNot, python.OpNe:
		return Site{c.test.M, parts[0]}, c.holds
	}
	return Site{}, false
}

// offByDefault reports whether an attribute can only be None, False or 0: all it is bound to are such constants, or a parameter of the
// constructor with such a default that no construction in the tree passes.
func (b *balance) offByDefault(s Site) bool {
	if s.Kind() == python.Name {
		if v := b.p.onceBound(s); v.Valid() {
			return b.offByDefault(v)
		}
		return b.paramOff(b.p.paramOf(s))
	}
	if s.Kind() != python.Attr {
		return false
	}
	c := b.p.selfClass(s.Child(python.RValue))
	if c == nil {
		return false
	}
	binds := b.p.attrBinds(c, s.Str())
	for _, bind := range binds {
		v := assigned(bind)
		if !isOff(v) && (v.Kind() != python.Name || !b.paramOff(b.p.paramOf(v))) {
			return false
		}
	}
	return len(binds) > 0 && !b.p.boundOutside(s.Str())
}

func (b *balance) paramOff(param Site) bool {
	if !param.Valid() || !isOff(param.Child(python.RDefault)) || !isConstructor(param.Up()) {
		return false
	}
	return len(b.p.ArgumentsFor(param)) == 0 && len(b.p.Callers(param.Up())) > 0
}

func isOff(s Site) bool {
	return s.Kind() == python.NoneLit || s.Kind() == python.False || s.Kind() == python.Num && s.Str() == "0"
}

// guard finds an eviction under a condition that the insertion does not have: a flag, a look into another container, a question about the key.
func (b *balance) guard(u Use) (Fault, string) {
	if u.Kind != Shrink || inLoop(u.At) {
		return NoFault, ""
	}
	at := u.At
	if call := doneCallback(u); call.Valid() {
		at = call
	}
	for _, c := range conditions(at) {
		if b.alsoAtGrowth(c) || c.early && !c.holds {
			continue
		}
		if !c.holds {
			if why := b.unlessEnded(c.test, u); why != "" {
				return FaultGuard, why
			}
			continue
		}
		if why := b.stronger(c.test, u); why != "" {
			return FaultGuard, why
		}
		if why := b.twinAlways(c.test, u); why != "" {
			return FaultGuard, why
		}
	}
	return NoFault, ""
}

// alsoAtGrowth reports whether every growth stands under the same condition.
func (b *balance) alsoAtGrowth(c condition) bool {
	text := b.p.keyText(c.test)
	for _, g := range b.c.Growths {
		same := false
		for _, gc := range conditions(g.At) {
			same = same || gc.holds == c.holds && b.p.keyText(gc.test) == text
		}
		if !same {
			return false
		}
	}
	return true
}

// unlessEnded finds `if not x.closed: del d[k]` that does not close x itself: what ended in another way stays.
func (b *balance) unlessEnded(test Site, u Use) string {
	if test.Kind() != python.Attr || !library.Ended(test.Str()) {
		return ""
	}
	f := u.Fn.M.F
	for n := u.Fn.N; n < u.Fn.N+f.Size(u.Fn.N); n++ {
		if f.Kind(n) == python.Attr && f.IsTarget(n) && f.Str(n) == test.Str() {
			return ""
		}
	}
	return "not where " + b.p.keyText(test) + " is set already (line " + strconv.Itoa(test.Line()) + "): what ended in another way stays"
}

func (b *balance) stronger(test Site, u Use) string {
	switch test.Kind() {
	case python.Attr:
		if test.Child(python.RValue).Str() == "self" && !mentions(test, b.c.Holder.Name) && !library.Ended(test.Str()) {
			return "only where " + b.p.keyText(test) + " is set (line " + strconv.Itoa(test.Line()) + "), and what is put in does not ask for it"
		}
	case python.Call:
		name := test.Child(python.RFunc).Str()
		if library.StateQuestion(name) && u.Key.Valid() && mentions(test, u.Key.Str()) {
			return "only where " + name + "() says so (line " + strconv.Itoa(test.Line()) + "), and what is put in does not ask"
		}
	}
	return ""
}

// lazy finds an eviction that looks at the age of the very key that is asked for: keys that nobody asks for again stay.
func (b *balance) lazy(u Use) (Fault, string) {
	if u.Kind != Shrink || inLoop(u.At) || !b.p.paramOf(u.Key).Valid() || b.growsIn(u.Fn) && !keyed(b.c.Holder) {
		return NoFault, ""
	}
	for _, c := range b.p.Callers(u.Fn) {
		if c.Value {
			return NoFault, "" // handed over, to a timer perhaps
		}
	}
	for _, c := range conditions(u.At) {
		if !c.early && aboutTime(c.test) {
			return FaultLazy, "takes out a key that is too old only when that key is asked for again"
		}
	}
	return NoFault, ""
}

// aboutTime reports whether a test speaks of clocks and ages.
func aboutTime(test Site) bool {
	f := test.M.F
	for n := test.N; n < test.N+f.Size(test.N); n++ {
		if k := f.Kind(n); k != python.Name && k != python.Attr {
			continue
		}
		for _, w := range library.Words(f.Str(n)) {
			if library.TimeWords[w] {
				return true
			}
		}
	}
	return false
}
