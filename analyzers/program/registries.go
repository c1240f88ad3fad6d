package program

import (
	"sort"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// Registries returns a case for each registry of the interpreter or the standard library that code puts something into after set-up. Of those that
// the question is not about some are left out.
func (p *Program) Registries(q *Question) []*Case {
	o := p.outside(q)
	p.eachCall(registryNames(), func(call Site, short string) {
		if !q.file(call.M) && !registryCalled(short, q) {
			return
		}
		for _, name := range p.dotted(call.Child(python.RFunc)) {
			if r, ok := library.Registries[name]; ok {
				p.registryCall(o, call, name, r)
				return
			}
		}
	})
	for _, name := range registryItemNames() {
		p.registryItems(o, name, library.RegistryItems[name])
	}
	for _, c := range o.out {
		p.registryUndone(o, c)
	}
	p.listeners(o)
	return o.cases()
}

// registryCalled reports whether a call of a name may fill a registry that a question is about.
func registryCalled(short string, q *Question) bool {
	for name, r := range library.Registries {
		if library.Short(name) == short && q.symbol(r.Symbol) {
			return true
		}
	}
	return false
}

// registryNames are the last names of the calls in library.Registries, sorted.
func registryNames() []string {
	set := map[string]bool{}
	for name := range library.Registries {
		set[library.Short(name)] = true
	}
	return sorted(set)
}

func registryItemNames() []string {
	var out []string
	for name := range library.RegistryItems {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

func registryLife(at Site, symbol string) *Life {
	return lives(ScopeProcess, symbol+" belongs to the interpreter and lives as long as the process", true, at)
}

func (p *Program) registryCall(o *outside, call Site, name string, r library.Registry) {
	arg := callArgument(call, "", r.Arg)
	var key KeyDomain
	switch why := p.freshFunction(arg); {
	case r.Finalizes:
		if !keepsFirst(call) {
			return
		}
		key = KeyDomain{Domain: DomainOpen, Why: "an entry for each object, which its own finalizer keeps from being collected", Identity: true}
	case r.Text:
		if key = p.textDomain(arg); key.Domain < DomainUnknown || key.Domain < DomainOpen && name == "warnings.warn" {
			return
		}
	case p.onceGuarded(call):
		return
	case membershipTested(call) || why == "":
		if key = p.DomainOf(arg); !key.Request {
			key = KeyDomain{Domain: DomainUnknown, Why: "each call adds an entry, also a second one of the same"}
		}
	default:
		key = KeyDomain{Domain: DomainOpen, Why: why}
	}
	o.add(entry{at: call, symbol: r.Symbol, kind: "registry", how: library.Short(name), key: key, life: registryLife(call, r.Symbol), prior: PriorRegistry})
}

// keepsFirst reports whether what a call hands over besides its first argument holds that: it, or a method of it.
func keepsFirst(call Site) bool {
	first := firstArgument(call)
	if first.Kind() != python.Name {
		return false
	}
	for i, n := range call.M.F.All(call.N, python.RArg) {
		a := Site{call.M, n}
		if a.Kind() == python.Keyword {
			a = a.Child(python.RValue)
		}
		if i > 0 && (a.Kind() == python.Name && a.Str() == first.Str() || a.Kind() == python.Attr && a.Child(python.RValue).Kind() == python.Name && a.Child(python.RValue).Str() == first.Str() && i == 1) {
			return true
		}
	}
	return false
}

// textDomain is the domain of a text that is put together. What its parts are named counts as it does for the labels of a metric: a text made of a
// type or a state is one of a few.
func (p *Program) textDomain(arg Site) KeyDomain { return p.partsDomain(arg, map[Site]bool{}) }

// partsDomain is textDomain of what has not been seen: a text may be put together from itself (msg = msg + line).
func (p *Program) partsDomain(arg Site, seen map[Site]bool) KeyDomain {
	if seen[arg] {
		return KeyDomain{Domain: DomainConstant, Why: "a constant"}
	}
	seen[arg] = true
	out := KeyDomain{Domain: DomainConstant, Why: "a constant"}
	switch arg.Kind() {
	case python.FString, python.Tuple:
		for _, n := range arg.M.F.All(arg.N, python.RElt) {
			out = wider(out, p.labelDomain(label{"", Site{arg.M, n}}))
		}
	case python.BinOp:
		for _, n := range arg.M.F.All(arg.N, python.RValue) {
			out = wider(out, p.partsDomain(Site{arg.M, n}, seen))
		}
	case python.Call:
		if fn := arg.Child(python.RFunc); fn.Str() == "format" {
			for _, n := range arg.M.F.All(arg.N, python.RArg) {
				out = wider(out, p.labelDomain(label{"", Site{arg.M, n}}))
			}
		}
	case python.Name, python.Attr:
		for _, b := range p.bindings(arg) {
			if v := assigned(b); v.Kind() == python.FString || v.Kind() == python.BinOp || v.Kind() == python.Call {
				out = wider(out, p.partsDomain(v, seen))
			}
		}
		if out.Domain == DomainConstant {
			out = p.labelDomain(label{"", arg})
		}
	}
	return out
}

// onceGuarded reports whether a place stands under a test of a flag or a variable that the same function sets: it runs once.
func (p *Program) onceGuarded(s Site) bool {
	fn := p.Function(s)
	f := s.M.F
	for _, c := range conditions(s) {
		for t := c.test.N; t < c.test.N+f.Size(c.test.N); t++ {
			if flag := (Site{s.M, t}); (flag.Kind() == python.Attr || flag.Kind() == python.Name && !p.isLocal(flag, fn)) && p.boundIn(fn, flag) {
				return true
			}
		}
	}
	return false
}

// isLocal reports whether a name is a local variable of a function.
func (p *Program) isLocal(name, fn Site) bool {
	x := name.M.X
	scope := x.Resolve(x.ScopeOf(name.N), name.M.F.Name(name.N))
	return scope > 0 && x.Scopes[scope].Node == fn.N
}

// membershipTested reports whether a place stands under a test of whether something is in a container.
func membershipTested(s Site) bool {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda:
			return false
		case python.If:
			test := f.Child(up, python.RTest)
			for t := test; t < test+f.Size(test); t++ {
				if op := f.Op(t); f.Kind(t) == python.Compare && (op == python.OpIn || op == python.OpNotIn) {
					return true
				}
			}
		}
	}
	return false
}

// registryItems finds `sys.modules[key] = value`.
func (p *Program) registryItems(o *outside, name string, r library.Registry) {
	p.Each(library.Short(name), func(s Site) {
		sub := s.Up()
		if s.M.Profile == Test || !o.q.about(s.M, r.Symbol) || sub.Kind() != python.Subscript || s.Role() != python.RValue || !s.M.F.IsTarget(sub.N) || !p.isDotted(s, name) {
			return
		}
		key := p.DomainOf(sub.Child(python.RIndex))
		if key.Domain < DomainHinted || name == "os.environ" && key.Domain < DomainOpen {
			return
		}
		if key.Domain == DomainHinted { // as many as there are files to load, for all that is seen
			key = KeyDomain{Domain: DomainUnknown, Why: key.Why}
		}
		o.add(entry{at: sub, symbol: r.Symbol, kind: "registry", how: "[]=", key: key, life: registryLife(sub, r.Symbol), prior: PriorRegistry})
	})
}

func (p *Program) isDotted(s Site, name string) bool {
	for _, d := range p.dotted(s) {
		if d == name {
			return true
		}
	}
	return false
}

// registryUndone finds what takes something out of a registry in the file that puts it in: atexit.unregister(f), sys.modules.pop(name), del
// sys.modules[name].
func (p *Program) registryUndone(o *outside, c *Case) {
	m, symbol := c.Holder.M, c.Holder.Symbol
	owner := p.enclosingClass(c.Growths[0].Fn)
	for _, n := range m.X.Occurrences(library.Short(symbol)) {
		s := Site{m, n}
		up := s.Up()
		switch {
		case !o.concerns(owner, p.enclosingClass(p.Function(s)), c):
		case up.Kind() == python.Attr && contains(library.RegistryUndo[symbol], up.Str()):
			p.undone(c, up, up.Str())
		case up.Kind() == python.Subscript && up.Up().Kind() == python.Delete:
			p.undone(c, up, "del")
		}
	}
}

// concerns reports whether what a class takes out of a registry can be what another one put in. A function is taken out by the class whose own it is. An
// item is known by its name, which anybody can learn; but a class that puts items in takes out those.
func (o *outside) concerns(owner, remover *Class, c *Case) bool {
	if owner == nil || owner == remover {
		return true
	}
	return library.RegistryKeyed[c.Holder.Symbol] && !o.feeds(c.Holder.M, remover, c.Holder.Symbol)
}

func (p *Program) undone(c *Case, at Site, how string) {
	e := p.removal(c, Use{Kind: Shrink, At: at, Fn: p.Function(at), How: how})
	if e.Covers && inHandler(at) {
		e.Covers, e.Fault, e.WhyNot = false, FaultPath, "only after an exception"
	}
	c.Evictions = append(c.Evictions, e)
}

// inHandler reports whether a place stands in an except clause of its function.
func inHandler(s Site) bool {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		switch f.Kind(n) {
		case python.Handler:
			return true
		case python.FuncDef, python.Lambda:
			return false
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
