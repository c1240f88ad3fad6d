package program

import (
	"fmt"

	"github.com/growlint/growlint/analyzers/python"
)

// weakKeys judges a dict that holds its keys weakly. Its own values hold it, and it holds them: a key that its value reaches never goes
// (docs.python.org/3/library/weakref.html warns of it under WeakKeyDictionary).
func (p *Program) weakKeys(c *Case) {
	if c.Holder.Allocs[0].Name != "weakref.WeakKeyDictionary" {
		return
	}
	for i, g := range c.Growths {
		if g.Use.Key.Valid() && g.Value.Valid() && g.Value != g.Use.Key && (p.reaches(g.Value, g.Use.Key) || p.reachesAtCaller(g.Value, g.Use.Key)) {
			c.Bound = ""
			c.Signs = append(c.Signs, Sign{fmt.Sprintf("the value stored at line %d holds its own key, so the weak key never goes", g.At.Line()), g.At, false})
			if k := &c.Growths[i].Key; k.Domain == DomainUnknown || k.Domain == DomainSuggested {
				*k = KeyDomain{Domain: DomainHinted, Why: "keys are held weakly where they come and go"}
			}
			c.Growths[0], c.Growths[i] = c.Growths[i], c.Growths[0]
			return
		}
	}
}

// reaches reports whether a value holds a key strongly: it is the key, a literal or closure around it, or an object that stores it on itself.
func (p *Program) reaches(value, key Site) bool {
	if key.Kind() != python.Name && key.Kind() != python.Attr {
		return false
	}
	return reaching{p, key, map[Site]bool{}}.from(value)
}

// reachesAtCaller is reaches where a function is passed both the value and the key: link(self, self).
func (p *Program) reachesAtCaller(value, key Site) bool {
	if value.Kind() != python.Name || key.Kind() != python.Name {
		return false
	}
	v, k := plainParam(value), plainParam(key)
	if !v.Valid() || !k.Valid() || v.Up() != k.Up() {
		return false
	}
	def := v.Up()
	for _, c := range p.Callers(def) {
		if c.Value || c.At.M.Profile == Test {
			continue
		}
		stored, weak := p.argument(c.At, def, paramIndex(v), v.Str()), p.argument(c.At, def, paramIndex(k), k.Str())
		if stored.Valid() && weak.Valid() && p.reaches(stored, weak) {
			return true
		}
	}
	return false
}

// A reaching is one search for a key. Variables can be bound to one another in a circle; each name is followed once.
type reaching struct {
	p     *Program
	key   Site
	names map[Site]bool
}

func (r reaching) from(value Site) bool {
	if sameText(value, r.key) {
		return true
	}
	switch value.Kind() {
	case python.Tuple, python.List, python.Set:
		return r.fromAny(value, python.RElt)
	case python.Dict:
		return r.fromAny(value, python.RValue)
	case python.Lambda:
		return r.key.Kind() == python.Name && mentions(value.Child(python.RBody), r.key.Str())
	case python.Call:
		return r.fromPartial(value) || r.p.storesArgument(value, r.key)
	case python.Name:
		return r.fromName(value)
	}
	return false
}

func (r reaching) fromAny(literal Site, role python.Role) bool {
	for _, n := range literal.M.F.All(literal.N, role) {
		if r.from(Site{literal.M, n}) {
			return true
		}
	}
	return false
}

// fromPartial reports whether a call binds the key: partial(f, key).
func (r reaching) fromPartial(call Site) bool {
	for _, v := range r.p.Eval(call.Child(python.RFunc)) {
		if v.Kind == VExternal && v.Name == "functools.partial" {
			return r.fromAny(call, python.RArg)
		}
	}
	return false
}

// fromName follows a name: self, in a method that stores the key on it; a nested function that uses the key; a variable bound to what holds it.
func (r reaching) fromName(name Site) bool {
	if r.names[name] {
		return false
	}
	r.names[name] = true
	if r.p.selfClass(name) != nil {
		if r.key.Kind() == python.Attr {
			return sameText(r.key.Child(python.RValue), name)
		}
		return r.p.storedOnSelf(r.p.Function(name), r.p.parameterNamed(r.key))
	}
	for _, bind := range r.p.bindings(name) {
		if bind.Kind() == python.FuncDef && r.key.Kind() == python.Name && mentions(bind, r.key.Str()) {
			return true
		}
		if value := assigned(bind); bind.Kind() == python.Name && value.Valid() && value.Kind() != python.Name && r.from(value) {
			return true
		}
	}
	return false
}

// storesArgument reports whether a call makes an object of a class whose constructor keeps the key that it is given.
func (p *Program) storesArgument(call, key Site) bool {
	for _, v := range p.Eval(call.Child(python.RFunc)) {
		if v.Kind != VClass {
			continue
		}
		def := p.Method(v.Class, "__init__")
		if def.Kind() != python.FuncDef {
			continue
		}
		for _, n := range call.M.F.All(call.N, python.RArg) {
			arg := Site{call.M, n}
			passed := arg
			if arg.Kind() == python.Keyword {
				passed = arg.Child(python.RValue)
			}
			if !sameText(passed, key) {
				continue
			}
			at := arg
			if arg.Kind() == python.Keyword {
				at = passed
			}
			if param := p.paramFor(call, at, def); param.Valid() && p.storedOnSelf(def, param) {
				return true
			}
		}
	}
	return false
}

// storedOnSelf reports whether a method assigns a parameter, or a literal around it, to an attribute of self.
func (p *Program) storedOnSelf(def, param Site) bool {
	if !param.Valid() || def.Kind() != python.FuncDef || param.Up() != def {
		return false
	}
	for _, m := range p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), param.Str()) {
		at := m.Site
		for at.Role() == python.RElt || at.Up().Kind() == python.Dict {
			at = at.Up()
		}
		st := at.Up()
		if at.Role() != python.RValue || st.Kind() != python.Assign && st.Kind() != python.AnnAssign {
			continue
		}
		if target := st.Child(python.RTarget); target.Kind() == python.Attr && p.selfClass(target.Child(python.RValue)) != nil {
			return true
		}
	}
	return false
}

// sameText reports whether two expressions are the same name, or the same attributes of it.
func sameText(a, b Site) bool {
	if a.Kind() != b.Kind() || a.M != b.M || a.Str() != b.Str() {
		return false
	}
	switch a.Kind() {
	case python.Name:
		return true
	case python.Attr:
		return sameText(a.Child(python.RValue), b.Child(python.RValue))
	}
	return false
}
