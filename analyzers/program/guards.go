package program

import (
	"cmp"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// deduplicated reports whether a growth stands under `if x not in holder`.
func (p *Program) deduplicated(u Use) bool {
	for _, c := range conditions(u.At) {
		f := c.test.M.F
		for t := c.test.N; t < c.test.N+f.Size(c.test.N); t++ {
			if f.Kind(t) == python.Compare && (f.Op(t) == python.OpNotIn || f.Op(t) == python.OpIn) {
				return true
			}
		}
	}
	return false
}

// guarded reports what keeps a growth finite: a test of the container's length that decides whether it happens, or that makes room.
func (p *Program) guarded(u Use, uses []Use) string {
	for _, t := range uses {
		if t.Kind != SizeTest || t.Depth != u.Depth || testsEmptiness(t.At) || p.limitGrows(t.At) {
			continue
		}
		if t.Fn != u.Fn && !p.callsDirectly(u.Fn, t.Fn) {
			continue
		}
		if p.decides(t, u, uses) {
			return "its size is tested at " + place(t.At)
		}
	}
	return p.limitedElsewhere(u, uses)
}

// decides reports whether a test of the size has a consequence for the growth: it stands around it, leaves before it, takes something out, or
// is handed on. A test that only writes to a log bounds nothing.
func (p *Program) decides(t, growth Use, uses []Use) bool {
	f := t.At.M.F
	for n := t.At.N; n > t.Fn.N; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.Assign, python.Return, python.AnnAssign, python.NamedExpr, python.Assert, python.Lambda:
			return true
		case python.If, python.While, python.IfExp:
			if f.Role(n) != python.RTest {
				return false // the test itself is nothing but a value here
			}
			return growth.At.M == t.At.M && f.Contains(up, growth.At.N) || p.acts(Site{t.At.M, up}, uses)
		case python.Call:
			return f.Role(n) != python.RArg || !logs(Site{t.At.M, up})
		}
	}
	return false
}

// acts reports whether a statement leaves, waits, or takes something out, itself or through a function that it calls.
func (p *Program) acts(st Site, uses []Use) bool {
	f := st.M.F
	for n := st.N + 1; n < st.N+f.Size(st.N); n++ {
		switch f.Kind(n) {
		case python.Return, python.Raise, python.Continue, python.Break, python.Await, python.Delete:
			return true
		case python.Call:
			name := f.Str(f.Child(n, python.RFunc))
			if library.EffectOf("", name) == library.Shrinks || library.Refuses[name] {
				return true // of this container or of a twin
			}
			for _, def := range p.Targets(Site{st.M, n}) {
				if takesOut(def, uses) {
					return true
				}
			}
		}
	}
	for _, u := range uses {
		if (u.Kind == Shrink || u.Kind == Empty || u.Kind == Trim) && u.At.M == st.M && f.Contains(st.N, u.At.N) {
			return true
		}
	}
	return false
}

func takesOut(def Site, uses []Use) bool {
	for _, u := range uses {
		if u.Fn == def && (u.Kind == Shrink || u.Kind == Empty || u.Kind == Trim) {
			return true
		}
	}
	return false
}

func logs(call Site) bool {
	switch call.Child(python.RFunc).Str() {
	case "debug", "info", "warning", "warn", "error", "exception", "critical", "print", "log", "set", "gauge", "observe":
		return true
	}
	return false
}

// limitGrows reports whether a size is compared with an attribute that the code itself multiplies or adds to: such a limit is none.
func (p *Program) limitGrows(test Site) bool {
	if test.Kind() != python.Compare {
		return false
	}
	for _, n := range test.M.F.All(test.N, python.RValue) {
		limit := Site{test.M, n}
		if limit.Kind() != python.Attr {
			continue
		}
		grows := false
		p.Each(limit.Str(), func(s Site) {
			_, stmt := s.M.F.TargetOf(s.N)
			if s.Kind() == python.Attr && s.M == test.M && s.M.F.Kind(stmt) == python.AugAssign {
				op := s.M.F.Op(stmt)
				grows = grows || op == python.OpAdd || op == python.OpMul
			}
		})
		if grows {
			return true
		}
	}
	return false
}

// testsEmptiness reports whether a comparison is with 0 or 1: it asks for emptiness, not for a limit.
func testsEmptiness(cmp Site) bool {
	for _, n := range cmp.M.F.All(cmp.N, python.RValue) {
		if s := cmp.M.F.Str(n); cmp.M.F.Kind(n) == python.Num && (s == "0" || s == "1" || s == "2") {
			return true
		}
	}
	return false
}

// closedBefore finds a test that the key passes before it is put in: membership in something that set-up alone fills, or a question whether it is
// allowed. The first closes the domain; the second says that somebody does.
func (p *Program) closedBefore(u Use) (closed bool, why string) {
	if !u.Key.Valid() {
		return false, ""
	}
	if parts := keyParts(p, u.Key); len(parts) > 1 {
		return p.partsClosed(parts, u.At)
	}
	if at := p.lookedUpBefore(u); at.Valid() {
		return true, "only what is in " + p.keyText(at.Child(python.RValue)) + ", looked up at " + place(at)
	}
	for _, c := range conditions(u.At) {
		if why := p.knownAtSetup(c, u.Key); why != "" {
			return true, why
		}
		if p.isConstantThere(c, u.Key) {
			return true, "a constant, by the test at " + place(c.test)
		}
		if name := c.test.Child(python.RFunc).Str(); c.test.Kind() == python.Call && c.holds && library.AllowsName(name) && mentions(c.test, u.Key.Str()) {
			return false, name + "() is asked first, at " + place(c.test)
		}
	}
	return false, ""
}

// isConstantThere reports whether a condition says which constant a key is: `if kind == "error": counts[kind] = …`.
func (p *Program) isConstantThere(c condition, key Site) bool {
	if c.test.Kind() != python.Compare || !c.holds || c.test.op() != python.OpEq {
		return false
	}
	sides := c.test.M.F.All(c.test.N, python.RValue)
	if len(sides) != 2 {
		return false
	}
	a, b := Site{c.test.M, sides[0]}, Site{c.test.M, sides[1]}
	if a.Kind() == python.Str || a.Kind() == python.Num {
		a, b = b, a
	}
	return (b.Kind() == python.Str || b.Kind() == python.Num) && p.keyText(a) == p.keyText(key)
}

// lookedUpBefore returns a look-up of the key that comes before it is put in, in something configured or that set-up alone fills: what is not in there
// has raised an error by then.
func (p *Program) lookedUpBefore(u Use) Site {
	if u.Key.Kind() != python.Name && u.Key.Kind() != python.Attr {
		return Site{}
	}
	for _, n := range u.At.M.X.Occurrences(u.Key.Str()) {
		at := Site{u.At.M, n}
		look := at.Up()
		if look.Kind() != python.Subscript || at.Role() != python.RIndex || n >= u.At.N || p.Function(look) != u.Fn || look.M.F.IsTarget(look.N) {
			continue
		}
		if p.keyText(at) != p.keyText(u.Key) || !passedBefore(look, u.At) {
			continue
		}
		if known := look.Child(python.RValue); p.configured(known) || p.isModuleConstant(known) || p.filledAtSetup(known) && p.readRaises(known) {
			return look
		}
	}
	return Site{}
}

// passedBefore reports whether a node is evaluated, in the statement or test it is in, before another one is reached.
func passedBefore(a, b Site) bool {
	f := a.M.F
	for n := a.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.BoolOp, python.IfExp, python.Lambda, python.ListComp, python.DictComp, python.SetComp, python.GenExp:
			return false // not in every case
		case python.If, python.While, python.For:
			if r := f.Role(n); r == python.RTest || r == python.RIter {
				n = up
			}
		}
		if k := f.Kind(f.Up(n)); k == python.Block || k == python.Module {
			return f.Contains(f.Up(n), b.N)
		}
	}
	return false
}

// configured reports whether an expression is a part of a configuration, by the names on the way to it: self.config.cameras.
func (p *Program) configured(s Site) bool {
	for s.Kind() == python.Attr {
		s = s.Child(python.RValue)
		if isConfigName(s.Str()) {
			return true
		}
	}
	return false
}

// readRaises reports whether a look-up in a container of a key that is not there is an error.
func (p *Program) readRaises(s Site) bool {
	h := p.holderOf(s)
	return h != nil && h.Type().Kind == "dict" && !h.Type().ReadInserts
}

// knownAtSetup says what a condition asks of a key, where that is whether it is in something that set-up alone fills; "" where it is not.
func (p *Program) knownAtSetup(c condition, key Site) string {
	if c.test.Kind() != python.Compare {
		return ""
	}
	sides, op := c.test.M.F.All(c.test.N, python.RValue), c.test.op()
	if len(sides) != 2 || op != python.OpIn && op != python.OpNotIn || (op == python.OpIn) != c.holds || p.keyText(Site{c.test.M, sides[0]}) != p.keyText(key) {
		return ""
	}
	if known := (Site{c.test.M, sides[1]}); p.filledAtSetup(known) {
		return "only what is in " + p.keyText(known) + ", at " + place(c.test)
	}
	return ""
}

// keyParts takes a key apart that is put together from others: a tuple, an f-string, a sum of texts. Constants are left out.
func keyParts(p *Program, key Site) []Site {
	if key.Kind() == python.Name {
		if v := p.onceBound(key); v.Valid() {
			key = v
		}
	}
	role := python.RElt
	switch key.Kind() {
	case python.Tuple, python.FString:
	case python.BinOp:
		role = python.RValue
	default:
		return nil
	}
	var out []Site
	for _, n := range key.M.F.All(key.N, role) {
		part := Site{key.M, n}
		if k := part.Kind(); k == python.BinOp {
			out = append(out, keyParts(p, part)...)
		} else if k != python.Str && k != python.Num {
			out = append(out, part)
		}
	}
	return out
}

// partsClosed reports whether each part of a key is asked for in something that set-up alone fills before the key is put in.
func (p *Program) partsClosed(parts []Site, at Site) (closed bool, why string) {
	for _, part := range parts {
		found := ""
		for _, c := range conditions(at) {
			found = cmp.Or(p.knownAtSetup(c, part), found)
		}
		if found == "" {
			return false, ""
		}
		why = found
	}
	return true, why
}

// filledAtSetup reports whether a container is a literal, or one that nothing puts into after set-up.
func (p *Program) filledAtSetup(s Site) bool {
	switch s.Kind() {
	case python.Tuple, python.List, python.Set:
		return true
	case python.Name, python.Attr:
	default:
		return false
	}
	h := p.holderOf(s)
	if h == nil {
		return s.Kind() == python.Name && p.isModuleConstant(s)
	}
	for _, u := range p.usesOf(h) {
		if r := p.RepeatAt(u.At); u.Kind == Grow && u.Depth == 0 && !isConstructor(u.Fn) && (r == nil || r.Kind > RunsAtSetup) {
			return false
		}
	}
	return true
}

// offConstant reports whether a name is a constant of its module that is off there: whoever wants what stands under it switches it on, to look for errors.
func (p *Program) offConstant(s Site) bool {
	if !p.isModuleConstant(s) {
		return false
	}
	binds := s.M.X.Binds(0, s.M.F.Name(s.N))
	return len(binds) == 1 && isOff(assigned(Site{s.M, binds[0]}))
}

// isModuleConstant reports whether a name is a variable of its module in capitals.
func (p *Program) isModuleConstant(s Site) bool {
	if s.Kind() != python.Name || strings.ToUpper(s.Str()) != s.Str() {
		return false
	}
	return s.M.X.Resolve(s.M.X.ScopeOf(s.N), s.M.F.Name(s.N)) == 0
}
