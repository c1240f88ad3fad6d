package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// handedIn finds attributes that are bound to a container which whoever makes the object makes for it: Worker(queue.Queue()), Group(members=set()).
func (c *holderCollector) handedIn(s Site) {
	param := plainParam(assigned(s))
	owner := c.p.selfClass(s.Child(python.RValue))
	if !param.Valid() || owner == nil || !isConstructor(param.Up()) || !growsIn(s.M, s.Str()) || !c.p.usedOnce(assigned(s)) {
		return
	}
	owner = c.p.declaring(owner, s.Str())
	c.add(holderKey{InstanceAttribute, owner.Site.M, owner, 0, s.Str()}, s, c.p.passedContainers(c.p.ArgumentsFor(param)))
}

// handedField is handedIn for a field of a record.
func (c *holderCollector) handedField(class *Class, name string) {
	binds := c.p.attrBinds(class, name)
	if !c.p.copiesDefaults(class) || len(binds) == 0 {
		return
	}
	var args []Site
	for _, at := range c.p.Constructions(class) {
		if a := fieldArgument(at, name, c.p.fieldPosition(class, name)); a.Valid() {
			args = append(args, a)
		}
	}
	c.add(holderKey{InstanceAttribute, class.Site.M, class, 0, name}, binds[0], c.p.passedContainers(args))
}

// passedContainers returns the containers that calls make for what they pass them to, and keep nothing of.
func (p *Program) passedContainers(args []Site) []Alloc {
	var out []Alloc
	for _, a := range args {
		if a.Kind() == python.Name {
			a = p.madeOnlyFor(a)
		}
		out = append(out, p.allocs(a)...)
	}
	return out
}

// madeOnlyFor returns what a local is bound to that is passed on and not used otherwise.
func (p *Program) madeOnlyFor(name Site) Site {
	made := p.onceBound(name)
	if !made.Valid() {
		return Site{}
	}
	if !p.usedOnce(name) {
		return Site{}
	}
	return made
}

// usedOnce reports whether a place is the only one that reads a local variable: nobody does anything with its value under another name.
func (p *Program) usedOnce(name Site) bool {
	x := name.M.X
	scope := x.Resolve(x.ScopeOf(name.N), name.M.F.Name(name.N))
	for _, m := range p.scopeMentions(name.M, scope, name.Str()) {
		if m.Site != name && !m.M.F.IsTarget(m.N) && m.Kind() != python.Param {
			return false
		}
	}
	return true
}

// growsIn reports whether the code of a module puts something into an attribute of a name.
func growsIn(m *Module, name string) bool {
	for _, n := range m.X.Occurrences(name) {
		s := Site{m, n}
		if s.Kind() != python.Attr {
			continue
		}
		switch up := s.Up(); up.Kind() {
		case python.Attr:
			if e := library.EffectOf("", up.Str()); up.Role() == python.RFunc && (e == library.Grows || e == library.Inserts) {
				return true
			}
		case python.Subscript:
			if s.Role() == python.RValue && m.F.IsTarget(up.N) {
				return true
			}
		}
	}
	return false
}
