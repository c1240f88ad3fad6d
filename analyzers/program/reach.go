package program

import "github.com/growlint/growlint/analyzers/python"

// A span is where a binding (or a store) is certain to have happened: from start up to end, in node order.
type span struct{ start, end python.ID }

func (r span) has(n python.ID) bool { return n >= r.start && n < r.end }

// spanOf returns the span of the statement around a node that binds. The zero span is that of a binding that may or may not happen.
func spanOf(f *python.File, n python.ID) span {
	if f.Kind(n) == python.Param {
		def := f.Up(n)
		return span{def + 1, def + f.Size(def)}
	}
	for {
		up := f.Up(n)
		after := n + f.Size(n)
		switch f.Kind(up) {
		case python.Block:
			if f.Kind(n) == python.AugAssign {
				return span{}
			}
			end := up + f.Size(up)
			if f.Kind(f.Up(up)) <= python.ClassDef { // the body of a module, class or function: seen at its end too
				end++
			}
			return span{after, end}
		case python.For, python.Handler:
			body := f.Child(up, python.RBody)
			if body == python.None {
				return span{}
			}
			return span{body, body + f.Size(body)}
		case python.Item:
			block := f.Up(f.Up(up))
			return span{after, block + f.Size(block)}
		case python.NamedExpr, python.CompFor, python.Pattern, python.Case, python.Unknown, python.IfExp, python.BoolOp, python.FuncDef, python.ClassDef, python.Lambda, python.If, python.While:
			return span{}
		}
		if up <= 0 {
			return span{}
		}
		n = up
	}
}

// commonLoop returns the innermost loop that holds both nodes, or None.
func commonLoop(f *python.File, a, b python.ID) python.ID {
	if b >= f.Len() {
		return python.None
	}
	for n := f.Up(a); n > 0; n = f.Up(n) {
		switch f.Kind(n) {
		case python.For, python.While:
			if f.Contains(n, b) {
				return n
			}
		case python.FuncDef, python.Lambda, python.ClassDef:
			return python.None
		}
	}
	return python.None
}

// replaced reports whether, at node n, what happened at a is replaced by what happened at b.
func replaced(f *python.File, a, b, n python.ID) bool {
	sb := spanOf(f, b)
	if a == b || !sb.has(n) {
		return false
	}
	if effect(f, a) <= n {
		return effect(f, a) <= sb.start
	}
	loop := commonLoop(f, a, n)
	return loop == python.None || f.Contains(loop, b)
}

// effect returns the node from which on a binding can be seen.
func effect(f *python.File, n python.ID) python.ID {
	if s := spanOf(f, n); s.end > 0 {
		return s.start
	}
	return n
}

// reaches reports whether what happens at a can be seen at n, as far as the order of statements goes.
func reaches(f *python.File, a, n python.ID) bool {
	return effect(f, a) <= n || commonLoop(f, a, n) != python.None
}

// maxBinds is how many bindings of one name are told apart.
const maxBinds = 64

// reaching returns those of the bindings of a scope that a load at n can see. From another scope all can be seen.
func (m *Module) reaching(scope int32, binds []python.ID, n python.ID) []python.ID {
	if len(binds) < 2 || len(binds) > maxBinds {
		return binds
	}
	at := m.X.ScopeOf(n)
	for at != scope && isComprehension(m.X.Scopes[at].Kind) {
		at = m.X.Scopes[at].Parent
	}
	if at != scope {
		return binds
	}
	return m.visible(scope, binds, n)
}

// atEnd returns the bindings that are left when a module or class body has run.
func (m *Module) atEnd(scope int32, binds []python.ID) []python.ID {
	if len(binds) < 2 || len(binds) > maxBinds {
		return binds
	}
	node := m.X.Scopes[scope].Node
	return m.visible(scope, binds, node+m.F.Size(node))
}

func (m *Module) visible(scope int32, binds []python.ID, n python.ID) []python.ID {
	var out []python.ID
	for _, a := range binds {
		if m.bindsFrom(a) != scope { // declared global or nonlocal somewhere else
			out = append(out, a)
			continue
		}
		seen := reaches(m.F, a, n)
		for _, b := range binds {
			seen = seen && !(m.bindsFrom(b) == scope && replaced(m.F, a, b, n))
		}
		if seen {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return binds
	}
	return out
}

// bindsFrom returns the scope whose code does a binding.
func (m *Module) bindsFrom(b python.ID) int32 {
	if m.F.Kind(b) == python.Param {
		return m.X.ScopeAt(m.F.Up(b))
	}
	return m.X.ScopeOf(b)
}

func isComprehension(k python.Kind) bool {
	return k == python.ListComp || k == python.SetComp || k == python.DictComp || k == python.GenExp
}
