package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// runs reads `object.method()` where the method goes on as long as the service, or as the event in which it is called.
func (t *escape) runs(call Site, method string) *Life {
	if !t.goesOn(method) || returnsAfter(call) || givesValue(call) && !library.Serving[method] && !library.InheritedServing[method] {
		return nil
	}
	r := t.p.RepeatAt(call)
	switch {
	case r == nil || r.Kind == RunsInTests || r.Kind == RunsInCommand:
		return nil
	case r.Kind == RunsAgain:
		l := lives(ScopeConnection, method+"() goes on for as long as its peer, for each "+r.Per+" at "+place(call), r.Per == "connection", call)
		l.Ends = !l.Proven // how long that is depends on what it does for it
		return l
	}
	return lives(ScopeProcess, method+"() runs as long as the process, from "+place(call), true, call)
}

// givesValue reports whether what a call gives is kept in a variable: then the call ends, whatever it waits for meanwhile.
func givesValue(call Site) bool {
	up := call.Up()
	if up.Kind() == python.Await {
		call, up = up, up.Up()
	}
	switch up.Kind() {
	case python.Assign, python.AnnAssign, python.AugAssign, python.NamedExpr:
		return call.Role() == python.RValue
	}
	return false
}

// returnsAfter reports whether the function that makes a call gives a result of its own behind it: it counts on the call to end. The exit code of a
// program is no such result.
func returnsAfter(call Site) bool {
	f := call.M.F
	fn := call.M.X.Scopes[call.M.X.ScopeOf(call.N)].Node
	for n := call.N + f.Size(call.N); n < fn+f.Size(fn); {
		switch f.Kind(n) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			n += f.Size(n)
			continue
		case python.Return:
			if v := f.Child(n, python.RValue); v != python.None && f.Kind(v) != python.NoneLit && f.Kind(v) != python.Num && !library.ExitCode(f.Str(v)) {
				return true
			}
		}
		n++
	}
	return false
}

// goesOn reports whether a method of the object does not end while the service runs.
func (t *escape) goesOn(method string) bool {
	if t.class == nil {
		return library.Serving[method]
	}
	def := t.p.Method(t.class, method)
	if def.Valid() {
		return t.p.serves(def, 0)
	}
	if method == "start" {
		run := t.p.Method(t.class, "run")
		return run.Valid() && t.p.serves(run, 0)
	}
	return library.Serving[method] || library.InheritedServing[method]
}

type servesKey struct {
	fn    Site
	depth int
}
