package program

import "github.com/growlint/growlint/analyzers/python"

// appliedToDefinitions reports whether a function is the decorator that another one makes, for its user to apply: it stands in that, takes one function,
// and is handed back. It runs once for each definition, whatever it makes of the function.
func (p *Program) appliedToDefinitions(fn Site) bool {
	if fn.Kind() != python.FuncDef || !p.nested(fn) {
		return false
	}
	maker, params := p.Function(fn), fn.M.F.All(fn.N, python.RParam)
	if maker.Kind() != python.FuncDef || len(params) != 1 || !p.returnsName(maker, fn.Str()) {
		return false
	}
	taken := Site{fn.M, params[0]}
	return callableName(taken.Str()) || callableAnnotation(taken)
}
