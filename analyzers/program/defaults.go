package program

import "github.com/growlint/growlint/analyzers/python"

// neverTheDefault says why nothing is put into the container that is the default of a parameter: each call in the tree passes another one, or the function
// uses it only where something is in it already. "" where neither is seen.
func (p *Program) neverTheDefault(h *Holder) string {
	if h.Kind != DefaultArgument || h.Bind.Up().Kind() != python.FuncDef {
		return ""
	}
	if at := p.passedByAll(h.Bind); at.Valid() {
		return "each call passes another one for " + h.Name + ", as at " + place(at)
	}
	if at := p.usedWhenFilled(h.Bind); at.Valid() {
		return h.Name + " is used only where something is in it, asked at " + place(at)
	}
	return ""
}

// passedByAll returns one of the calls of a function where all of them pass something for a parameter; a framework that calls it passes what it likes, and
// so does whoever the function is handed to.
func (p *Program) passedByAll(param Site) Site {
	def, at := param.Up(), Site{}
	if p.entryPoint(def) != nil {
		return Site{}
	}
	index := paramIndex(param)
	for _, c := range p.Callers(def) {
		if c.At.M.Profile == Test || c.At.M == def.M && def.M.F.Contains(def.N, c.At.N) {
			continue // what calls itself passes on what it was called with
		}
		if c.Value || c.At.Kind() != python.Call || !p.argument(c.At, def, index, param.Str()).Valid() {
			return Site{}
		}
		at = c.At
	}
	return at
}

// usedWhenFilled returns the first test of a parameter's truth where all that its function does with it stands under one.
func (p *Program) usedWhenFilled(param Site) Site {
	def, at := param.Up(), Site{}
	for _, m := range p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), param.Str()) {
		if m.Site == param || asksTruth(m.Site) {
			continue
		}
		test := truthAround(m.Site)
		if !test.Valid() {
			return Site{}
		}
		at = test
	}
	return at
}

// truthAround returns the test that lets a place be reached only where the value of a name is true: `if results: fill(results)`.
func truthAround(name Site) Site {
	for _, c := range conditions(name) {
		if c.holds && c.test.Kind() == python.Name && c.test.Str() == name.Str() {
			return c.test
		}
	}
	return Site{}
}

// asksTruth reports whether a name stands where only its truth counts: as a test, or as a part of one.
func asksTruth(s Site) bool {
	for s.Up().Kind() == python.BoolOp || s.Up().Kind() == python.Not {
		s = s.Up()
	}
	return s.Role() == python.RTest
}
