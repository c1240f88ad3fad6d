package program

import "github.com/growlint/growlint/analyzers/python"

// A catching says which exceptions of a node a function goes on after.
type catching uint8

const (
	catchesNothing    catching = iota
	catchesErrors              // all but that the task is cancelled
	catchesEverything          // that too
)

// goesOnAfter returns what of the exceptions that a node raises is caught by a try of its function that ends before another place: the handler neither
// leaves the function nor raises again, so that place is reached.
func goesOnAfter(s, later Site) catching {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda:
			return catchesNothing
		case python.Try:
			if f.Role(n) != python.RBody || f.Contains(up, later.N) {
				continue
			}
			if c := caughtBy(s.M, up); c != catchesNothing {
				return c
			}
		}
	}
	return catchesNothing
}

// caughtBy returns what the handlers of a try catch for good.
func caughtBy(m *Module, try python.ID) catching {
	best := catchesNothing
	for _, h := range m.F.All(try, python.RHandler) {
		if leavesFunction(Site{m, h}) {
			return catchesNothing
		}
		best = max(best, catchOf(Site{m, h}.Child(python.RType)))
	}
	return best
}

// catchOf reads the type of a handler.
func catchOf(typ Site) catching {
	if !typ.Valid() {
		return catchesEverything
	}
	switch typ.Kind() {
	case python.Tuple:
		best := catchesNothing
		for _, n := range typ.M.F.All(typ.N, python.RElt) {
			best = max(best, catchOf(Site{typ.M, n}))
		}
		return best
	case python.Name, python.Attr:
		switch typ.Str() {
		case "BaseException", "CancelledError":
			return catchesEverything
		case "Exception":
			return catchesErrors
		}
	}
	return catchesNothing
}

// leavesFunction reports whether a handler has a way out of what is around it.
func leavesFunction(handler Site) bool {
	f := handler.M.F
	for n := handler.N; n < handler.N+f.Size(handler.N); n++ {
		switch f.Kind(n) {
		case python.Return, python.Raise, python.Continue, python.Break:
			return true
		}
	}
	return false
}

// excludes reports whether two places never run in the same call: one stands under a condition that must hold, the other where it must not, of a name
// that is bound once.
func (p *Program) excludes(a, b Site) bool {
	for _, c := range conditions(a) {
		if !p.lasting(c.test) {
			continue
		}
		for _, d := range conditions(b) {
			if c.holds != d.holds && d.test.Kind() == c.test.Kind() && p.keyText(c.test) == p.keyText(d.test) {
				return true
			}
		}
	}
	return false
}

// lasting reports whether a test is a local or a parameter that nothing binds anew.
func (p *Program) lasting(test Site) bool {
	return test.Kind() == python.Name && len(p.localBinds(test)) == 1
}
