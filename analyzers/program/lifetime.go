package program

import (
	"path"
	"slices"

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
	// Named is set where the name of the class says that it is kept: a client, a store, a connection.
	Named bool
	// Ends is set where what holds the object lets go of it before the process ends: it is taken out of a container one day.
	Ends bool
	// Owners counts the objects between the holder and the one that is known to live so long, each held by the next.
	Owners int
	At     Site // where the deciding place is
}

func lives(scope Scope, why string, proven bool, at Site) *Life {
	return &Life{Scope: scope, Why: why, Proven: proven, At: at}
}

func longer(a, b *Life) *Life {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case b.Scope > a.Scope || b.Scope == a.Scope && (b.Proven && !a.Proven || b.Proven == a.Proven && (b.Named && !a.Named || b.Named == a.Named && len(b.Why) < len(a.Why))):
		return b // of two that say the same, the one with the shorter proof
	}
	return a
}

// LifeOf returns how long a container lives.
func (p *Program) LifeOf(h *Holder) *Life {
	switch h.Kind {
	case ModuleVariable:
		return &Life{Scope: ScopeProcess, Why: "a module variable lives as long as the process", Proven: true, At: h.Bind}
	case ClassAttribute:
		return &Life{Scope: ScopeProcess, Why: "a class attribute is shared by all instances and lives as long as the process", Proven: true, At: h.Bind}
	case InstanceAttribute:
		return p.ClassLife(h.Class)
	case DefaultArgument:
		if p.nested(Site{h.M, h.M.X.Scopes[h.Scope].Node}) {
			return &Life{Scope: ScopeUnknown, Why: "the default of an inner function lives as long as the function object", At: h.Bind}
		}
		return lives(ScopeProcess, "a default argument is made once and lives as long as the function", true, h.Bind)
	case FunctionAttribute, PassedAttribute:
		return lives(ScopeProcess, "an attribute of a function lives as long as the function", true, h.Bind)
	case Closure, LoopLocal:
		return p.localLife(h)
	}
	return p.foreignLife(h)
}

func (p *Program) foreignLife(h *Holder) *Life {
	for _, v := range p.Eval(h.Bind.Child(python.RValue)) {
		if library.LongLivedOwner(v.Name) {
			return &Life{Scope: ScopeProcess, Why: "an attribute of " + v.Name + " lives as long as the application", Proven: true, At: h.Bind}
		}
	}
	return &Life{Scope: ScopeUnknown, Why: "an attribute of an object that cannot be seen", At: h.Bind}
}

// localLife is the life of a local that an inner function or a loop keeps.
func (p *Program) localLife(h *Holder) *Life {
	def := Site{h.M, h.M.X.Scopes[h.Scope].Node}
	r := p.RepeatOf(def)
	decorator := p.usedAsDecorator(def) && !p.hasDecorator(def, "contextmanager", "asynccontextmanager") // those run anew for each call of what they decorate
	switch {
	case decorator:
		return &Life{Scope: ScopeProcess, Why: "the closure of a decorator lives as long as the decorated function", Proven: true, At: h.Bind}
	case r == nil:
	case h.Kind == Closure && r.Kind != RunsAgain && p.definesEntryPoint(def):
		return &Life{Scope: ScopeProcess, Why: "the closure of an application factory, kept by the handlers that it defines", Proven: true, At: h.Bind}
	case h.Kind == LoopLocal && r.Kind != RunsAgain && r.Kind != RunsInTests && r.Kind != RunsInCommand:
		return &Life{Scope: ScopeProcess, Why: "a local of a function whose loop does not end", Proven: r.Kind == RunsAtSetup, At: h.Bind}
	case r.Kind == RunsAtSetup:
		return &Life{Scope: ScopeProcess, Why: "the closure of a function that runs once, at set-up", At: h.Bind}
	case r.Kind == RunsAgain:
		return &Life{Scope: ScopeEvent, Why: "a local of a function that runs once for each " + r.Per, Proven: true, At: h.Bind}
	}
	return &Life{Scope: ScopeUnknown, Why: "the closure of a function whose callers cannot be seen", At: h.Bind}
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

// isFunction reports whether an expression gives a function or a class.
func (p *Program) isFunction(s Site) bool {
	if !s.Valid() {
		return false
	}
	for _, v := range p.Eval(s) {
		if v.Kind == VFunc || v.Kind == VClass {
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
		if p.Function(c.At).N == 0 && !c.Value && c.At.Up().Kind() == python.Assign && p.isFunction(c.At.Child(python.RArg)) {
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
	return p.ask.lives.of(c).life
}

// A heldLife is a life with the classes whose instances hold the object, the nearest first.
type heldLife struct {
	life    *Life
	through []*Class
}

func sameLife(a, b heldLife) bool {
	if a.life == nil || b.life == nil {
		return a.life == b.life
	}
	return *a.life == *b.life && slices.Equal(a.through, b.through)
}

func (p *Program) lifeOfClass(c *Class) heldLife {
	return p.lifeOfThose(c, p.Constructions(c), p.handedOverClass(c))
}

// lifeOfMade is how long the instances live that one call makes.
func (p *Program) lifeOfMade(k madeAt) heldLife {
	return p.lifeOfThose(k.class, []Site{k.site}, nil)
}

// lifeOfThose is the life of the instances of a class that some places make, or something to which the class is handed.
func (p *Program) lifeOfThose(c *Class, made []Site, handed *Life) heldLife {
	t := &escape{p: p, class: c, seen: map[visit]bool{}, through: map[*Life][]*Class{}}
	l := p.classLife(c, made, handed, t)
	return heldLife{l, t.through[l]}
}

func (p *Program) classLife(c *Class, made []Site, handed *Life, t *escape) *Life {
	best := longer(p.ownedByFramework(c), p.decoratorLife(c))
	if p.unnamed(c) {
		best = nil
	}
	for _, at := range made {
		best = longer(best, t.life(at))
	}
	if handed != nil && (handed.Proven || best == nil || !best.Proven) {
		best = longer(best, handed)
	}
	if best == nil || best.Scope < ScopeConnection {
		best = longer(best, t.keepsItself())
	}
	switch {
	case t.body != nil && best != nil && best.Scope == ScopeConnection:
		return t.body
	case best == nil && t.lost != nil:
		best = t.lost
	case best == nil && len(made) > 0:
		best = &Life{Scope: ScopeCall, Why: "used and dropped where it is made, at " + place(made[0]), At: made[0]}
	case best == nil:
		best = &Life{Scope: ScopeUnknown, Why: "nobody in the tree makes a " + c.Name, At: c.Site}
	case best.Scope == ScopeCall && !best.Proven && t.lost != nil:
		best = t.lost
	}
	out := p.suggested(c, best)
	if _, known := t.through[out]; !known {
		t.through[out] = t.through[best]
	}
	return out
}

// suggested keeps what is known of the life of a class and, where that is not enough, adds what its name and its place suggest.
func (p *Program) suggested(c *Class, l *Life) *Life {
	if !l.Ends && l.Scope > ScopeUnknown && l.Scope != ScopeEvent && l.Proven {
		return l
	}
	name := p.lifeByName(c)
	if l.Ends { // a connection or a session may be held for long
		kept := *l
		kept.Named = name == library.LivesForConnection
		return &kept
	}
	if l.Scope >= ScopeConnection {
		kept := *l
		switch name {
		case library.LivesLong:
			kept.Scope, kept.Named = ScopeProcess, true
		case library.LivesForConnection:
			kept.Named = true
		}
		return &kept
	}
	if name == library.LivesForConnection && l.Scope == ScopeEvent && l.Proven { // it may be handed on to something that goes on
		return &Life{Scope: ScopeConnection, Why: l.Why + ", and its name says that it may last longer", Ends: true, Owners: l.Owners, At: l.At}
	}
	if name == library.LivesForConnection && l.Scope <= ScopeEvent && (l.Scope != ScopeCall || p.exported(c)) {
		return &Life{Scope: ScopeConnection, Why: l.Why + ", and its name says that it lives as long as its peer", Named: true, Owners: l.Owners, At: l.At}
	}
	switch l.Scope {
	case ScopeUnknown:
		switch {
		case name == library.LivesLong:
			return &Life{Scope: ScopeProcess, Why: l.Why + ", and its name says that it lives long", Named: true, Owners: l.Owners, At: l.At}
		case name == library.LivesShort || p.isData(c):
			return &Life{Scope: ScopeCall, Why: l.Why + ", and its name says that it is short-lived", Owners: l.Owners, At: l.At}
		case p.servesItsUser(c):
			return &Life{Scope: ScopeConnection, Why: l.Why + "; a public class that keeps state lives as long as its user keeps it", Owners: l.Owners, At: l.At}
		}
	case ScopeCall:
		if p.exported(c) && p.servesItsUser(c) && (name == library.LivesLong || name == library.SaysNothing) {
			return &Life{Scope: ScopeConnection, Why: l.Why + "; but the package exports " + c.Name + ", and its user may keep it", Named: name == library.LivesLong, Owners: l.Owners, At: l.At}
		}
	}
	return l
}

// lifeByName asks the name of a class, then those of its ancestors.
func (p *Program) lifeByName(c *Class) library.NamedLife {
	for _, a := range p.mroOf(c) {
		if l := library.LifeByName(a.Name); l != library.SaysNothing {
			return l
		}
	}
	for _, base := range p.External(c) {
		if l := library.LifeByName(library.Short(base)); l != library.SaysNothing {
			return l
		}
	}
	return library.SaysNothing
}

// servesItsUser recognises the classes of a library that are made once and called again and again: public, with methods for its user to call.
func (p *Program) servesItsUser(c *Class) bool {
	if c.Name[0] == '_' || c.Site.M.Profile != Service || p.isData(c) || p.nested(c.Site) || p.ofApplication() {
		return false
	}
	return p.publicMethods(c) > 0
}

func (p *Program) publicMethods(c *Class) int {
	x := c.Site.M.X
	n := 0
	body := x.ScopeAt(c.Site.N)
	for _, name := range x.BoundNames(body) {
		binds := x.Binds(body, name)
		def := Site{c.Site.M, binds[len(binds)-1]}
		if def.Kind() == python.FuncDef && def.Str()[0] != '_' && !p.hasDecorator(def, "property", "cached_property", "staticmethod", "classmethod", "abstractmethod") {
			n++
		}
	}
	return n
}

// isData reports whether a class is a record of values: a dataclass, a model, an error.
func (p *Program) isData(c *Class) bool {
	if p.copiesDefaults(c) {
		return !p.waitsItself(c)
	}
	for _, base := range p.External(c) {
		if library.ShortLivedBase(base) {
			return true
		}
	}
	return false
}

// waitsItself reports whether a class has a public method that is a coroutine: it does something with others, however its attributes are declared.
func (p *Program) waitsItself(c *Class) bool {
	x := c.Site.M.X
	body := x.ScopeAt(c.Site.N)
	for _, name := range x.BoundNames(body) {
		for _, b := range x.Binds(body, name) {
			if def := (Site{c.Site.M, b}); def.Kind() == python.FuncDef && isAsync(def) && def.Str()[0] != '_' {
				return true
			}
		}
	}
	return false
}

// exported reports whether a package offers a class, or a subclass of it, to its users: its __init__.py imports it, or __all__ names it.
func (p *Program) exported(c *Class) bool {
	for _, k := range append([]*Class{c}, p.subclassesOf(c)...) {
		if k.Name[0] == '_' || k.Site.M.Profile != Service {
			continue
		}
		found := isPackage(k.Site.M) && !p.nested(k.Site)
		p.Each(k.Name, func(s Site) { found = found || p.exports(s, k) })
		if found {
			return true
		}
	}
	return false
}

func (p *Program) exports(s Site, c *Class) bool {
	switch s.Kind() {
	case python.Alias:
		if !isPackage(s.M) || p.Function(s).N > 0 {
			return false
		}
		for _, v := range p.evalBind(s) {
			if v.Kind == VClass && v.Class == c {
				return true
			}
		}
	case python.Str:
		up := s.Up()
		if up.Kind() != python.List && up.Kind() != python.Tuple || s.M != c.Site.M {
			return false
		}
		if st := up.Up(); st.Kind() == python.Assign || st.Kind() == python.AnnAssign {
			return st.Child(python.RTarget).Str() == "__all__"
		}
	}
	return false
}

func isPackage(m *Module) bool { return path.Base(m.Path) == "__init__.py" }

func (p *Program) ownedByFramework(c *Class) *Life {
	if call := p.ownMember(c, "__call__"); call.Kind() == python.FuncDef && isApplication(call) {
		return &Life{Scope: ScopeProcess, Why: c.Name + " is a WSGI or ASGI application: the server makes it once", Proven: true, At: call}
	}
	if hook, s := p.keptBySignature(c); s != nil {
		return &Life{Scope: ScopeProcess, Why: s.Keeps + " (" + c.Name + " has a " + hook.Str() + "())", Proven: true, At: hook}
	}
	for _, k := range append([]*Class{c}, p.subclassesOf(c)...) {
		if k.Site.M.Profile == Command && !mayServe(k.Site.M.Path) {
			continue
		}
		for _, base := range p.External(k) {
			o, ok := library.OwnerOf(base)
			if !ok || o.Scope == "" || p.takenOff(k, library.HandedBy(base)) {
				continue
			}
			return &Life{Scope: scopeOf(o.Scope), Why: o.Why + " (" + k.Name + " is a " + library.Short(base) + ")", Proven: true, At: k.Site}
		}
	}
	return nil
}

// takenOff reports whether the tree takes an instance of a class back that a call handed to what keeps it: then that keeps it for a while only.
func (p *Program) takenOff(c *Class, keeper string) bool {
	removal, found := library.RemovedBy[keeper], false
	if removal == "" || c == nil {
		return false
	}
	p.Each(removal, func(s Site) {
		up := s.Up()
		if found || s.Kind() != python.Attr || up.Kind() != python.Call || s.M.Profile == Test {
			return
		}
		for _, v := range p.Eval(up.Child(python.RArg)) {
			found = found || v.Kind == VInstance && p.Related(v.Class, c)
		}
	})
	return found
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

// handedOverClass finds the class given to a framework as a value: add_middleware(C), default_factory=C, a dotted string in a list of middleware.
func (p *Program) handedOverClass(c *Class) *Life {
	var best *Life
	p.Each(c.Name, func(s Site) {
		if best != nil || s.M.Profile == Test || s.Kind() != python.Name && s.Kind() != python.Attr {
			return
		}
		if s.Role() == python.RDecorator && p.meansClass(s, c) {
			best = &Life{Scope: ScopeProcess, Why: "a decorator lives as long as what it decorates", Proven: true, At: s}
			return
		}
		up, keyword := s.Up(), ""
		if up.Kind() == python.Keyword {
			keyword, up = up.Str(), up.Up()
		} else if s.Role() != python.RArg {
			return
		}
		if up.Kind() != python.Call || !p.meansClass(s, c) {
			return
		}
		name := up.Child(python.RFunc).Str()
		switch {
		case library.Keeper(name):
			best = &Life{Scope: ScopeProcess, Why: c.Name + " is handed to " + name + " at " + place(s), Proven: true, At: s}
		case keyword == "default_factory" || keyword == "factory":
			best = p.madeByFactory(up)
		}
	})
	for _, dotted := range []string{c.Site.M.Dotted + "." + c.Name, c.Site.M.Dotted + ":" + c.Name} {
		p.Each(dotted, func(s Site) {
			if best == nil && s.Kind() == python.Str && s.M.Profile != Test {
				best = &Life{Scope: ScopeProcess, Why: c.Name + " is named as a string at " + place(s) + ", for a framework to load", At: s}
			}
		})
	}
	return best
}

func (p *Program) meansClass(s Site, c *Class) bool {
	for _, v := range p.Eval(s) {
		if v.Kind == VClass && v.Class == c {
			return true
		}
	}
	return false
}

// madeByFactory is the life of what field(default_factory=C) makes: that of the class around it.
func (p *Program) madeByFactory(call Site) *Life {
	f := call.M.F
	for n := call.N; n > 0; n = f.Up(n) {
		if owner := call.M.classes[n]; owner != nil {
			l := p.ClassLife(owner)
			if l == nil {
				return nil
			}
			return &Life{Scope: l.Scope, Why: "a field of " + owner.Name + "; " + l.Why, Proven: l.Proven, Named: l.Named, Ends: l.Ends, At: call}
		}
	}
	return nil
}
