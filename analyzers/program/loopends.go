package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// isGlobalFlag recognises `while not _stop:` where _stop is a variable of the module that holds a flag, and that another function sets: a handler of
// signals, the function that stops the service.
func (p *Program) isGlobalFlag(loop, test Site) bool {
	switch test.Kind() {
	case python.Not:
		return p.isGlobalFlag(loop, test.Child(python.RValue))
	case python.Name:
	default:
		return false
	}
	x, id := test.M.X, test.M.F.Name(test.N)
	if x.Resolve(x.ScopeOf(test.N), id) != 0 {
		return false
	}
	fn := p.Function(loop)
	set := false
	for _, n := range x.Binds(0, id) {
		b := Site{test.M, n}
		switch assigned(b).Kind() {
		case python.True, python.False, python.NoneLit:
		default:
			return false
		}
		if loop.M.F.Contains(loop.N, n) {
			return false
		}
		if at := p.Function(b); at.N > 0 && at != fn {
			set = true
		}
	}
	return set
}

// endsWithInput reports whether a loop without a way out of its own ends by the error that says that a file has ended: the handler stands around it.
func (p *Program) endsWithInput(loop Site) bool {
	if p.receives(loop) {
		return false // the other end of a pipe or connection may go on for as long as the service
	}
	f := loop.M.F
	for n := loop.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda, python.ClassDef, python.Module:
			return false
		case python.Try:
			if f.Role(n) != python.RBody {
				continue
			}
			for _, h := range f.All(up, python.RHandler) {
				if catchesEnd(Site{loop.M, h}.Child(python.RType)) {
					return true
				}
			}
		}
	}
	return false
}

// catchesEnd reports whether a handler is for the error that tells the end of a file or of an iterator.
func catchesEnd(class Site) bool {
	if !class.Valid() {
		return false
	}
	f := class.M.F
	for n := class.N; n < class.N+f.Size(class.N); n++ {
		switch f.Str(n) {
		case "EOFError", "StopIteration", "StopAsyncIteration":
			return true
		}
	}
	return false
}

// readsToEnd reports whether iter(f, end) ends with a file or with what a child process prints: iter(p.stdout.readline, b""). What stands at the other
// end of the own standard input goes on for as long as the service.
func readsToEnd(iter Site) bool {
	args := iter.M.F.All(iter.N, python.RArg)
	sentinel := Site{iter.M, args[1]}
	if sentinel.Kind() != python.Str || sentinel.Str() != "" {
		return false
	}
	f := iter.M.F
	for n := args[0]; n < args[0]+f.Size(args[0]); n++ {
		if f.Kind(n) == python.Attr && strings.HasPrefix(f.Str(n), "read") {
			return Site{iter.M, n}.Child(python.RValue).Str() != "stdin"
		}
	}
	return false
}

// ofChild reports whether a method is called on a child process: poll() and wait() then say that the child ends, not that something comes.
func (p *Program) ofChild(receiver Site) bool {
	if library.ChildName(receiver.Str()) {
		return true
	}
	for _, d := range p.dotted(receiver) {
		if library.IsChild(d) {
			return true
		}
	}
	return false
}
