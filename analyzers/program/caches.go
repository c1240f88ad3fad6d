package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// Caches returns a case for each function under a cache decorator without a bound that a question is about.
func (p *Program) Caches(q *Question) []*Case {
	var out []*Case
	for _, m := range p.Modules {
		if m.Profile == Test {
			continue
		}
		all := q.file(m)
		for _, s := range m.decoratedFunctions() {
			if !all && !q.symbol(m.X.Qual(s)) {
				continue
			}
			if c := p.ask.cacheCases.of(Site{m, m.X.Scopes[s].Node}); c != nil {
				out = append(out, c)
			}
		}
	}
	return out
}

// decoratedFunctions returns the scopes of the functions of a module that have a decorator.
func (m *Module) decoratedFunctions() []int32 {
	if m.decorated == nil {
		m.decorated = []int32{}
		for i, sc := range m.X.Scopes {
			if sc.Kind == python.FuncDef && m.F.Child(sc.Node, python.RDecorator) != python.None {
				m.decorated = append(m.decorated, int32(i))
			}
		}
	}
	return m.decorated
}

func (p *Program) cacheCase(def Site) *Case {
	scope := def.M.X.ScopeAt(def.N)
	for _, d := range p.Decorators(def) {
		if !p.unboundedCache(d) {
			continue
		}
		key, ok := p.argumentsDomain(def)
		if !ok {
			return nil
		}
		h := &Holder{Kind: FunctionAttribute, M: def.M, Scope: scope, Name: def.Str(), Symbol: p.QualName(def), Bind: d, Allocs: []Alloc{{Site: d, Type: library.Container{Kind: "cache"}}}}
		r := p.RepeatOf(def)
		if r == nil {
			r = runs(RunsUnknown, "call", def, "its callers call each other")
		}
		if r.Kind <= RunsAtSetup {
			return nil
		}
		c := &Case{Holder: h, Life: p.cacheLife(def, d), Prior: PriorMemo, Memo: true}
		c.Growths = []Growth{{Use: Use{Kind: Grow, At: d, Fn: def, How: "call"}, Repeat: r, Key: key}}
		c.Evictions = p.cacheClears(def, c)
		c.footprint(nil)
		return c
	}
	return nil
}

func (p *Program) cacheLife(def, d Site) *Life {
	if p.nested(def) {
		return p.LifeOf(&Holder{Kind: DefaultArgument, M: def.M, Scope: def.M.X.ScopeAt(def.N), Bind: d})
	}
	return lives(ScopeProcess, "the cache belongs to the function and lives as long as the process", true, d)
}

// unboundedCache reports whether a decorator is a cache with no size: functools.cache, lru_cache(maxsize=None), cached(cache={}).
func (p *Program) unboundedCache(d Site) bool {
	callee, call := d, Site{}
	if d.Kind() == python.Call {
		callee, call = d.Child(python.RFunc), d
	}
	for _, v := range p.Eval(callee) {
		if v.Kind != VExternal {
			continue
		}
		spec, ok := library.CacheDecorators[v.Name]
		switch {
		case !ok:
		case timed(call, spec.TimeArg):
			return false
		case spec.StoreArg != "" && callArgument(call, spec.StoreArg, 0).Valid():
			return p.plainStore(callArgument(call, spec.StoreArg, 0), p.Enclosing(d.Up()))
		case spec.AlwaysUnbounded:
			return true
		case spec.SizeArg != "":
			size := callArgument(call, spec.SizeArg, 0)
			return saysNone(size) || !size.Valid() && spec.NoneIsOff
		default:
			return spec.NoneIsOff && ownStore(call)
		}
	}
	return false
}

// callArgument returns what a call passes by a keyword or at a position.
func callArgument(call Site, keyword string, position int) Site {
	if call.Kind() != python.Call {
		return Site{}
	}
	at := 0
	for _, n := range call.M.F.All(call.N, python.RArg) {
		a := Site{call.M, n}
		if a.Kind() == python.Keyword {
			if a.Str() == keyword {
				return a.Child(python.RValue)
			}
			continue
		}
		if at == position && a.Kind() != python.Star && a.Kind() != python.DoubleStar {
			return a
		}
		at++
	}
	return Site{}
}

// saysNone reports whether a size is None, or a number that no process reaches.
func saysNone(size Site) bool {
	return size.Kind() == python.NoneLit || size.Kind() == python.Attr && (size.Str() == "maxsize" || size.Str() == "inf")
}

// timed reports whether a cache lets its entries expire.
func timed(call Site, keyword string) bool {
	if keyword == "" {
		return false
	}
	t := callArgument(call, keyword, 1<<10)
	return t.Valid() && t.Kind() != python.NoneLit
}

// ownStore reports whether a decorator that can use several stores keeps its entries in the process: it names no other.
func ownStore(call Site) bool {
	for _, keyword := range []string{"cache", "alias", "plugins", "endpoint"} {
		if a := callArgument(call, keyword, 1<<10); a.Valid() && a.Str() != "MEMORY" && a.Str() != "SimpleMemoryCache" {
			return false
		}
	}
	return true
}

// plainStore reports whether the store of a cache keeps everything: a dict. On a method of class c a function gives the store of each instance.
func (p *Program) plainStore(store Site, c *Class) bool {
	values := p.Eval(store)
	if store.Kind() == python.Lambda {
		store = store.Child(python.RBody)
		values = p.Eval(store)
		if c != nil && store.Kind() == python.Attr {
			values = nil
			for _, b := range p.attrBinds(c, store.Str()) {
				values = append(values, p.Eval(assigned(b))...)
			}
		}
	}
	plain := false
	for _, v := range values {
		if v.Kind != VContainer {
			continue
		}
		if v.Name == "" {
			plain = v.Site.Kind() == python.Dict || plain
			continue
		}
		t, ok := library.ContainerOf(v.Name)
		if ok && t.Bounded != "" {
			return false
		}
		plain = ok || plain
	}
	return plain
}

// argumentsDomain joins the domains of the parameters; false where there are none to remember.
func (p *Program) argumentsDomain(def Site) (KeyDomain, bool) {
	params := def.M.F.All(def.N, python.RParam)
	out, any := KeyDomain{Domain: DomainConstant, Why: ""}, false
	for _, n := range params {
		param := Site{def.M, n}
		if isFirstParam(param) && p.Enclosing(def) != nil && !p.hasDecorator(def, "staticmethod") {
			if k := p.selfDomain(def); k.Domain >= DomainHinted {
				out, any = wider(out, k), true
			}
			continue
		}
		any = true
		out = wider(out, p.argumentDomain(param))
	}
	return out, any
}

// argumentDomain is the domain of one argument of a function that is cached.
func (p *Program) argumentDomain(param Site) KeyDomain {
	switch {
	case param.M.F.Op(param.N)&(python.ArgsStar|python.KwStar) != 0:
		return KeyDomain{Domain: DomainUnknown}
	case library.EventObject(param.Str()):
		return KeyDomain{Domain: DomainOpen, Why: "the argument " + param.Str() + " is a new object for each event"}
	case library.NameDomain(param.Str()) < 0:
		return KeyDomain{Domain: DomainType, Why: "the name " + param.Str() + " suggests one of a few values"}
	}
	d := &domains{p: p, seen: map[Site]bool{}}
	if a := param.Child(python.RAnnotation); a.Kind() == python.BinOp { // X | Y: no wider than the widest
		out := KeyDomain{Domain: DomainConstant, Why: "constants"}
		for _, n := range a.M.F.All(a.N, python.RValue) {
			k, ok := d.annotation(Site{a.M, n})
			if !ok && (Site{a.M, n}).Kind() != python.NoneLit && !typeName(Site{a.M, n}.Str()) {
				return d.param(param, 0)
			}
			out = wider(out, k)
		}
		return out
	}
	return d.param(param, 0)
}

// typeName reports whether an annotation is of values that stand for types, or that are one.
func typeName(name string) bool { return name == "UnionType" || name == "GenericAlias" }

// cacheClears finds f.cache_clear().
func (p *Program) cacheClears(def Site, c *Case) []Eviction {
	var out []Eviction
	p.Each("cache_clear", func(s Site) {
		if s.Kind() != python.Attr || s.M.Profile == Test || s.Child(python.RValue).Str() != def.Str() {
			return
		}
		u := Use{Kind: Empty, At: s, Fn: p.Function(s), How: "cache_clear"}
		b := &balance{p: p, c: c}
		out = append(out, b.eviction(u))
	})
	return out
}

// selfDomain is the domain of self as a part of the key. Instances that compare by identity are an entry each, unless they are shown to
// live as long as the process; those that compare by value are no more than their values.
func (p *Program) selfDomain(def Site) KeyDomain {
	c := p.Enclosing(def)
	if p.hasDecorator(def, "classmethod") {
		return KeyDomain{Domain: DomainType, Why: "the class"}
	}
	if p.Method(c, "__eq__").Valid() || p.Method(c, "__hash__").Valid() || p.copiesDefaults(c) {
		return KeyDomain{Domain: DomainUnknown}
	}
	switch l := p.ClassLife(c); {
	case l == nil || l.Scope == ScopeProcess && l.Proven:
		return KeyDomain{Domain: DomainUnknown}
	case l.Scope == ScopeConnection && l.Owners > 0 && !l.Proven && !p.madeAnew(c):
		return KeyDomain{Domain: DomainUnknown} // made with an owner of which nobody knows how often there is a new one
	case (l.Scope == ScopeEvent || l.Scope == ScopeConnection) && (l.Proven || l.Owners == 0):
		return KeyDomain{Domain: DomainOpen, Why: "self is part of the key, and there is a new " + c.Name + " for each event: " + l.Why}
	case p.madeAnew(c):
		return KeyDomain{Domain: DomainOpen, Why: "self is part of the key: one entry for each " + c.Name + ", which it keeps alive"}
	}
	return KeyDomain{Domain: DomainUnknown}
}

// madeAnew reports whether code that runs after set-up makes instances of a class.
func (p *Program) madeAnew(c *Class) bool {
	for _, at := range p.Constructions(c) {
		if r := p.RepeatAt(at); r != nil && r.Kind >= RunsAsAPI && !isConstructor(p.Function(at)) {
			return true
		}
	}
	return false
}
