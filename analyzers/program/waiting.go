package program

import (
	"strconv"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// waitsForMore finds what empties a buffer only once a delimiter is in it, or it parses: a peer that never sends one fills it.
func (b *balance) waitsForMore(u Use) (Fault, string) {
	if !IsBuffer(b.c.Holder.Type().Kind) || u.Fn.Kind() != python.FuncDef {
		return NoFault, ""
	}
	w := waiting{fn: u.Fn, name: b.c.Holder.Name}
	if w.takesApart(u.At) {
		return FaultWaits, "leaves what has no delimiter yet, however long that gets"
	}
	for _, c := range conditions(u.At) {
		if w.looksInside(c.test, 0) {
			return FaultWaits, "waits for what is asked at line " + strconv.Itoa(c.test.Line()) + ", however long that takes"
		}
	}
	if at := w.parses(u.At); at.Valid() {
		return FaultWaits, "waits until the whole of it parses, at line " + strconv.Itoa(at.Line())
	}
	return NoFault, ""
}

// A waiting looks at what a function does with the text of a buffer.
type waiting struct {
	fn   Site
	name string
}

// maxDerived bounds how far a local is followed to the buffer that it was made of.
const maxDerived = 3

// takesApart reports whether a statement binds the buffer to the last part of itself: `head, self.buf = self.buf.split(…, 1)`, `self.buf = lines.pop()`.
func (w waiting) takesApart(st Site) bool {
	return st.Kind() == python.Assign && w.apart(st.Child(python.RValue), 0)
}

func (w waiting) apart(s Site, depth int) bool {
	if !s.Valid() || depth > maxDerived {
		return false
	}
	switch s.Kind() {
	case python.Call:
		fn := s.Child(python.RFunc)
		if fn.Kind() != python.Attr {
			return false
		}
		if library.PartText[fn.Str()] {
			return w.derived(fn.Child(python.RValue), depth+1)
		}
		return fn.Str() == "pop" && w.apart(fn.Child(python.RValue), depth+1)
	case python.Subscript:
		return w.apart(s.Child(python.RValue), depth+1)
	case python.Name:
		return w.anyBound(s, func(v Site) bool { return w.apart(v, depth+1) })
	}
	return false
}

// derived reports whether an expression is the buffer, or made of it.
func (w waiting) derived(s Site, depth int) bool {
	if mentions(s, w.name) {
		return true
	}
	if depth > maxDerived {
		return false
	}
	for _, part := range subtree(s) {
		if part.Kind() == python.Name && w.anyBound(part, func(v Site) bool { return w.derived(v, depth+1) }) {
			return true
		}
	}
	return false
}

// anyBound asks of each value that a local of the function is bound to.
func (w waiting) anyBound(name Site, ask func(Site) bool) bool {
	x := name.M.X
	id := name.M.F.Name(name.N)
	scope := x.Resolve(x.ScopeOf(name.N), id)
	if scope <= 0 || x.Scopes[scope].Node != w.fn.N {
		return false
	}
	for _, n := range x.Binds(scope, id) {
		bind := Site{name.M, n}
		if bind.Kind() != python.Name {
			continue
		}
		value := assigned(bind)
		if _, stmt := name.M.F.TargetOf(n); !value.Valid() && stmt != python.None {
			value = Site{name.M, stmt}.Child(python.RValue)
		}
		if value.Valid() && ask(value) {
			return true
		}
	}
	return false
}

// looksInside reports whether a test asks for something in the text of the buffer: `b"\n" in self.buf`, what find gave, a match.
func (w waiting) looksInside(test Site, depth int) bool {
	if depth > maxDerived {
		return false
	}
	for _, s := range subtree(test) {
		switch s.Kind() {
		case python.Compare:
			if op := s.op(); (op == python.OpIn || op == python.OpNotIn) && w.derived(Site{s.M, lastOf(s, python.RValue)}, depth+1) {
				return true
			}
		case python.Call:
			fn := s.Child(python.RFunc)
			if library.FindsText[fn.Str()] && w.derived(s, depth+1) {
				return true
			}
		case python.Name:
			if w.anyBound(s, func(v Site) bool { return w.looksInside(v, depth+1) || w.apart(v, depth+1) }) {
				return true
			}
		}
	}
	return false
}

func lastOf(s Site, r python.Role) python.ID {
	all := s.M.F.All(s.N, r)
	return all[len(all)-1]
}

// parses returns the call in a try that reads the buffer and fails while it is not whole: `msg = json.loads(self.buf)` before `self.buf = ""`.
func (w waiting) parses(at Site) Site {
	f := at.M.F
	for n := at.N; n > w.fn.N; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.Try:
			if r := f.Role(n); (r == python.RBody || r == python.ROrelse) && f.Child(up, python.RHandler) != python.None {
				if call := w.readBefore(Site{at.M, up}, at.N); call.Valid() {
					return call
				}
			}
		case python.Block:
			if call := w.triedBefore(at.M, up, n); call.Valid() {
				return call
			}
		}
	}
	return Site{}
}

// triedBefore looks through the statements of a block before another one for a try whose handlers all leave.
func (w waiting) triedBefore(m *Module, block, before python.ID) Site {
	found := Site{}
	m.F.Children(block, func(c python.ID) bool {
		if c >= before {
			return false
		}
		handlers := m.F.All(c, python.RHandler)
		leaves := m.F.Kind(c) == python.Try && len(handlers) > 0
		for _, h := range handlers {
			leaves = leaves && endsBlock(m.F, m.F.Child(h, python.RBody))
		}
		if leaves {
			found = w.readBefore(Site{m, c}, before)
		}
		return true
	})
	return found
}

// readBefore returns the call in the body of a try, before a node, that gets the buffer.
func (w waiting) readBefore(try Site, end python.ID) Site {
	body := try.M.F.Child(try.N, python.RBody)
	for c := body + 1; c < end && try.M.F.Contains(body, c); c++ {
		if call := (Site{try.M, c}); call.Kind() == python.Call && w.readAsArgument(call) {
			return call
		}
	}
	return Site{}
}

// readAsArgument reports whether a call parses the buffer: it gets it as an argument, and has the name of what fails on a part.
func (w waiting) readAsArgument(call Site) bool {
	if !library.ParsesByName(call.Child(python.RFunc).Str()) {
		return false
	}
	for _, n := range call.M.F.All(call.N, python.RArg) {
		if mentions(Site{call.M, n}, w.name) {
			return true
		}
	}
	return false
}
