package program

import (
	"github.com/growlint/growlint/analyzers/python"
)

type nameKey struct {
	m     *Module
	scope int32
	name  string
}

// loads answers where a variable is read.
func (p *Program) loads(k nameKey) []Site {
	var out []Site
	ms := p.scopeMentions(k.m, k.scope, k.name)
	if k.scope == 0 {
		ms = p.moduleMentions(k.m, k.name)
	}
	for _, s := range ms {
		if !s.M.F.IsTarget(s.N) && s.Role() != python.RTarget {
			out = append(out, s.Site)
		}
	}
	return out
}

// maxReads is how often the name of an attribute may occur for the reads of it to be followed.
const maxReads = 100

// attrLoads answers where an attribute of a class or its instances is read.
func (p *Program) attrLoads(k attrKey) []Site {
	if p.Mentions(k.name) > maxReads {
		return nil
	}
	var out []Site
	p.Each(k.name, func(s Site) {
		switch s.Kind() {
		case python.Name: // in the class body
			if sc := s.M.X.ScopeOf(s.N); s.M == k.class.Site.M && s.M.X.Scopes[sc].Node == k.class.Site.N && !s.M.F.IsTarget(s.N) {
				out = append(out, s)
			}
		case python.Attr:
			if s.M.F.IsTarget(s.N) {
				return
			}
			for _, v := range p.valuesOf(s.Child(python.RValue)) {
				if (v.Kind == VInstance || v.Kind == VClass) && (v.Super != nil && p.IsA(v.Super, k.class) || p.Related(v.Class, k.class)) {
					out = append(out, s)
					return
				}
			}
		}
	})
	return out
}
