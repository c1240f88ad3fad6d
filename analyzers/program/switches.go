package program

import (
	"github.com/growlint/growlint/analyzers/python"
)

// switchedOff finds a growth that happens only where somebody switches something on that is off, and nobody in the tree does: under a flag that only
// functions set which nobody calls, or of an object that only debugging code makes.
func (p *Program) switchedOff(h *Holder, u Use) string {
	for _, c := range conditions(u.At) {
		if option, on := optionTest(c); on && option.Kind() == python.Attr && p.neverOn(option) {
			return "only where " + p.keyText(option) + " is on, at " + place(c.test) + ", and nobody in the tree switches it on"
		}
	}
	if h.Kind != InstanceAttribute {
		return ""
	}
	why := ""
	for _, made := range p.Constructions(h.Class) {
		if made.M.Profile == Test {
			continue
		}
		if why = p.debugCondition(conditions(made)); why == "" {
			return ""
		}
	}
	return why
}

// neverOn reports whether an attribute of self is off, and only functions that nobody runs make it anything else.
func (p *Program) neverOn(option Site) bool {
	c := p.selfClass(option.Child(python.RValue))
	if c == nil {
		return false
	}
	off, on := 0, 0
	for _, bind := range p.attrBinds(c, option.Str()) {
		switch v := assigned(bind); {
		case isOff(v):
			off++
		case v.Kind() == python.True && p.neverRuns(p.Function(bind)):
			on++
		default:
			return false
		}
	}
	return off > 0 && on > 0 && !p.boundOutside(option.Str())
}

// neverRuns reports whether no code of the tree but tests calls a function.
func (p *Program) neverRuns(fn Site) bool {
	r := p.RepeatOf(fn)
	if fn.Kind() != python.FuncDef || r == nil || isConstructor(fn) || p.mayBeCalled(fn) {
		return false
	}
	return r.Kind < RunsByName && len(p.Callers(fn)) == 0
}

// boundOutside reports whether an attribute is set on something else than self: obj.option = True.
func (p *Program) boundOutside(name string) bool {
	outside := false
	p.Each(name, func(s Site) {
		outside = outside || s.Kind() == python.Attr && s.M.F.IsTarget(s.N) && s.M.Profile != Test && p.selfClass(s.Child(python.RValue)) == nil
	})
	return outside
}
