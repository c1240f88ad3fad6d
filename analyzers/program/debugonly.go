package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// maxDebugCallers bounds how many callers of a function are asked under what they call it.
const maxDebugCallers = 8

// debugOnly finds a growth that an environment variable or a debug flag switches on: one of a module around the function, around the growth, or around
// every call of its function.
func (p *Program) debugOnly(u Use) string {
	if why := p.debugCondition(append(conditions(u.At), conditions(u.Fn)...)); why != "" {
		return why
	}
	if u.Fn.Kind() != python.FuncDef {
		return ""
	}
	why := ""
	for i, c := range p.Callers(u.Fn) {
		if c.At.M.Profile == Test {
			continue
		}
		if why = p.debugCondition(conditions(c.At)); why == "" || c.Value || i >= maxDebugCallers {
			return ""
		}
	}
	return why
}

// debugCondition says which of some conditions holds only where errors are looked for; "" where none does.
func (p *Program) debugCondition(cs []condition) string {
	for _, c := range cs {
		if name := p.debugTest(c); name != "" {
			return "only where " + name + " is set, at " + place(c.test)
		}
	}
	return ""
}

// debugTest returns the name of the flag that a condition asks for, "" where it asks for something else: a flag that says so, a constant that is off or
// comes from the environment, or the question whether this is a machine of a developer.
func (p *Program) debugTest(c condition) string {
	test := c.test
	if test.Kind() == python.Name {
		if v := p.onceBound(test); v.Valid() && v.Kind() == python.Compare { // is_development = env == "development"
			test = v
		}
	}
	if test.Kind() == python.Compare {
		return developmentTest(test, c.holds)
	}
	if test.Kind() == python.Call {
		test = test.Child(python.RFunc)
	}
	if !c.holds || test.Kind() != python.Name && test.Kind() != python.Attr {
		return ""
	}
	if library.DebugName(test.Str()) || p.offConstant(c.test) || p.DomainOf(c.test).Domain == DomainConfiguration && p.isModuleConstant(c.test) {
		return test.Str()
	}
	return ""
}

// developmentTest recognises env == "development" and self.environment is Environment.DEVELOPMENT, and their contraries.
func developmentTest(test Site, holds bool) string {
	sides, op := test.M.F.All(test.N, python.RValue), test.op()
	if len(sides) != 2 {
		return ""
	}
	switch op {
	case python.OpEq, python.OpIs:
		if !holds {
			return ""
		}
	case python.OpNe, python.OpIsNot:
		if holds {
			return ""
		}
	default:
		return ""
	}
	for _, n := range sides {
		side := Site{test.M, n}
		if k := side.Kind(); (k == python.Str || k == python.Attr || k == python.Name && strings.ToUpper(side.Str()) == side.Str()) && library.DevelopmentValue(side.Str()) {
			return side.Str()
		}
	}
	return ""
}
