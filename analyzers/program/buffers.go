package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// IsBuffer reports whether a kind of container is one of characters or bytes.
func IsBuffer(kind string) bool {
	return kind == library.Text.Kind || kind == "bytearray" || kind == "buffer"
}

// isText reports whether an expression is certainly a str or bytes.
func isText(s Site) bool {
	if !s.Valid() {
		return false
	}
	switch s.Kind() {
	case python.Str, python.FString:
		return true
	case python.Call:
		fn := s.Child(python.RFunc)
		name := fn.Str()
		return fn.Kind() == python.Name && (name == "str" || name == "bytes" || name == "unicode") && !s.Child(python.RArg).Valid()
	}
	return false
}

// addedTo reports whether code adds to what an attribute (or a variable) of a name is bound to, anywhere in the tree: `x += …`, `x = x + …`.
func (p *Program) addedTo(name string, kind python.Kind) bool {
	found := false
	if !library.GathersText(name) {
		return false
	}
	p.Each(name, func(s Site) {
		found = found || s.Kind() == kind && s.M.Profile != Test && addsTo(s)
	})
	return found
}

// addsTo reports whether a place is the target of `x += …`, or of an assignment of itself and more.
func addsTo(s Site) bool {
	whole, stmt := s.M.F.TargetOf(s.N)
	if whole != s.N || stmt == python.None {
		return false
	}
	st := Site{s.M, stmt}
	if st.Kind() == python.AugAssign {
		return st.op() == python.OpAdd
	}
	value := assigned(s)
	return value.Valid() && rewrite(value, s) == textMore
}

// textVariable collects a variable that is bound to a str or bytes and added to.
func (c *holderCollector) textVariable(m *Module, s, name int32, b Site) {
	sc := &m.X.Scopes[s]
	named := python.Name
	if sc.Kind == python.ClassDef {
		named = python.Attr
	}
	if b.Kind() != python.Name || !isText(assigned(b)) || !c.p.addedTo(b.Str(), named) {
		return
	}
	k := holderKey{m: m, name: m.F.Text(name)}
	switch {
	case sc.Kind == python.Module:
		k.kind = ModuleVariable
	case sc.Kind == python.ClassDef: // the default of an attribute: adding to it on an instance gives that one its own
		k.kind, k.class = InstanceAttribute, m.classes[sc.Node]
	case sc.Kind != python.FuncDef:
		return
	case captured(m, s, name):
		k.kind, k.scope = Closure, s
	case c.p.loopAddsTo(Site{m, sc.Node}, b):
		k.kind, k.scope = LoopLocal, s
	default:
		return
	}
	c.add(k, b, []Alloc{{Site: assigned(b), Type: library.Text}})
}

// loopAddsTo reports whether a loop without a way out adds to a string that is bound outside of it.
func (p *Program) loopAddsTo(def, bind Site) bool {
	f := def.M.F
	for _, n := range def.M.X.Occurrences(bind.Str()) {
		s := Site{def.M, n}
		if f.Kind(n) != python.Name || !f.Contains(def.N, n) || !addsTo(s) {
			continue
		}
		if loop := p.endlessLoop(s); loop.Valid() && !f.Contains(loop.N, bind.N) && !hasExit(loop) {
			return true
		}
	}
	return false
}

// A rewriting says what a new value of a string holds of the old one.
type rewriting uint8

const (
	textOther rewriting = iota // nothing that can be seen
	textPart
	textSame
	textMore // all of it, and more
)

// rewrite compares an expression with the string under a name that it reads.
func rewrite(value, name Site) rewriting {
	f := value.M.F
	if isSameName(value, name) {
		return textSame
	}
	switch value.Kind() {
	case python.BinOp:
		sides := f.All(value.N, python.RValue)
		switch op := value.op(); {
		case op == python.OpAdd:
			return added(value.M, sides, name)
		case op == python.OpMod && len(sides) == 2 && f.Kind(sides[0]) == python.Str:
			if f.Kind(sides[1]) == python.Tuple {
				return added(value.M, f.All(sides[1], python.RElt), name)
			}
			return added(value.M, sides[1:], name)
		}
	case python.FString:
		return added(value.M, f.All(value.N, python.RElt), name)
	case python.IfExp:
		return max(rewrite(value.Child(python.RBody), name), rewrite(value.Child(python.ROrelse), name))
	case python.NamedExpr, python.Await:
		return rewrite(value.Child(python.RValue), name)
	case python.Call:
		return rewriteCall(value, name)
	}
	if reads(value, name) {
		return textPart
	}
	return textOther
}

// rewriteCall compares what a method makes of a string with it.
func rewriteCall(call, name Site) rewriting {
	fn := call.Child(python.RFunc)
	object := fn.Child(python.RValue)
	args := call.M.F.All(call.N, python.RArg)
	switch {
	case fn.Kind() == python.Attr && library.SameText[fn.Str()]:
		return rewrite(object, name)
	case fn.Kind() == python.Attr && fn.Str() == "format" && object.Kind() == python.Str:
		return added(call.M, args, name)
	case fn.Kind() == python.Attr && fn.Str() == "join" && len(args) == 1:
		if k := call.M.F.Kind(args[0]); k == python.List || k == python.Tuple {
			return added(call.M, call.M.F.All(args[0], python.RElt), name)
		}
	}
	if reads(call, name) {
		return textPart
	}
	return textOther
}

// added compares what is put together of several parts with the string: with all of it among them it is longer.
func added(m *Module, parts []python.ID, name Site) rewriting {
	out := textOther
	for _, n := range parts {
		r := rewrite(Site{m, n}, name)
		if r == textSame {
			r = textMore
		}
		out = max(out, r)
	}
	return out
}

func isSameName(a, b Site) bool {
	return a.M == b.M && a.Kind() == b.Kind() && (a.Kind() == python.Name || a.Kind() == python.Attr) && a.M.F.Name(a.N) == b.M.F.Name(b.N)
}

// reads reports whether an expression reads what is under a name.
func reads(s, name Site) bool {
	for n := s.N; n < s.N+s.M.F.Size(s.N); n++ {
		if isSameName(Site{s.M, n}, name) {
			return true
		}
	}
	return false
}

// rewritten reads an assignment to a string of what is made of it.
func (t *tracer) rewritten(s, st, value Site) {
	switch rewrite(value, s) {
	case textMore:
		t.add(Use{Kind: Grow, At: st, How: "=", Value: value})
	case textSame:
	default:
		t.add(Use{Kind: Trim, At: st, How: "replacement"})
	}
}
