package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// method reads x.append(v), x.pop(k), d.get(k) and bound methods handed over.
func (t *tracer) method(attr Site, depth int) {
	name := attr.Str()
	if call := attr.Up(); call.Kind() == python.Call && attr.Role() == python.RFunc {
		t.called(call, name, depth)
		return
	}
	t.boundMethod(attr, t.effect(name, depth), depth)
}

func (t *tracer) effect(name string, depth int) library.Effect {
	if depth > 0 {
		return library.EffectOf("", name)
	}
	return library.EffectOf(t.kind, name)
}

// called reads a call of a method of the container, under whatever name the method goes there.
func (t *tracer) called(call Site, name string, depth int) {
	args := call.M.F.All(call.N, python.RArg)
	arg := func(i int) Site {
		if i < len(args) {
			return Site{call.M, args[i]}
		}
		return Site{}
	}
	switch t.effect(name, depth) {
	case library.Grows:
		u := Use{Kind: Grow, At: call, Depth: depth, How: name, Key: arg(0), Value: arg(0)}
		if name == "insert" || name == "__setitem__" {
			u.Value = arg(1)
		}
		t.add(u)
	case library.Inserts:
		t.add(Use{Kind: Grow, At: call, Depth: depth, How: name, Key: arg(0), Value: arg(1)})
		t.flow(call, depth+1)
	case library.Shrinks:
		t.add(Use{Kind: Shrink, At: call, Depth: depth, How: name, Key: arg(0)})
		t.flow(call, depth+1)
	case library.Empties:
		t.add(Use{Kind: Empty, At: call, Depth: depth, How: name})
	case library.Looks:
		t.flow(call, depth+1)
	case library.Views:
		if name == "copy" {
			return
		}
		t.flow(call, depth)
	}
	if t.kind == "buffer" && depth == 0 && name == "seek" && len(args) == 1 && call.M.F.Str(args[0]) == "0" { // what is written next replaces what is there
		t.add(Use{Kind: Empty, At: call, How: name})
	}
	if name == "full" || name == "qsize" {
		t.add(Use{Kind: SizeTest, At: call, Depth: depth, How: name})
	}
}

// boundMethod reads a method that is not called where it is named: kept under another name, or handed over to run later.
func (t *tracer) boundMethod(attr Site, effect library.Effect, depth int) {
	kind, ok := map[library.Effect]UseKind{library.Grows: Grow, library.Shrinks: Shrink, library.Empties: Empty}[effect]
	if !ok || t.renamed(attr, attr.Str(), depth) {
		return
	}
	u := Use{Kind: kind, At: attr, Depth: depth, How: attr.Str(), Callback: true}
	if up := attr.Up(); up.Kind() == python.Call && attr.Role() == python.RArg { // call_soon(q.put, item), partial(d.pop, key)
		u.Key = nextArgument(up, attr)
		u.Value = u.Key
	}
	t.add(u)
}

func nextArgument(call, arg Site) Site {
	args := call.M.F.All(call.N, python.RArg)
	for i, n := range args {
		if n == arg.N && i+1 < len(args) && call.M.F.Kind(args[i+1]) != python.Keyword {
			return Site{call.M, args[i+1]}
		}
	}
	return Site{}
}

// renamed follows a method under the name that it is given: `add = self.items.append`, a default argument, a parameter of a function in the tree.
// It reports whether a call under that name was found.
func (t *tracer) renamed(method Site, name string, depth int) bool {
	var names []mention
	switch up := method.Up(); up.Kind() {
	case python.Assign, python.AnnAssign, python.NamedExpr:
		names = t.targetMentions(up)
	case python.Param:
		names = t.p.scopeMentions(up.M, up.M.X.ScopeAt(up.Up().N), up.Str())
	case python.Call:
		if method.Role() == python.RArg {
			names = t.parameterMentions(method, up)
		}
	case python.Keyword:
		names = t.parameterMentions(method, up.Up())
	}
	found := false
	for _, m := range names {
		if call := m.Up(); call.Kind() == python.Call && m.Role() == python.RFunc {
			t.called(call, name, depth)
			found = true
		}
	}
	return found
}

func (t *tracer) targetMentions(st Site) []mention {
	target := st.Child(python.RTarget)
	switch target.Kind() {
	case python.Name:
		x := st.M.X
		if scope := x.Resolve(x.ScopeOf(target.N), st.M.F.Name(target.N)); scope >= 0 {
			return t.p.scopeMentions(st.M, scope, target.Str())
		}
	case python.Attr:
		if c := t.p.selfClass(target.Child(python.RValue)); c != nil {
			return t.p.attrMentions(&Holder{Class: c, Name: target.Str(), M: c.Site.M})
		}
	}
	return nil
}

func (t *tracer) parameterMentions(arg, call Site) []mention {
	var out []mention
	for _, def := range t.p.Targets(call) {
		if param := t.p.paramFor(call, arg, def); param.Valid() {
			out = append(out, t.p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), param.Str())...)
		}
	}
	return out
}
