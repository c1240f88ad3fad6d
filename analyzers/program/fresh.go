package program

import "github.com/growlint/growlint/analyzers/python"

// maxFresh bounds how many steps it is asked from where an object is used to where it is made.
const maxFresh = 8

// fresh returns what makes the object that an expression gives for the call in which a place uses it: it is made there, or by a function that hands back what
// it makes, or by all that pass it; in the same round of a loop that does not end. Nothing where it may be an old one.
func (p *Program) fresh(s, use Site, depth int) Site {
	if depth > maxFresh {
		return Site{}
	}
	switch s.Kind() {
	case python.Await:
		return p.fresh(s.Child(python.RValue), use, depth)
	case python.Call:
		if p.Function(s) != p.Function(use) || !p.sameRound(s, use) {
			return Site{}
		}
		return p.freshCall(s, func(result Site) Site { return p.fresh(result, result, depth+1) })
	case python.Name:
		return p.freshName(s, use, func(value, use Site) Site { return p.fresh(value, use, depth+1) }, func(iter, use Site) Site { return p.freshElements(iter, use, depth+1) })
	}
	return Site{}
}

// freshCall asks what a call gives: a new instance, or what all returns of a function of the tree give, which ask tells.
func (p *Program) freshCall(call Site, ask func(result Site) Site) Site {
	made := Site{}
	for _, v := range p.Eval(call.Child(python.RFunc)) {
		if v.Kind == VClass {
			return call
		}
		if v.Kind != VFunc || v.Site.Kind() != python.FuncDef || len(p.Decorators(v.Site)) > 0 && !p.hasDecorator(v.Site, "staticmethod", "classmethod") || len(yields(v.Site)) > 0 {
			return Site{}
		}
		for _, result := range p.returnSites(v.Site) {
			if result.Kind() == python.NoneLit {
				continue
			}
			if made = ask(result); !made.Valid() {
				return Site{}
			}
		}
	}
	return made
}

// freshName asks all that binds a local: what is assigned, what a loop goes over, or what all callers pass.
func (p *Program) freshName(name, use Site, value, elements func(s, use Site) Site) Site {
	made := Site{}
	for _, b := range p.localBinds(name) {
		_, stmt := b.M.F.TargetOf(b.N)
		switch st := (Site{b.M, stmt}); {
		case b.Kind() == python.Param:
			made = p.freshParam(b, use, value)
		case st.Kind() == python.For:
			made = elements(st.Child(python.RIter), use)
		default:
			made = value(assigned(b), use)
		}
		if !made.Valid() {
			return Site{}
		}
	}
	return made
}

// localBinds returns what binds a name of the function that it stands in, none where it is of another one.
func (p *Program) localBinds(name Site) []Site {
	x := name.M.X
	id := name.M.F.Name(name.N)
	scope := x.Resolve(x.ScopeOf(name.N), id)
	if scope <= 0 || x.Scopes[scope].Node != p.Function(name).N {
		return nil
	}
	var out []Site
	for _, b := range x.Binds(scope, id) {
		out = append(out, Site{name.M, b})
	}
	return out
}

// freshParam asks what all callers of a function pass for a parameter.
func (p *Program) freshParam(param, use Site, value func(s, use Site) Site) Site {
	def, made := param.Up(), Site{}
	if def.Kind() != python.FuncDef || p.endlessLoop(use).Valid() || p.entryPoint(def) != nil {
		return Site{}
	}
	for _, c := range p.Callers(def) {
		if c.At.M.Profile == Test {
			continue
		}
		if c.Value || c.ByName || c.At.Kind() != python.Call {
			return Site{}
		}
		if made = value(p.argument(c.At, def, paramIndex(param), param.Str()), c.At); !made.Valid() {
			return Site{}
		}
	}
	return made
}

// freshElements returns what makes the elements of a list that a place goes over for the call in which it does.
func (p *Program) freshElements(list, use Site, depth int) Site {
	if depth > maxFresh || !list.Valid() {
		return Site{}
	}
	switch list.Kind() {
	case python.ListComp:
		elt := list.Child(python.RElt)
		return p.fresh(elt, elt, depth+1)
	case python.Call:
		return p.freshCall(list, func(result Site) Site { return p.freshElements(result, result, depth+1) })
	case python.Name:
		if made := p.freshPart(list, depth); made.Valid() {
			return made
		}
		return p.freshName(list, use, func(value, use Site) Site {
			if value.Kind() == python.List && !value.Child(python.RElt).Valid() {
				return p.freshlyFilled(list, depth)
			}
			return p.freshElements(value, use, depth+1)
		}, func(_, _ Site) Site { return Site{} })
	}
	return Site{}
}

// freshPart asks for the elements of a list that a function of the tree hands back in a tuple: `entries, rest = read()`.
func (p *Program) freshPart(list Site, depth int) Site {
	binds := p.localBinds(list)
	if len(binds) != 1 {
		return Site{}
	}
	whole, stmt := list.M.F.TargetOf(binds[0].N)
	call := Site{list.M, stmt}.Child(python.RValue)
	if whole == binds[0].N || call.Kind() != python.Call {
		return Site{}
	}
	for i, n := range list.M.F.All(whole, python.RElt) {
		if n != binds[0].N {
			continue
		}
		return p.freshCall(call, func(result Site) Site {
			parts := result.M.F.All(result.N, python.RElt)
			if result.Kind() != python.Tuple || i >= len(parts) {
				return Site{}
			}
			return p.freshElements(Site{result.M, parts[i]}, result, depth+1)
		})
	}
	return Site{}
}

// freshlyFilled asks what a function appends to a list that it makes empty: all of that must be new.
func (p *Program) freshlyFilled(list Site, depth int) Site {
	made := Site{}
	x := list.M.X
	scope := x.Resolve(x.ScopeOf(list.N), list.M.F.Name(list.N))
	for _, m := range p.scopeMentions(list.M, scope, list.Str()) {
		attr := m.Up()
		if attr.Kind() != python.Attr || attr.Up().Kind() != python.Call {
			continue
		}
		if attr.Str() != "append" {
			return Site{}
		}
		arg := attr.Up().Child(python.RArg)
		if made = p.fresh(arg, arg, depth+1); !made.Valid() {
			return Site{}
		}
	}
	return made
}

// sameRound reports whether a node is evaluated in each round of the loops around another one that do not end: what is used there is new each time.
func (p *Program) sameRound(made, use Site) bool {
	for loop := loopAround(use); loop.Valid(); loop = loopAround(loop) {
		if !made.M.F.Contains(loop.N, made.N) && (loop.Kind() == python.While || p.isEndlessFor(loop)) {
			return false
		}
	}
	return true
}
