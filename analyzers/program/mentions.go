package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

type mention struct {
	Site
	byName bool
}

// mentionsOf returns the names and attributes that denote a holder.
func (p *Program) mentionsOf(h *Holder) []mention {
	switch h.Kind {
	case ModuleVariable:
		return p.moduleMentions(h.M, h.Name)
	case ClassAttribute, InstanceAttribute:
		return p.attrMentions(h)
	case ForeignAttribute:
		var out []mention
		p.Each(h.Name, func(s Site) {
			if s.Kind() == python.Attr && s.M.Profile != Test {
				out = append(out, mention{s, s.M != h.M})
			}
		})
		return out
	case FunctionAttribute, PassedAttribute:
		var out []mention
		for _, n := range h.M.X.Occurrences(h.Name) {
			if h.M.F.Kind(n) == python.Attr && (h.Kind == FunctionAttribute || h.M.F.Contains(h.M.X.Scopes[h.Scope].Node, n)) {
				out = append(out, mention{Site{h.M, n}, false})
			}
		}
		return out
	}
	return p.scopeMentions(h.M, h.Scope, h.Name)
}

func (p *Program) scopeMentions(m *Module, scope int32, name string) []mention {
	return p.ask.named.of(nameKey{m, scope, name})
}

func (p *Program) mentionsIn(k nameKey) []mention {
	m, scope, name := k.m, k.scope, k.name
	var out []mention
	id := m.X.NameID(name)
	occurrences := m.X.Occurrences(name) // in order of place: those outside of the scope's own node cannot mean it
	from, _ := slices.BinarySearch(occurrences, m.X.Scopes[scope].Node)
	to, _ := slices.BinarySearch(occurrences, m.X.Scopes[scope].Node+m.F.Size(m.X.Scopes[scope].Node))
	for _, n := range occurrences[from:to] {
		if m.F.Kind(n) == python.Name && m.X.Resolve(m.X.ScopeOf(n), id) == scope {
			out = append(out, mention{Site{m, n}, false})
		}
	}
	return slices.Clip(out) // callers append to it
}

// moduleMentions returns the mentions of a module's variable: in the module, and in those that import it, from there or from one that hands it on.
func (p *Program) moduleMentions(home *Module, name string) []mention {
	return p.variableMentions(home, name, map[nameKey]bool{})
}

func (p *Program) variableMentions(home *Module, name string, seen map[nameKey]bool) []mention {
	key := nameKey{home, 0, name}
	if seen[key] {
		return nil
	}
	seen[key] = true
	out := p.scopeMentions(home, 0, name)
	p.Each(name, func(s Site) {
		if s.M == home || s.M.Profile == Test {
			return
		}
		switch s.Kind() {
		case python.Attr:
			for _, v := range p.Eval(s.Child(python.RValue)) {
				if v.Kind == VModule && v.Site.M == home {
					out = append(out, mention{s, false})
				}
			}
		case python.Alias:
			if imp := s.Up(); imp.Kind() == python.ImportFrom {
				if from, _ := p.imported(s.M, imp.Str()); from == home {
					out = append(out, p.importedMentions(s, name, seen)...)
				}
			}
		}
	})
	return out
}

// importedMentions returns the mentions of what an import binds, under the name that it has there.
func (p *Program) importedMentions(alias Site, name string, seen map[nameKey]bool) []mention {
	if as := alias.Child(python.RTarget); as.Valid() {
		name = as.Str()
	}
	if scope := alias.M.X.ScopeOf(alias.N); scope != 0 {
		return p.scopeMentions(alias.M, scope, name)
	}
	return p.variableMentions(alias.M, name, seen)
}

func (p *Program) attrMentions(h *Holder) []mention {
	var out []mention
	var unknown []Site
	through := map[string]bool{}
	owners := p.attributeOwners(h.Name)
	p.Each(h.Name, func(s Site) {
		if s.M.Profile == Test {
			return
		}
		if s.Kind() == python.Name && s.M == h.M && s.M.X.Scopes[s.M.X.ScopeOf(s.N)].Node == h.Class.Site.N {
			out = append(out, mention{s, false})
			return
		}
		if s.Kind() != python.Attr {
			return
		}
		known := false
		for _, v := range p.Eval(s.Child(python.RValue)) {
			switch v.Kind {
			case VInstance, VClass:
				known = true
				if p.Related(v.Class, h.Class) {
					out = append(out, mention{s, false})
					if base := s.Child(python.RValue); base.Kind() == python.Attr {
						through[base.Str()] = true
					}
					return
				}
			case VModule, VExternal, VContainer, VItems, VConst, VFunc:
				known = true
			}
		}
		switch {
		case known:
		case owners == 1:
			out = append(out, mention{s, true})
		case s.Child(python.RValue).Kind() == python.Attr:
			unknown = append(unknown, s)
		}
	})
	for _, s := range unknown { // script.db.tasks, where self.db.tasks is the holder
		if through[s.Child(python.RValue).Str()] {
			out = append(out, mention{s, true})
		}
	}
	return out
}

// attributeOwners counts the classes that bind an attribute of a name on themselves or their instances.
func (p *Program) attributeOwners(name string) int { return p.ask.owners.of(name) }

func (p *Program) countOwners(name string) int {
	owners := map[*Class]bool{}
	p.Each(name, func(s Site) {
		if s.Kind() != python.Attr || !s.M.F.IsTarget(s.N) || s.M.Profile == Test {
			return
		}
		if c := p.selfClass(s.Child(python.RValue)); c != nil {
			owners[p.declaring(c, name)] = true
		}
	})
	return len(owners)
}
