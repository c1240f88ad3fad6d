package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// asked finds an eviction that is a user's own command, or that only such commands call: whoever does not give it leaves the entry.
func (b *balance) asked(u Use) (Fault, string) {
	if u.Fn.Kind() != python.FuncDef || inLoop(u.At) || b.growsIn(u.Fn) {
		return NoFault, ""
	}
	command := b.p.commandOf(u.Fn, 0)
	switch {
	case !command.Valid():
		return NoFault, ""
	case library.TidyName(command.Str()):
		return FaultAsked, "only when a user asks for " + command.Str() + "()"
	}
	return FaultOptional, "only when a user asks for " + command.Str() + "()"
}

// maxAsked bounds how far the callers of a function are asked whether they are commands of a user.
const maxAsked = 2

// commandOf returns the handler of a request or message, by its name a user's command that takes something away or tidies up, that a function is, or one of
// those that all its callers are.
func (p *Program) commandOf(fn Site, depth int) Site {
	if r := p.entryPoint(fn); r != nil {
		if (r.Per == "request" || r.Per == "message") && (library.TidyName(fn.Str()) || library.RemoveName(fn.Str())) {
			return fn
		}
		return Site{}
	}
	command := Site{}
	for _, c := range p.Callers(fn) {
		caller := p.Function(c.At)
		if caller.M.Profile == Test {
			continue
		}
		if c.Value || caller.Kind() != python.FuncDef || depth == maxAsked {
			return Site{}
		}
		if command = p.commandOf(caller, depth+1); !command.Valid() {
			return Site{}
		}
	}
	return command
}
