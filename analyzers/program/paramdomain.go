package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// param is the domain of a parameter: of an entry point it comes from outside; otherwise from the callers, else from its annotation and name.
func (d *domains) param(b Site, depth int) KeyDomain {
	def := b.Up()
	if def.Kind() == python.FuncDef && isFirstParam(b) && d.p.Enclosing(def) != nil && !d.p.hasDecorator(def, "staticmethod") {
		if d.p.hasDecorator(def, "classmethod") || b.Str() == "cls" {
			return KeyDomain{Domain: DomainType, Why: "the class"}
		}
		return d.self(def)
	}
	if a := b.Child(python.RAnnotation); a.Valid() {
		if k, ok := d.annotation(a); ok {
			return k
		}
	}
	if def.Kind() == python.FuncDef {
		if v := keptByDefault(b); v.Valid() {
			return d.of(v, depth+1)
		} else if r := d.p.comesWith(def); r != nil && library.SmallPopulation(b.Str()) {
			return few(b.Str())
		} else if r != nil && !d.mostlyConstant(b, depth) {
			return KeyDomain{Domain: DomainOpen, Why: b.Str() + " of " + def.Str() + "() comes with each " + r.Per}
		}
		if k := d.passed(b, depth); k.Domain != DomainUnknown {
			return k
		}
	}
	return d.hint(b.Str())
}

// passed joins what the callers pass for a parameter. What lies far away, or is a constant at nearly every call, is a hint at most; and of two
// hints by name the nearer one counts.
func (d *domains) passed(b Site, depth int) KeyDomain {
	args := d.p.ArgumentsFor(b)
	if len(args) == 0 {
		return KeyDomain{Domain: DomainUnknown}
	}
	if len(args) > 2 { // few callers cannot be mixed up
		d.hops++
		defer func() { d.hops-- }()
	}
	out, constants := KeyDomain{Domain: DomainConstant}, 0
	for _, a := range args {
		k := d.of(a, depth+1)
		if k.Domain <= DomainType {
			constants++
		}
		out = wider(out, k)
	}
	if out.Domain == DomainOpen && (d.hops > maxHops || len(args) > 3 && constants*5 >= len(args)*4) {
		out = KeyDomain{Domain: DomainSuggested, Why: out.Why}
	}
	if out.Domain == DomainHinted || out.Domain == DomainSuggested {
		if own := d.hint(b.Str()); own.Domain >= DomainSuggested {
			return own
		}
		out.Domain = DomainSuggested
	}
	return out
}

// mostlyConstant reports whether nearly all calls of a function pass a constant for a parameter: the name of a task, say.
func (d *domains) mostlyConstant(b Site, depth int) bool {
	args := d.p.ArgumentsFor(b)
	constants := 0
	for _, a := range args {
		if k := a.Kind(); k == python.Str || k == python.FString && len(a.M.F.All(a.N, python.RElt)) == 0 || k == python.Num {
			constants++
		}
	}
	return len(args) > 2 && constants*5 >= len(args)*4
}

// comesWith returns how often an entry point runs: a function that a framework calls, or that is registered for an event.
func (p *Program) comesWith(def Site) *Repeat {
	if r := p.entryPoint(def); r != nil {
		return r
	}
	for _, c := range p.Callers(def) {
		if !c.Value {
			continue
		}
		if givenLater(c.At) {
			continue
		}
		if up := c.At.Up(); up.Kind() == python.Call && library.PeerReads[up.Child(python.RFunc).Str()] {
			return runs(RunsAgain, "message", def, "called with what a peer sent, at "+place(c.At))
		}
		if r := p.handedOver(def, c.At); r != nil && r.Kind == RunsAgain && len(r.Path) == 1 {
			return r
		}
	}
	return nil
}

// givenLater reports whether a function is handed over together with the arguments that it is to be called with: call_later(1, f, x).
func givenLater(ref Site) bool {
	call := ref.Up()
	if call.Kind() != python.Call {
		return false
	}
	at, later := library.RunsLater[call.Child(python.RFunc).Str()]
	return later && callArgument(call, "", at) == ref && callArgument(call, "", at+1).Valid()
}

// keptByDefault returns the default of a parameter of an inner function where it is a name: the idiom that keeps a variable of the function around it
// (`def on_done(result, key=key)`), which no caller passes.
func keptByDefault(param Site) Site {
	v, def := param.Child(python.RDefault), param.Up()
	if !v.Valid() || v.Kind() != python.Name {
		return Site{}
	}
	x := v.M.X
	if scope := x.Resolve(x.ScopeOf(def.N), v.M.F.Name(v.N)); scope <= 0 || x.Scopes[scope].Kind != python.FuncDef {
		return Site{}
	}
	return v
}
