package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A Scope is the time in which an object lives, or an event recurs; a longer one is greater.
type Scope uint8

// The scopes. Those of one rank are told apart only by their names.
const (
	ScopeUnknown Scope = iota
	ScopeCall
	ScopeEvent      // request, message, task
	ScopeConnection // connection, session
	ScopeProcess    // process, worker
)

var scopeNames = map[Scope]string{ScopeUnknown: "unknown", ScopeCall: "call", ScopeEvent: "request", ScopeConnection: "connection", ScopeProcess: "process"}

func (s Scope) String() string { return scopeNames[s] }

// A Life says how long an object lives, and the proof.
type Life struct {
	Scope Scope
	Why   string
	// Proven is set where the tree or a framework shows it; otherwise a name or a habit suggests it.
	Proven bool
	At     Site // where the deciding place is
}

func longer(a, b *Life) *Life {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case b.Scope > a.Scope || b.Scope == a.Scope && b.Proven && !a.Proven:
		return b
	}
	return a
}

// LifeOf returns how long a container lives.
func (p *Program) LifeOf(h *Holder) *Life {
	switch h.Kind {
	case ModuleVariable:
		return &Life{ScopeProcess, "a module variable lives as long as the process", true, h.Bind}
	case ClassAttribute:
		return &Life{ScopeProcess, "a class attribute is shared by all instances and lives as long as the process", true, h.Bind}
	case InstanceAttribute:
		return p.ClassLife(h.Class)
	case DefaultArgument:
		if p.nested(Site{h.M, h.M.X.Scopes[h.Scope].Node}) {
			return &Life{ScopeUnknown, "the default of an inner function lives as long as the function object", false, h.Bind}
		}
		return &Life{ScopeProcess, "a default argument is made once and lives as long as the function", true, h.Bind}
	case FunctionAttribute:
		return &Life{ScopeProcess, "an attribute of a function lives as long as the function", true, h.Bind}
	case Closure, LoopLocal:
		return p.localLife(h)
	}
	return p.foreignLife(h)
}

func (p *Program) foreignLife(h *Holder) *Life {
	for _, v := range p.Eval(h.Bind.Child(python.RValue)) {
		if library.LongLivedOwner(v.Name) {
			return &Life{ScopeProcess, "an attribute of " + v.Name + " lives as long as the application", true, h.Bind}
		}
	}
	return &Life{ScopeUnknown, "an attribute of an object that cannot be seen", false, h.Bind}
}

// localLife is the life of a local that an inner function or a loop keeps.
func (p *Program) localLife(h *Holder) *Life {
	def := Site{h.M, h.M.X.Scopes[h.Scope].Node}
	r := p.RepeatOf(def)
	decorator := p.usedAsDecorator(def)
	switch {
	case decorator:
		return &Life{ScopeProcess, "the closure of a decorator lives as long as the decorated function", true, h.Bind}
	case r == nil:
	case h.Kind == Closure && r.Kind != RunsAgain && p.definesEntryPoint(def):
		return &Life{ScopeProcess, "the closure of an application factory, kept by the handlers that it defines", true, h.Bind}
	case h.Kind == LoopLocal && r.Kind != RunsAgain && r.Kind != RunsInTests && r.Kind != RunsInCommand:
		return &Life{ScopeProcess, "a local of a function whose loop does not end", r.Kind == RunsAtSetup, h.Bind}
	case r.Kind == RunsAtSetup:
		return &Life{ScopeProcess, "the closure of a function that runs once, at set-up", false, h.Bind}
	case r.Kind == RunsAgain:
		return &Life{ScopeEvent, "a local of a function that runs once for each " + r.Per, true, h.Bind}
	}
	return &Life{ScopeUnknown, "the closure of a function whose callers cannot be seen", false, h.Bind}
}

// definesEntryPoint reports whether a function defines handlers that a framework keeps.
func (p *Program) definesEntryPoint(def Site) bool {
	x := def.M.X
	for i := range x.Scopes {
		if inner := (Site{def.M, x.Scopes[i].Node}); x.Scopes[i].Kind == python.FuncDef && inner.N != def.N && def.M.F.Contains(def.N, inner.N) && p.entryPoint(inner) != nil {
			return true
		}
	}
	return false
}

// usedAsDecorator reports whether a function (or what it returns) is applied to definitions.
func (p *Program) usedAsDecorator(def Site) bool {
	for _, c := range p.Callers(def) {
		if c.At.Role() == python.RDecorator {
			return true
		}
		if p.Function(c.At).N == 0 && !c.Value && c.At.Up().Kind() == python.Assign {
			return true // f = memoize(f)
		}
	}
	if outer := p.Function(def); outer.N > 0 && outer.Kind() == python.FuncDef && p.returnsName(outer, def.Str()) {
		return p.usedAsDecorator(outer)
	}
	return false
}

func (p *Program) returnsName(def Site, name string) bool {
	for _, r := range p.returnSites(def) {
		if r.Kind() == python.Name && r.Str() == name {
			return true
		}
	}
	return false
}

// ClassLife returns how long the longest-lived instances of a class live.
func (p *Program) ClassLife(c *Class) *Life {
	if l, ok := p.lives[c]; ok {
		return l
	}
	if p.lifeOn[c] {
		return nil
	}
	p.lifeOn[c] = true
	l := p.classLife(c)
	delete(p.lifeOn, c)
	p.lives[c] = l
	return l
}

func (p *Program) classLife(c *Class) *Life {
	best := p.ownedByFramework(c)
	made := p.Constructions(c)
	for _, at := range made {
		t := &escape{p: p, seen: map[Site]bool{}}
		best = longer(best, t.life(at))
	}
	best = longer(best, p.handedOverClass(c))
	if best != nil && (best.Scope != ScopeUnknown || len(made) > 0) {
		if best.Scope == ScopeUnknown {
			return p.lifeByName(c, best)
		}
		return best
	}
	return p.lifeByName(c, &Life{ScopeUnknown, "nobody in the tree makes a " + c.Name, false, c.Site})
}

// lifeByName keeps what is known and adds what the name of the class suggests.
func (p *Program) lifeByName(c *Class, l *Life) *Life {
	switch library.LifeByName(c.Name) {
	case 1:
		return &Life{ScopeProcess, l.Why + ", and its name says that it lives long", false, l.At}
	case -1:
		return &Life{ScopeCall, l.Why + ", and its name says that it is short-lived", false, l.At}
	}
	return l
}

func (p *Program) ownedByFramework(c *Class) *Life {
	if call := p.ownMember(c, "__call__"); call.Kind() == python.FuncDef && isApplication(call) {
		return &Life{ScopeProcess, c.Name + " is a WSGI or ASGI application: the server makes it once", true, call}
	}
	for _, k := range append([]*Class{c}, p.subs[c]...) {
		for _, base := range p.External(k) {
			o, ok := library.OwnerOf(base)
			if !ok || o.Scope == "" {
				continue
			}
			return &Life{scopeOf(o.Scope), o.Why + " (" + k.Name + " is a " + library.Short(base) + ")", true, k.Site}
		}
	}
	return nil
}

func scopeOf(name string) Scope {
	switch name {
	case "process":
		return ScopeProcess
	case "connection":
		return ScopeConnection
	case "request", "task", "message":
		return ScopeEvent
	}
	return ScopeUnknown
}

// handedOverClass finds the class given to a framework as a value: add_middleware(C), a dotted string in a list of middleware.
func (p *Program) handedOverClass(c *Class) *Life {
	var best *Life
	p.Each(c.Name, func(s Site) {
		if best != nil || s.M.Profile == Test || s.Kind() != python.Name && s.Kind() != python.Attr || s.Role() != python.RArg {
			return
		}
		if name := s.Up().Child(python.RFunc).Str(); library.Keepers[name] {
			for _, v := range p.Eval(s) {
				if v.Kind == VClass && v.Class == c {
					best = &Life{ScopeProcess, c.Name + " is handed to " + name + " at " + place(s), true, s}
				}
			}
		}
	})
	p.Each(c.Site.M.Dotted+"."+c.Name, func(s Site) {
		if best == nil && s.Kind() == python.Str && s.M.Profile != Test {
			best = &Life{ScopeProcess, c.Name + " is named as a string at " + place(s) + ", for a framework to load", false, s}
		}
	})
	return best
}

// escape follows an object from where it is made to what keeps it.
type escape struct {
	p    *Program
	seen map[Site]bool
}

// maxEscape bounds how many places one object is followed to.
const maxEscape = 300

func (t *escape) life(s Site) *Life {
	if t.seen[s] || len(t.seen) > maxEscape {
		return nil
	}
	t.seen[s] = true
	up := s.Up()
	if !up.Valid() {
		return nil
	}
	switch up.Kind() {
	case python.Assign, python.AnnAssign, python.NamedExpr:
		if s.Role() != python.RValue {
			return nil
		}
		var best *Life
		for _, n := range up.M.F.All(up.N, python.RTarget) {
			best = longer(best, t.stored(Site{up.M, n}, s))
		}
		if up.Kind() == python.NamedExpr {
			best = longer(best, t.life(up))
		}
		return best
	case python.Call:
		if s.Role() == python.RArg {
			return t.passed(s, up)
		}
		return nil
	case python.Keyword:
		return t.passed(s, up.Up())
	case python.Return:
		return t.returned(s)
	case python.Await, python.IfExp, python.BoolOp, python.Tuple, python.List, python.Dict, python.Set, python.Star, python.ListComp, python.DictComp:
		return t.life(up)
	case python.Item:
		return t.entered(up)
	case python.Param:
		return &Life{ScopeProcess, "the default of a parameter", true, s}
	case python.ClassDef, python.FuncDef:
		if s.Role() == python.RDecorator {
			return &Life{ScopeProcess, "a decorator lives as long as what it decorates", true, s}
		}
	case python.Attr:
		return t.temporary(s, up)
	}
	return t.local(s)
}

// stored reads `target = object`.
func (t *escape) stored(target, object Site) *Life {
	switch target.Kind() {
	case python.Name:
		return t.variable(target)
	case python.Attr:
		return t.attribute(target)
	case python.Subscript:
		return t.element(target.Child(python.RValue))
	}
	return nil
}

func (t *escape) variable(target Site) *Life {
	x := target.M.X
	name := target.M.F.Nodes[target.N].Name
	scope := x.Resolve(x.ScopeOf(target.N), name)
	if scope < 0 {
		return nil
	}
	switch x.Scopes[scope].Kind {
	case python.Module:
		if target.M.Profile == Command {
			return &Life{ScopeCall, "made in a script", false, target}
		}
		return &Life{ScopeProcess, "made once and kept in " + target.Str() + " at " + place(target), true, target}
	case python.ClassDef:
		return &Life{ScopeProcess, "kept in a class attribute at " + place(target), true, target}
	}
	best := t.local(target)
	for _, m := range t.p.scopeMentions(target.M, scope, target.Str()) {
		if !m.M.F.IsTarget(m.N) {
			best = longer(best, t.life(m.Site))
		}
	}
	return best
}

// local is the life of something that a function holds only while it runs.
func (t *escape) local(s Site) *Life {
	fn := t.p.Function(s)
	if fn.N == 0 {
		return &Life{ScopeUnknown, "made when the module is imported", false, s}
	}
	r := t.p.RepeatAt(s)
	if r == nil {
		return nil
	}
	switch {
	case r.Kind == RunsAgain:
		return &Life{ScopeEvent, "made for each " + r.Per + " at " + place(s), true, s}
	case r.Kind == RunsAtSetup && t.serves(fn):
		return &Life{ScopeProcess, "a local of " + fn.Str() + "(), which runs as long as the process", true, s}
	}
	return &Life{ScopeCall, "a local at " + place(s), false, s}
}

var servingCalls = map[string]bool{
	"serve_forever": true, "run_forever": true, "run_app": true, "mainloop": true, "start_polling": true, "run_polling": true, "infinity_polling": true, "polling": true, "wait_for_termination": true, "serve": true, "idle": true, "run_until_disconnected": true, "start_consuming": true, "run_until_complete": true, "join": true, "loop_forever": true, "listen_and_serve": true, "asyncio.run": true, "run": true,
}

// serves reports whether a function goes on for as long as the service: it holds an endless loop, or a call that serves.
func (t *escape) serves(fn Site) bool {
	f := fn.M.F
	for n := fn.N + 1; n < fn.N+python.ID(f.Nodes[fn.N].Size); n++ {
		switch f.Nodes[n].Kind {
		case python.Call:
			if servingCalls[f.Str(f.Child(n, python.RFunc))] {
				return true
			}
		case python.While:
			if t.p.isEndlessWhile(Site{fn.M, n}) {
				return true
			}
		}
	}
	return false
}

func (t *escape) attribute(target Site) *Life {
	for _, v := range t.p.Eval(target.Child(python.RValue)) {
		switch v.Kind {
		case VInstance:
			l := t.p.ClassLife(v.Class)
			if l != nil && l.Scope > ScopeUnknown {
				return &Life{l.Scope, "held by " + v.Class.Name + "." + target.Str() + "; " + l.Why, l.Proven, target}
			}
			if l != nil {
				return &Life{ScopeUnknown, "held by " + v.Class.Name + "." + target.Str() + "; " + l.Why, false, target}
			}
			return nil
		case VClass, VFunc, VModule:
			return &Life{ScopeProcess, "kept in " + target.Str() + " at " + place(target), true, target}
		case VExternal, VResult:
			if library.ShortLivedOwner(v.Name) {
				return &Life{ScopeEvent, "an attribute of " + v.Name, true, target}
			}
			if library.LongLivedOwner(v.Name) {
				return &Life{ScopeProcess, "kept by " + v.Name + " at " + place(target), true, target}
			}
		}
	}
	return &Life{ScopeUnknown, "kept by an object that cannot be seen, at " + place(target), false, target}
}

// element reads `container[k] = object` and `container.append(object)`: as long as the container, unless it is taken out.
func (t *escape) element(container Site) *Life {
	switch container.Kind() {
	case python.Name:
		if l := t.variable(container); l != nil && l.Scope == ScopeProcess {
			return l
		}
	case python.Attr:
		return t.attribute(container)
	}
	return nil
}

func (t *escape) passed(s, call Site) *Life {
	if call.Kind() != python.Call {
		return nil
	}
	fn := call.Child(python.RFunc)
	name := fn.Str()
	var best *Life
	seen := false
	for _, v := range t.p.Eval(fn) {
		switch v.Kind {
		case VFunc:
			seen = true
			best = longer(best, t.parameter(s, call, v.Site))
		case VClass:
			if def := t.p.Method(v.Class, "__init__"); def.Valid() {
				seen = true
				best = longer(best, t.parameter(s, call, def))
			} else if t.p.copiesDefaults(v.Class) {
				seen = true
				best = longer(best, t.p.ClassLife(v.Class))
			}
		}
	}
	if library.Keepers[name] {
		return longer(best, &Life{ScopeProcess, "handed to " + name + " at " + place(call), true, call})
	}
	if !seen && fn.Kind() == python.Attr && library.EffectOf("", name) == library.Grows {
		return longer(best, t.element(fn.Child(python.RValue)))
	}
	return best
}

func (t *escape) parameter(s, call, def Site) *Life {
	param := t.p.paramFor(call, s, def)
	if !param.Valid() {
		return nil
	}
	var best *Life
	for _, m := range t.p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), param.Str()) {
		if !def.M.F.IsTarget(m.N) {
			best = longer(best, t.life(m.Site))
		}
	}
	return best
}

func (t *escape) returned(s Site) *Life {
	def := t.p.Function(s)
	if def.Kind() != python.FuncDef {
		return nil
	}
	if t.p.hasDecorator(def, "lru_cache", "cache", "cached", "singleton", "cached_property", "alru_cache", "memoize") {
		return &Life{ScopeProcess, def.Str() + "() is cached: it is made once", true, def}
	}
	var best *Life
	for _, c := range t.p.Callers(def) {
		if !c.Value {
			best = longer(best, t.life(c.At))
		}
	}
	return best
}

// entered reads `with object as x`.
func (t *escape) entered(item Site) *Life {
	best := t.local(item)
	if target := item.Child(python.RTarget); target.Kind() == python.Name {
		best = longer(best, t.variable(target))
	}
	return best
}

// temporary reads `C().method()`: the object lives for the call, unless the call is the service itself.
func (t *escape) temporary(s, attr Site) *Life {
	if call := attr.Up(); call.Kind() == python.Call && attr.Role() == python.RFunc {
		if (servingCalls[attr.Str()] || attr.Str() == "start") && t.p.Function(s).M.Profile != Command {
			if r := t.p.RepeatAt(s); r != nil && r.Kind == RunsAtSetup {
				return &Life{ScopeProcess, "runs as long as the process, from " + place(call), true, call}
			}
		}
		return t.life(call) // a fluent interface returns the object
	}
	return nil
}
