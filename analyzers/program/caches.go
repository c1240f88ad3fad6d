package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// Caches returns a case for each function under a cache decorator without a bound.
func (p *Program) Caches() []*Case {
	var out []*Case
	for _, m := range p.Modules {
		if m.Profile == Test {
			continue
		}
		for i := range m.X.Scopes {
			if sc := &m.X.Scopes[i]; sc.Kind == python.FuncDef {
				if c := p.cacheCase(Site{m, sc.Node}, int32(i)); c != nil {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

func (p *Program) cacheCase(def Site, scope int32) *Case {
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
		c := &Case{Holder: h, Life: p.cacheLife(def, d)}
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
	return &Life{ScopeProcess, "the cache belongs to the function and lives as long as the process", true, d}
}

// unboundedCache reports whether a decorator is a cache with no size: functools.cache, lru_cache(maxsize=None).
func (p *Program) unboundedCache(d Site) bool {
	callee, called := d, false
	if d.Kind() == python.Call {
		callee, called = d.Child(python.RFunc), true
	}
	for _, v := range p.Eval(callee) {
		if v.Kind != VExternal {
			continue
		}
		spec, ok := library.CacheDecorators[v.Name]
		if !ok {
			continue
		}
		if spec.AlwaysUnbounded {
			return true
		}
		if !called {
			return false
		}
		return saysNone(d, spec.SizeArg)
	}
	return false
}

// saysNone reports whether a call passes None (or a number without limit) as the size, by keyword or first.
func saysNone(call Site, keyword string) bool {
	for i, n := range call.M.F.All(call.N, python.RArg) {
		a := Site{call.M, n}
		if a.Kind() == python.Keyword {
			if a.Str() != keyword {
				continue
			}
			a = a.Child(python.RValue)
		} else if i != 0 {
			continue
		}
		return a.Kind() == python.NoneLit || a.Kind() == python.Attr && (a.Str() == "maxsize" || a.Str() == "inf")
	}
	return false
}

// argumentsDomain joins the domains of the parameters; false where there are none to remember.
func (p *Program) argumentsDomain(def Site) (KeyDomain, bool) {
	params := def.M.F.All(def.N, python.RParam)
	out, any := KeyDomain{Domain: DomainConstant, Why: ""}, false
	for _, n := range params {
		param := Site{def.M, n}
		if isFirstParam(param) && p.Enclosing(def) != nil && !p.hasDecorator(def, "staticmethod") {
			if k := p.DomainOf(param); k.Domain == DomainOpen {
				out, any = wider(out, k), true
			}
			continue
		}
		any = true
		d := &domains{p: p, seen: map[Site]bool{}}
		out = wider(out, d.param(param, 0))
	}
	return out, any
}

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
