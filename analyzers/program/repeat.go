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
	return a.Kind == b.Kind && a.Per == b.Per && slices.Equal(a.Path, b.Path)
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

// command recognises what a command line calls once. One that serves is the main function of a service.
func (p *Program) command(fn Site) *Repeat {
	if fn.Kind() != python.FuncDef {
		return nil
	}
	for _, d := range p.Decorators(fn) {
		callee := d
		if d.Kind() == python.Call {
			callee = d.Child(python.RFunc)
		}
		for _, v := range append(p.Eval(callee), p.methodOfExternal(callee)...) {
			if v.Kind != VExternal && v.Kind != VResult || !library.CommandDecorator(v.Name) {
				continue
			}
			if p.serves(fn, 0) {
				return runs(RunsAtSetup, "start", fn, "a command that serves")
			}
			return runs(RunsInCommand, "call", fn, "a command of the command line (@"+callee.Str()+")")
		}
	}
	return nil
}

// methodOfExternal reads x.name where x is an instance of a class of the tree that derives from outside: as a method of what it derives from.
func (p *Program) methodOfExternal(attr Site) []Value {
	if attr.Kind() != python.Attr {
		return nil
	}
	var out []Value
	for _, v := range p.Eval(attr.Child(python.RValue)) {
		if v.Kind == VInstance {
			for _, base := range p.External(v.Class) {
				out = append(out, Value{Kind: VResult, Name: base + "." + attr.Str()})
			}
		}
	}
	return out
}

func isSetupHook(name string) bool {
	return name == "__init_subclass__" || name == "__set_name__" || name == "__class_getitem__"
}

// entryPoint recognises what a framework calls: decorated functions and methods of classes it owns.
func (p *Program) entryPoint(fn Site) *Repeat {
	if fn.Kind() != python.FuncDef {
		return nil
	}
	for _, d := range p.Decorators(fn) {
		if e, ok := p.decoratorEvent(d); ok {
			return runs(RunsAgain, e.Per, fn, e.Why)
		}
	}
	if e, ok := signature(fn); ok {
		return runs(RunsAgain, e.Per, fn, e.Why)
	}
	c := p.Enclosing(fn)
	if c == nil {
		return nil
	}
	if isApplication(fn) {
		return runs(RunsAgain, "request", fn, "the server calls an application for each request")
	}
	if fn.Str() == "run" && p.isThread(c) {
		return p.threadRun(fn, c)
	}
	for _, k := range append([]*Class{c}, p.subclassesOf(c)...) {
		for _, base := range p.External(k) {
			o, ok := library.OwnerOf(base)
			if !ok {
				continue
			}
			e, ok := o.Methods[fn.Str()]
			if any, all := o.Methods["*"]; !ok && all && fn.Str()[0] != '_' {
				e, ok = any, true
			}
			if ok {
				return runs(RunsAgain, e.Per, fn, e.Why+" ("+k.Name+" is a "+library.Short(base)+")")
			}
		}
	}
	return nil
}

// signature recognises what a platform calls by the names of a function and of its parameters.
func signature(fn Site) (library.Event, bool) {
	params := fn.M.F.All(fn.N, python.RParam)
	if len(params) > 0 && fn.M.F.Str(params[0]) == "self" {
		params = params[1:]
	}
	if len(params) < 2 {
		return library.Event{}, false
	}
	for _, s := range library.Signatures {
		if s.Names[fn.Str()] && s.First[fn.M.F.Str(params[0])] && s.Second[fn.M.F.Str(params[1])] {
			return s.Event, true
		}
	}
	return library.Event{}, false
}

// isThread reports whether a class is a thread or process, whose start() runs its run().
func (p *Program) isThread(c *Class) bool {
	for _, base := range p.External(c) {
		if library.ThreadBases[library.Short(base)] {
			return true
		}
	}
	return false
}

// threadRun is how often the run() of a thread runs: as often as one is made.
func (p *Program) threadRun(fn Site, c *Class) *Repeat {
	for _, made := range p.Constructions(c) {
		if r := p.RepeatAt(made); r != nil && r.Kind == RunsAgain {
			return r.then(fn, "a thread made at "+place(made))
		}
	}
	return runs(RunsAtSetup, "start", fn, "runs once in each thread")
}

// isApplication recognises a WSGI or ASGI application or middleware by the parameters of its __call__.
func isApplication(fn Site) bool {
	if fn.Str() != "__call__" {
		return false
	}
	params := fn.M.F.All(fn.N, python.RParam)
	for _, names := range library.Applications {
		if len(params) != len(names)+1 {
			continue
		}
		same := true
		for i, name := range names {
			same = same && fn.M.F.Str(params[i+1]) == name
		}
		if same {
			return true
		}
	}
	return false
}

func (p *Program) decoratorEvent(d Site) (library.Event, bool) {
	callee, first := d, ""
	if d.Kind() == python.Call {
		callee = d.Child(python.RFunc)
		if a := d.Child(python.RArg); a.Kind() == python.Str || a.Kind() == python.FString {
			first = a.Str()
		}
	}
	if callee.Kind() != python.Name && callee.Kind() != python.Attr {
		return library.Event{}, false
	}
	dotted := ""
	for _, v := range p.Eval(callee) {
		switch v.Kind {
		case VExternal, VResult:
			dotted = v.Name
		case VFunc:
			if callee.Kind() == python.Name { // the tree's own decorator: its name alone says nothing
				return library.Event{}, false
			}
		}
	}
	return library.DecoratorEvent(dotted, callee.Str(), callee.Child(python.RValue).Str(), first)
}

// fromCallers takes the most frequent of what the callers say.
func (p *Program) fromCallers(fn Site) *Repeat {
	var best *Repeat
	for _, c := range p.Callers(fn) {
		r := p.fromCaller(fn, c)
		if r != nil && !r.passes(fn) && (best == nil || r.Kind > best.Kind || r.Kind == best.Kind && len(r.Path) < len(best.Path)) {
			best = r
		}
	}
	return best
}

func (p *Program) fromCaller(fn Site, c Call) *Repeat {
	if c.Value {
		r := p.handedOver(fn, c.At)
		if c.ByName && r.Kind == RunsAgain {
			return &Repeat{Kind: RunsByName, Per: r.Per, Path: r.Path}
		}
		return r
	}
	if c.At.Role() == python.RDecorator {
		return runs(RunsAtSetup, "definition", fn, "applied as a decorator")
	}
	r := p.RepeatAt(c.At)
	if r == nil {
		return nil
	}
	r = r.then(fn, "called at "+place(c.At))
	if g := onceGuard(c.At); g.Valid() && r.Kind > RunsAtSetup {
		return runs(RunsAtSetup, "first call", fn, "called the first time only, under the test at "+place(g))
	}
	lazy := fn.Kind() == python.FuncDef && library.LazySetup(fn.Str())
	if lazy || c.ByName || len(r.Path) > maxSure {
		r.Kind = lessSure(r.Kind, lazy)
	}
	return r
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
		return runs(RunsAtSetup, "definition", fn, "applied as a decorator")
	}
	up := ref.Up()
	keyword := ""
	if up.Kind() == python.Keyword {
		keyword, up = up.Str(), up.Up()
	}
	switch up.Kind() {
	case python.Call:
		name := up.Child(python.RFunc).Str()
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
	return runs(RunsUnknown, "call", fn, "handed over at "+place(ref))
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
			return runs(RunsAtSetup, "definition", fn, "applied as a decorator at "+place(c.At))
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
	if len(params) == 0 || fn.Kind() != python.FuncDef {
		return false
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
	case name == "__init__" && class != nil:
		return p.constructedOutside(fn, class)
	case library.ShutdownName(name):
		return runs(RunsNever, "", fn, "nobody in the tree calls it")
	case library.SetupName(name):
		return runs(RunsAtSetup, "start", fn, "its name says that it runs once, at set-up")
	case library.RegistersByName(name):
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
		if p.isOperation(fn, class) {
			return runs(RunsAsOperation, "call", fn, "an operation that users call again and again; nobody in the tree calls it")
		}
		return runs(RunsAsAPI, "call", fn, "public, and nobody in the tree calls it")
	}
	return runs(RunsNever, "", fn, "nobody in the tree calls it")
}

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

// nested reports whether a definition is inside a function.
func (p *Program) nested(def Site) bool { return p.Function(def).N > 0 }

func place(s Site) string { return s.M.Path + ":" + strconv.Itoa(s.Line()) }

// endlessLoop returns the innermost loop around a node, in its own function, that goes on for as long as the service runs.
func (p *Program) endlessLoop(s Site) Site {
	f := s.M.F
	for n := s.N; n > 0; {
		up := f.Up(n)
		loop := Site{s.M, up}
		switch f.Kind(up) {
		case python.FuncDef, python.Lambda, python.ClassDef, python.Module:
			return Site{}
		case python.While:
			if f.Role(n) == python.RBody && p.isEndlessWhile(loop) {
				return loop
			}
		case python.For:
			if f.Role(n) == python.RBody && p.isEndlessFor(loop) {
				return loop
			}
		}
		n = up
	}
	return Site{}
}

var runningWords = map[string]bool{
	"running": true, "alive": true, "active": true, "stopped": true, "stop": true, "is_set": true, "shutdown": true, "closed": true, "closing": true, "started": true,
	"keep_running": true, "should_exit": true, "is_running": true, "exit": true, "quit": true, "terminated": true, "connected": true, "is_alive": true, "ok": true, "is_shutdown": true, "is_closed": true, "should_stop": true, "enabled": true, "cancelled": true, "run": true, "do_run": true,
}

// isEndlessWhile accepts `while True` that waits for something, or that has no way out, and loops on a flag of the service.
func (p *Program) isEndlessWhile(loop Site) bool {
	test := loop.Child(python.RTest)
	switch test.Kind() {
	case python.True, python.Num:
		return !hasExit(loop) || p.waits(loop) && p.goesOnWaiting(loop)
	}
	return isServiceFlag(test) && (p.waits(loop) || isEventFlag(test))
}

// isEventFlag recognises a flag that another thread sets (threading.Event): a loop on one goes on whatever its body does.
func isEventFlag(test Site) bool {
	fn := test.Child(python.RFunc)
	return test.Kind() == python.Call && fn.Str() == "is_set" && fn.Kind() == python.Attr && !test.Child(python.RArg).Valid()
}

// isServiceFlag recognises the test of a loop that goes on until the service is stopped: a flag of an object, or a name that says so.
func isServiceFlag(test Site) bool {
	switch test.Kind() {
	case python.Not:
		return isServiceFlag(test.Child(python.RValue))
	case python.Call:
		return isRunningWord(test.Child(python.RFunc).Str())
	case python.Attr:
		return true
	case python.Name:
		return isRunningWord(test.Str())
	case python.BoolOp:
		for _, n := range test.M.F.All(test.N, python.RValue) {
			if isServiceFlag(Site{test.M, n}) {
				return true
			}
		}
	}
	return false
}

func isRunningWord(name string) bool {
	return runningWords[strings.TrimLeft(name, "_")]
}

// goesOnWaiting tells a loop that serves from one that tries again until it has an answer: it gives no value back, and where it only sleeps, what ends
// it is a flag of the service or an exception.
func (p *Program) goesOnWaiting(loop Site) bool {
	f := loop.M.F
	receives := p.receives(loop)
	for n, end := loop.N+1, loop.N+f.Size(loop.N); n < end; {
		switch f.Kind(n) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			n += f.Size(n)
			continue
		case python.Return:
			if v := f.Child(n, python.RValue); v != python.None && f.Kind(v) != python.NoneLit {
				return false
			}
			if !receives && !endsWithService(loop, n) {
				return false
			}
		case python.Break:
			if !receives && leaves(loop, n) && !endsWithService(loop, n) {
				return false
			}
		}
		n++
	}
	return true
}

// leaves reports whether a break ends this loop and not one inside it.
func leaves(loop Site, n python.ID) bool {
	f := loop.M.F
	for up := f.Up(n); up != loop.N; up = f.Up(up) {
		if k := f.Kind(up); k == python.For || k == python.While {
			return false
		}
	}
	return true
}

// endsWithService reports whether a way out of a loop stands in an exception handler or under a test of a flag of the service.
func endsWithService(loop Site, n python.ID) bool {
	f := loop.M.F
	for up := f.Up(n); up != loop.N; up = f.Up(up) {
		switch f.Kind(up) {
		case python.Handler:
			return true
		case python.If:
			test := f.Child(up, python.RTest)
			for t := test; t < test+f.Size(test); t++ {
				if k := f.Kind(t); (k == python.Name || k == python.Attr) && isRunningWord(f.Str(t)) {
					return true
				}
			}
		}
	}
	return false
}

// waitingCalls are calls that block until something comes from outside. Reads of files and look-ups (get, read, fetch) are not among
// them: loops over pages and chunks use those, and end.
var waitingCalls = map[string]bool{
	"recv": true, "receive": true, "accept": true, "poll": true, "wait": true, "recvfrom": true, "listen": true, "receive_json": true, "receive_text": true,
	"recv_multipart": true, "consume": true, "get_message": true, "brpop": true, "blpop": true, "xread": true, "xreadgroup": true, "next_message": true, "getmany": true,
	"readexactly": true, "readuntil": true, "run_once": true, "drain_events": true, "wait_for": true,
}

// waits reports whether a loop waits for something from outside, or sleeps.
func (p *Program) waits(loop Site) bool { return p.receives(loop) || p.hasCall(loop, isSleep) }

// receives reports whether a loop waits for something from outside.
func (p *Program) receives(loop Site) bool { return p.hasCall(loop, isReceive) }

func (p *Program) hasCall(loop Site, is func(fn Site) bool) bool {
	f := loop.M.F
	for n := loop.N + 1; n < loop.N+f.Size(loop.N); n++ {
		if f.Kind(n) == python.Call && is(Site{loop.M, f.Child(n, python.RFunc)}) {
			return true
		}
	}
	return false
}

func isSleep(fn Site) bool { return fn.Str() == "sleep" }

// isReceive knows calls that block until something comes. select is also a method of queries and documents.
func isReceive(fn Site) bool {
	receiver := fn.Child(python.RValue).Str()
	switch name := fn.Str(); name {
	case "get":
		return isQueueName(receiver)
	case "select":
		return receiver == "select" || strings.Contains(strings.ToLower(receiver), "sel") && len(receiver) < 12
	default:
		return waitingCalls[name]
	}
}

func isQueueName(name string) bool {
	words := library.Words(name)
	return len(words) > 0 && (words[len(words)-1] == "queue" || words[len(words)-1] == "q" || words[len(words)-1] == "inbox" || words[len(words)-1] == "mailbox")
}

func hasExit(loop Site) bool {
	f := loop.M.F
	for n := loop.N + 1; n < loop.N+f.Size(loop.N); {
		switch f.Kind(n) {
		case python.FuncDef, python.Lambda, python.ClassDef:
			n += f.Size(n)
			continue
		case python.Break, python.Return, python.Raise, python.Yield:
			return true
		}
		n++
	}
	return false
}

var streamNames = map[string]bool{
	"listen": true, "consume": true, "subscribe": true, "stream": true, "iter_messages": true, "watch": true, "messages": true, "read_loop": true, "events": true, "tail": true, "run_forever": true, "websocket": true, "ws": true, "consumer": true, "pubsub": true, "subscription": true, "serve": true, "count": true, "cycle": true,
}

// isEndlessFor accepts loops over a consumer, a subscription, a socket.
func (p *Program) isEndlessFor(loop Site) bool {
	iter := loop.Child(python.RIter)
	callee := iter
	if iter.Kind() == python.Call {
		callee = iter.Child(python.RFunc)
		if callee.Str() == "iter" && len(iter.M.F.All(iter.N, python.RArg)) == 2 {
			return true
		}
	}
	for _, v := range p.Eval(iter) {
		if v.Kind == VResult && library.EndlessIterables[v.Name] {
			return true
		}
	}
	name := callee.Str()
	async := loop.M.F.Op(loop.N)&python.Async != 0
	if async {
		return streamNames[name]
	}
	return iter.Kind() == python.Call && (name == "listen" || name == "consume") || name == "consumer" || name == "pubsub"
}

func loopEvent(loop Site) string {
	if loop.Kind() == python.For {
		return "message"
	}
	return "iteration"
}
