package program

import (
	"slices"
	"strconv"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A RepeatKind says how often a function runs, from never to again and again.
type RepeatKind uint8

// The kinds, in rising order of what they say for growth.
const (
	RunsInTests    RepeatKind = iota
	RunsNever                 // nobody in the tree calls it, and nobody outside would
	RunsInCommand             // a one-shot command
	RunsAtSetup               // import time, set-up, configuration
	RunsAtShutdown            // shutdown, reset, or on request only
	RunsUnknown
	RunsAsAPI       // public: its callers are outside the tree
	RunsAsOperation // public, and of a kind that users call again and again: an operation of a client, a store, a lock
	RunsByName      // only its name says that it handles events
	RunsAgain       // an entry point, or in an endless loop
)

// A Repeat says how often a function runs, and why that is known.
type Repeat struct {
	Kind RepeatKind
	Per  string // the event: request, message, task, iteration, call
	Path []Step // from the entry point to the function
	// Shown is set where what it puts in shows that an operation is called again and again, not its name and that of its class.
	Shown bool
	// LeftOver is set where nothing in an application names the function: what it puts in does not tell that it runs.
	LeftOver bool
}

// A Step is one function on the way, with the reason that leads to the next.
type Step struct {
	At  Site // the definition
	Why string
}

func runs(k RepeatKind, per string, at Site, why string) *Repeat {
	return &Repeat{Kind: k, Per: per, Path: []Step{{at, why}}}
}

// RepeatAt returns how often the code at a node runs: an endless loop around it counts before the function's callers.
func (p *Program) RepeatAt(s Site) *Repeat {
	if loop := p.endlessLoop(s); loop.Valid() {
		fn := p.Function(s)
		if inDemo(s) {
			return runs(RunsInCommand, "call", fn, "a demonstration at the end of a module")
		}
		if s.M.Profile == Test {
			return runs(RunsInTests, "call", fn, "test code")
		}
		return runs(RunsAgain, loopEvent(loop), fn, "an endless loop runs it again and again")
	}
	return p.RepeatOf(p.Function(s))
}

// RepeatOf returns how often a function runs: from its decorators, the framework class it belongs to, its callers, its name.
func (p *Program) RepeatOf(fn Site) *Repeat {
	return p.ask.repeats.of(fn)
}

func sameRepeat(a, b *Repeat) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.Per == b.Per && a.Shown == b.Shown && a.LeftOver == b.LeftOver && slices.Equal(a.Path, b.Path)
}

// passes reports whether the way to a function goes through it: then it says nothing of how often it runs.
func (r *Repeat) passes(fn Site) bool {
	return slices.ContainsFunc(r.Path[:len(r.Path)-1], func(s Step) bool { return s.At == fn })
}

func (p *Program) repeatOf(fn Site) *Repeat {
	if fn.M.Profile == Test {
		return runs(RunsInTests, "call", fn, "test code")
	}
	if fn.N == 0 {
		return runs(RunsAtSetup, "import", fn, "runs when the module is imported")
	}
	if r := p.entryPoint(fn); r != nil {
		if fn.M.Profile == Command && !mayServe(fn.M.Path) {
			return runs(RunsInCommand, "call", fn, "a script or command")
		}
		return r
	}
	if c := p.Enclosing(fn); c != nil && library.EndHooks[fn.Str()] {
		if _, s := p.keptBySignature(c); s != nil {
			return runs(RunsAtShutdown, "end", fn, "called once, at the end")
		}
	}
	if p.remembersOnce(fn) {
		return runs(RunsAtSetup, "first call", fn, "its result is remembered: it runs once")
	}
	if r := p.command(fn); r != nil {
		return r
	}
	if fn.Kind() == python.FuncDef && isSetupHook(fn.Str()) {
		return runs(RunsAtSetup, "class statement", fn, "runs when a class is defined")
	}
	best := p.fromCallers(fn)
	if r := p.fromDecorated(fn); r != nil && (best == nil || r.Kind > best.Kind) {
		best = r
	}
	if best == nil || best.Kind == RunsUnknown {
		if named := p.fromName(fn); best == nil || named.Kind > best.Kind {
			best = named
		}
	}
	if fn.M.Profile == Command && best.Kind > RunsInCommand && best.Kind < RunsAgain {
		return runs(RunsInCommand, "call", fn, "a script or command")
	}
	return best
}

func isSetupHook(name string) bool {
	return name == "__init_subclass__" || name == "__set_name__" || name == "__class_getitem__"
}

// fromCallers takes the most frequent of what the callers say.
func (p *Program) fromCallers(fn Site) *Repeat {
	var best *Repeat
	for _, c := range p.Callers(fn) {
		r := p.fromCaller(fn, c, best)
		if r != nil && !r.passes(fn) && best.yieldsTo(r.Kind, len(r.Path)) {
			best = r
		}
	}
	return best
}

// yieldsTo reports whether another answer tells more: code runs more often by it, or as often by a shorter way.
func (r *Repeat) yieldsTo(kind RepeatKind, steps int) bool {
	return r == nil || kind > r.Kind || kind == r.Kind && steps < len(r.Path)
}

// fromCaller says how often a call makes a function run; nil, too, where another call is known to tell more.
func (p *Program) fromCaller(fn Site, c Call, best *Repeat) *Repeat {
	if c.Value {
		r := p.handedOver(fn, c.At)
		if c.ByName && r.Kind == RunsAgain {
			return &Repeat{Kind: RunsByName, Per: r.Per, Path: r.Path}
		}
		return r
	}
	if c.At.Role() == python.RDecorator {
		return p.fromDefinition(fn, c.At)
	}
	r := p.RepeatAt(c.At)
	if r == nil {
		return nil
	}
	if g := onceGuard(c.At); g.Valid() && r.Kind > RunsAtSetup {
		return runs(RunsAtSetup, "first call", fn, "called the first time only, under the test at "+place(g))
	}
	kind, steps := r.Kind, len(r.Path)+1
	lazy := fn.Kind() == python.FuncDef && library.LazySetup(fn.Str())
	if lazy || c.ByName || steps > maxSure {
		kind = lessSure(kind, lazy)
	}
	if !best.yieldsTo(kind, steps) {
		return nil
	}
	r = r.then(fn, "called at "+place(c.At))
	r.Kind = kind
	return r
}

// fromDefinition is how often a decorator runs: once, where a module or class is defined; with each call, where it decorates an inner function.
func (p *Program) fromDefinition(fn, decorator Site) *Repeat {
	def := decorator.Up()
	if p.nested(def) && def.Kind() == python.FuncDef && !p.usedAsDecorator(p.Function(def)) {
		if r := p.RepeatAt(def); r != nil && r.Kind > RunsAtShutdown && !r.passes(fn) {
			return r.then(fn, "applied as a decorator at "+place(decorator))
		}
	}
	return runs(RunsAtSetup, "definition", fn, "applied as a decorator at "+place(decorator))
}

// remembersOnce reports whether a function is cached and nothing tells two calls apart.
func (p *Program) remembersOnce(fn Site) bool {
	return fn.Kind() == python.FuncDef && len(fn.M.F.All(fn.N, python.RParam)) == 0 && p.hasDecorator(fn, "lru_cache", "cache", "once", "singleton", "alru_cache")
}

// onceGuard finds the test that lets a place run once in the life of the process: `if X is None:` around an assignment of the global X.
func onceGuard(s Site) Site {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		up := f.Up(n)
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			return Site{}
		case python.If:
			if f.Role(n) == python.RBody && setsTestedGlobal(Site{s.M, up}, Site{s.M, n}) {
				return Site{s.M, up}
			}
		}
	}
	return Site{}
}

// setsTestedGlobal reports whether a block assigns a module variable whose absence its `if` tests.
func setsTestedGlobal(branch, block Site) bool {
	f := branch.M.F
	test := branch.Child(python.RTest)
	if test.Kind() != python.Not && test.Kind() != python.Compare {
		return false
	}
	for n := block.N; n < block.N+f.Size(block.N); n++ {
		if f.Kind(n) != python.Name || !f.IsTarget(n) || !mentions(test, f.Str(n)) {
			continue
		}
		if x := branch.M.X; x.Resolve(x.ScopeOf(n), f.Name(n)) == 0 {
			return true
		}
	}
	return false
}

// lessSure is what is left of a repetition where a step on the way is unsure, or runs the first time only.
func lessSure(k RepeatKind, lazy bool) RepeatKind {
	switch {
	case k == RunsAgain:
		return RunsByName
	case k == RunsAsOperation || k == RunsByName && lazy:
		return RunsAsAPI
	}
	return k
}

// maxSure is the number of functions from an entry point up to which a path is taken for sure: each step is right only most of the time.
const maxSure = 6

// handedOver reads what becomes of a function that is passed, stored or returned as a value.
func (p *Program) handedOver(fn, ref Site) *Repeat {
	if ref.Role() == python.RDecorator {
		return p.fromDefinition(fn, ref)
	}
	up := ref.Up()
	keyword := ""
	if up.Kind() == python.Keyword {
		keyword, up = up.Str(), up.Up()
	}
	switch up.Kind() {
	case python.Call:
		name := up.Child(python.RFunc).Str()
		if library.CalledOnce[name] {
			return p.calledOnce(fn, ref, up)
		}
		if library.SignalRegistrars[name] {
			return runs(RunsAtShutdown, "signal", fn, "handles a signal to the process, at "+place(ref))
		}
		if e, ok := library.Registrars[name]; ok && e.Per != "" && (keyword != "" || !library.TakesPathFirst[name] || up.Child(python.RArg) != ref) {
			return runs(RunsAgain, e.Per, fn, e.Why+" at "+place(ref))
		}
		if library.CallbackKeyword(keyword) {
			return runs(RunsAgain, "event", fn, "handed over as "+keyword+" at "+place(ref))
		}
		if library.Starters[name] || keyword == "target" {
			r := p.RepeatAt(up)
			if r != nil && r.Kind == RunsAgain {
				return &Repeat{Kind: RunsAgain, Per: r.Per, Path: append(append([]Step(nil), r.Path...), Step{fn, "started at " + place(ref)})}
			}
			return runs(RunsAtSetup, "start", fn, "started once at "+place(ref))
		}
		if name == "partial" {
			return p.handedOver(fn, up)
		}
		if r := p.whereCalled(fn, ref, up); r != nil {
			return r
		}
	case python.Return:
		if r := p.throughDecorator(fn, ref); r != nil {
			return r
		}
		if r := p.fromWrapped(fn); r != nil {
			return r
		}
	case python.Assign:
		for _, n := range up.M.F.All(up.N, python.RTarget) {
			if t := (Site{up.M, n}); t.Kind() == python.Attr && library.CallbackKeyword(t.Str()) {
				return runs(RunsAgain, "event", fn, "set as "+t.Str()+" at "+place(ref))
			}
		}
	}
	h := &handing{p: p, fn: fn, seen: map[Site]bool{}}
	if up.Kind() != python.Call {
		h.value(ref, 0)
	}
	if h.best != nil {
		return h.best
	}
	if r := p.asOftenAsMade(fn, ref); r != nil {
		return r
	}
	return runs(RunsUnknown, "call", fn, "handed over at "+place(ref))
}

// asOftenAsMade is how often a function runs that is handed to code that cannot be seen: an inner function as often as the function that makes it
// for that, another one perhaps.
func (p *Program) asOftenAsMade(fn, ref Site) *Repeat {
	outer := p.Function(ref)
	r := p.RepeatAt(ref)
	if r == nil || r.Kind < RunsAsOperation {
		return nil
	}
	if p.Function(fn) == outer && outer.N > 0 {
		return r.then(fn, "made and handed over at "+place(ref))
	}
	if r.Kind < RunsAgain {
		return nil
	}
	r = r.then(fn, "handed over at "+place(ref))
	r.Kind = RunsByName
	return r
}

// calledOnce is how often a function runs that a Deferred or a future calls when it has its result: as often as that is asked for.
func (p *Program) calledOnce(fn, ref, call Site) *Repeat {
	r := p.RepeatAt(call)
	if r == nil || r.passes(fn) {
		return runs(RunsUnknown, "call", fn, "handed over at "+place(ref))
	}
	return r.then(fn, "called with the result, once for each time that "+place(ref)+" asks for it")
}

// throughDecorator follows a function that a decorator returns: the wrapper runs as often as the functions that are decorated, and what
// a decorator with arguments returns first is the decorator itself, which runs where it is applied.
func (p *Program) throughDecorator(fn, ref Site) *Repeat {
	decorator := p.Function(ref)
	if decorator.Kind() != python.FuncDef {
		return nil
	}
	for _, c := range p.Callers(decorator) {
		if c.At.Role() == python.RDecorator && !c.Value {
			return p.fromDefinition(fn, c.At)
		}
	}
	called := false
	if outer := p.Function(decorator); outer.Kind() == python.FuncDef && p.returnsName(outer, decorator.Str()) {
		decorator, called = outer, true // a decorator with arguments
	}
	var best *Repeat
	for _, c := range p.Callers(decorator) {
		if c.At.Role() != python.RDecorator || called == c.Value {
			continue
		}
		r := p.RepeatOf(c.At.Up())
		if r != nil && (best == nil || r.Kind > best.Kind) {
			best = r.then(fn, "wraps it as a decorator at "+place(c.At))
		}
	}
	return best
}

// then is the same repetition, one step further.
func (r *Repeat) then(fn Site, why string) *Repeat {
	return &Repeat{Kind: r.Kind, Per: r.Per, Path: append(append([]Step(nil), r.Path...), Step{fn, why})}
}

// takesCallable reports whether the last parameter of a function is, by its name or annotation, something to call later.
func takesCallable(fn Site) bool {
	params := fn.M.F.All(fn.N, python.RParam)
	if len(params) == 0 || fn.Kind() != python.FuncDef || isConstructor(fn) {
		return false // a constructor that is handed a class or a callback makes objects all the same
	}
	last := Site{fn.M, params[len(params)-1]}
	return callableName(last.Str()) || callableAnnotation(last)
}

// fromName is the last resort for a function that nobody in the tree calls.
func (p *Program) fromName(fn Site) *Repeat {
	name := fn.Str()
	class := p.Enclosing(fn)
	switch {
	case fn.Kind() == python.Lambda:
		return runs(RunsUnknown, "call", fn, "a lambda")
	case name == "__del__" || name == "__exit__" || name == "__aexit__":
		return runs(RunsAtShutdown, "end", fn, "runs at the end of the object's life")
	case isConstructor(fn) && class != nil:
		return p.constructedOutside(fn, class)
	case library.ShutdownName(name):
		return runs(RunsNever, "", fn, "nobody in the tree calls it")
	case library.SetupName(name):
		return runs(RunsAtSetup, "start", fn, "its name says that it runs once, at set-up")
	case library.RegistersByName(name) && (!strings.HasPrefix(name, "on_") || takesCallable(fn)):
		return runs(RunsAtSetup, "start", fn, "its name says that it registers something, at set-up")
	}
	if takesCallable(fn) {
		return runs(RunsAtSetup, "start", fn, "it is handed what to call later: a registration, at set-up")
	}
	if e, ok := library.EventName(name); ok {
		return runs(RunsByName, e.Per, fn, e.Why)
	}
	if len(name) > 2 && name[:2] == "__" || name[0] != '_' {
		if p.nested(fn) {
			return runs(RunsUnknown, "call", fn, "an inner function")
		}
		if class != nil && readsThrough[name] {
			return runs(RunsAsOperation, "call", fn, "run by each read")
		}
		if p.leftOver(fn, class) {
			r := runs(RunsUnknown, "call", fn, "nothing in the application names it")
			r.LeftOver = true
			return r
		}
		if p.isOperation(fn, class) {
			return runs(RunsAsOperation, "call", fn, "an operation that users call again and again; nobody in the tree calls it")
		}
		return runs(RunsAsAPI, "call", fn, "public, and nobody in the tree calls it")
	}
	return runs(RunsNever, "", fn, "nobody in the tree calls it")
}

// leftOver reports whether nothing in an application names a function, nor may a framework call it, by a decorator or a class that it derives from: there
// is no user from outside as a library has.
func (p *Program) leftOver(fn Site, class *Class) bool {
	if !p.ofApplication() || len(p.Decorators(fn)) > 0 || strings.HasPrefix(fn.Str(), "__") || p.Mentions(fn.Str()) > 1 {
		return false
	}
	return class == nil || len(p.External(class)) == 0 && len(p.Decorators(class.Site)) == 0
}

// readsThrough are special methods that a plain read calls: nobody builds or sets up anything with them.
var readsThrough = map[string]bool{"__get__": true, "__missing__": true, "__contains__": true}

// isOperation tells what users call again and again from what they build or set up with: a method, with a verb that does not build, of a class whose
// name says that it is kept.
func (p *Program) isOperation(fn Site, class *Class) bool {
	if class == nil || class.Name[0] == '_' || fn.M.Profile != Service || strings.Contains("/"+fn.M.Path, "/cli/") || library.BuildsByName(fn.Str()) {
		return false
	}
	if l := p.lifeByName(class); l != library.LivesLong && l != library.LivesForConnection {
		return false
	}
	return p.exported(class) || !p.calledSomewhere(fn)
}

// calledSomewhere reports whether the tree calls a method of the name on something that cannot be seen: then its caller may well be there.
func (p *Program) calledSomewhere(fn Site) bool {
	found := false
	p.Each(fn.Str(), func(s Site) {
		found = found || s.Kind() == python.Attr && s.Role() == python.RFunc && s.M.Profile != Test && p.Function(s) != fn
	})
	return found
}

// constructedOutside is how often a class is made that nobody in the tree makes: again and again, where its name says that its instances come and go.
func (p *Program) constructedOutside(fn Site, class *Class) *Repeat {
	if l := p.lifeByName(class); (l == library.LivesShort || l == library.LivesForConnection) && class.Name[0] != '_' {
		return runs(RunsAsOperation, "construction", fn, "users make a "+class.Name+" again and again; nobody in the tree does")
	}
	return runs(RunsAsAPI, "construction", fn, "nobody in the tree constructs "+class.Name)
}

// madeByUsers reports whether a function makes the objects of a class that the package offers: what the tree itself makes of them is not all. A class with
// objects that are made at import is one of things that are defined.
func (p *Program) madeByUsers(fn Site) bool {
	c := p.Enclosing(fn)
	return c != nil && isConstructor(fn) && p.exported(c) && !slices.ContainsFunc(p.Constructions(c), func(at Site) bool { return p.Function(at).N == 0 })
}

// nested reports whether a definition is inside a function.
func (p *Program) nested(def Site) bool { return p.Function(def).N > 0 }

func place(s Site) string { return s.M.Path + ":" + strconv.Itoa(s.Line()) }
