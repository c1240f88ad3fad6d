package program

import (
	"sort"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// listeners finds functions made anew that code registers again and again with something that outlives them.
func (p *Program) listeners(o *outside) {
	var names []string
	for name := range library.Listeners {
		names = append(names, name)
	}
	sort.Strings(names)
	p.eachCall(names, func(call Site, name string) {
		l := library.Listeners[name]
		fn := call.Child(python.RFunc)
		if fn.Kind() != python.Attr || !o.about(call, fn.Child(python.RValue)) || !p.keepsListener(call, name) {
			return
		}
		receiver := fn.Child(python.RValue)
		why := p.freshListener(call, name, l)
		if why == "" || p.onceGuarded(call) || call.Up().Kind() == python.Item {
			return
		}
		life := p.receiverLife(call, receiver)
		if life == nil {
			return
		}
		key := KeyDomain{Domain: DomainOpen, Why: why}
		if l.Key {
			if key = p.DomainOf(firstArgument(call)); key.Domain < DomainUnknown {
				return
			}
		}
		if !p.madeForEvents(call, name) || p.inTree(receiver, name) {
			key.Domain = DomainUnknown
		}
		c := o.add(entry{at: call, symbol: text(receiver), receiver: receiver, kind: "listeners", how: name, key: key, life: life, prior: PriorRegistry})
		if c != nil && len(c.Growths) == 1 {
			p.listenersUndone(c, l, receiver)
		}
	})
}

// keepsListener leaves out what holds its listeners weakly or is something else under the same name, and handlers that are added under a test of
// those that there are.
func (p *Program) keepsListener(call Site, name string) bool {
	switch name {
	case "connect":
		weak := keywordArgument(call, "weak")
		return weak.Kind() == python.False
	case "addHandler", "addFilter":
		return !underTestOf(call, "handlers", "hasHandlers", "filters")
	case "addCallback", "addErrback", "addBoth", "addCallbacks":
		return !p.hasResult(call.Child(python.RFunc).Child(python.RValue))
	case "add_callback": // of an event loop: runs once and is forgotten
		words := library.Words(call.Child(python.RFunc).Child(python.RValue).Str())
		return len(words) == 0 || words[len(words)-1] != "loop" && words[len(words)-1] != "ioloop"
	}
	return true
}

// madeForEvents reports whether handlers of a logger are added for events. Most code that adds one sets logging up, and is called once however it
// is reached: what speaks for more is an entry point that does it itself, or a constructor of objects that are made again and again.
func (p *Program) madeForEvents(call Site, name string) bool {
	if name != "addHandler" && name != "addFilter" {
		return true
	}
	fn := p.Function(call)
	c := p.Enclosing(fn)
	return p.entryPoint(fn) != nil || isConstructor(fn) && c != nil && p.madeAnew(c)
}

// inTree reports whether the method that keeps a listener is the tree's own: what it fills is a container of the tree, which other rules see.
func (p *Program) inTree(receiver Site, name string) bool {
	for _, v := range p.Eval(receiver) {
		if v.Kind == VInstance && p.Method(v.Class, name).Valid() {
			return true
		}
	}
	return false
}

// underTestOf reports whether a place stands under, or after a way out under, a test that mentions one of some names.
func underTestOf(s Site, names ...string) bool {
	f := s.M.F
	for _, name := range names {
		for _, n := range s.M.X.Occurrences(name) {
			for t := n; t > 0; t = f.Up(t) {
				up := f.Up(t)
				if k := f.Kind(up); k == python.FuncDef || k == python.Lambda {
					break
				}
				if k := f.Kind(up); (k == python.If || k == python.For) && (f.Role(t) == python.RTest || f.Role(t) == python.RIter) {
					if f.Contains(up, s.N) || up < s.N && s.M.X.Function(up) == s.M.X.Function(s.N) {
						return true
					}
				}
			}
		}
	}
	return false
}

// freshListener says why what is registered is another one each time; "" where it is not.
func (p *Program) freshListener(call Site, name string, l library.Listener) string {
	args := []Site{callArgument(call, "", l.Arg)}
	if l.Arg < 0 {
		args = nil
		for i := range 3 {
			args = append(args, callArgument(call, "", i))
		}
	}
	for _, a := range args {
		if why := p.freshFunction(a); why != "" {
			return why
		}
		if (name == "addHandler" || name == "addFilter" || name == "putChild") && p.madeHere(a, p.Function(call)) {
			return "a new object for each call"
		}
	}
	return ""
}

// freshFunction says why a function that is passed is made anew: a lambda, an inner function, a partial, a method of an object that is
// itself made again and again.
func (p *Program) freshFunction(a Site) string {
	switch a.Kind() {
	case python.Lambda:
		return "a fresh closure for each call"
	case python.Call:
		if a.Child(python.RFunc).Str() == "partial" {
			return "a fresh partial for each call"
		}
	case python.Name:
		for _, b := range p.bindings(a) {
			switch {
			case !p.nested(b) || p.Function(b) != p.Function(a):
			case b.Kind() == python.FuncDef:
				return "a fresh closure for each call"
			case b.Kind() == python.ClassDef:
				return "a fresh class for each call"
			}
		}
	case python.Attr:
		c := p.selfClass(a.Child(python.RValue))
		if c == nil || !p.Method(c, a.Str()).Valid() {
			return ""
		}
		if l := p.ClassLife(c); l != nil && (l.Scope == ScopeEvent || l.Scope == ScopeConnection) {
			return "a method of a " + c.Name + ", which is made for each event: " + l.Why
		}
	}
	return ""
}

// madeHere reports whether an argument is an object that the function itself makes.
func (p *Program) madeHere(a, fn Site) bool {
	if a.Kind() == python.Call {
		return true
	}
	if a.Kind() != python.Name {
		return false
	}
	for _, b := range p.bindings(a) {
		if v := assigned(b); v.Kind() == python.Call && p.Function(b) == fn && fn.N > 0 {
			return true
		}
	}
	return false
}

// receiverLife is the life of what keeps a listener, nil where it does not outlive the function that registers it, or cannot be seen.
func (p *Program) receiverLife(call, receiver Site) *Life {
	fn := p.Function(call)
	root := receiver
	for root.Kind() == python.Attr || root.Kind() == python.Subscript {
		root = root.Child(python.RValue)
	}
	if receiver.Kind() == python.Name && p.isLogger(receiver) || receiver.Kind() == python.Call && p.isLogger(receiver) {
		return lives(ScopeProcess, "a logger is kept by its name as long as the process", true, call)
	}
	if root.Kind() != python.Name || p.boundIn(fn, receiver) {
		return nil
	}
	if c := p.selfClass(root); c != nil {
		if root == receiver && p.entryPoint(fn) == nil || isConstructor(fn) { // registers with itself, or once for each instance
			return nil
		}
		return p.ClassLife(c)
	}
	for _, b := range p.bindings(root) {
		if p.Function(b).N == 0 && b.Kind() != python.Param && (b.Kind() != python.Alias || !p.isModule(root)) {
			return lives(ScopeProcess, root.Str()+" is a module variable and lives as long as the process", true, b)
		}
	}
	return nil
}

func (p *Program) isLogger(s Site) bool {
	for _, d := range p.dotted(s) {
		if d == "logging.getLogger" || d == "logging.getLogger()" {
			return true
		}
	}
	return false
}

// boundIn reports whether a function binds what an expression names, so that it is another object for each call.
func (p *Program) boundIn(fn, s Site) bool {
	want := text(s)
	for _, n := range s.M.X.Occurrences(s.Str()) {
		t := Site{s.M, n}
		if t.M.F.IsTarget(n) && p.Function(t) == fn && fn.N > 0 && text(t) == want {
			return true
		}
	}
	return false
}

func (p *Program) isModule(s Site) bool {
	for _, v := range p.Eval(s) {
		if v.Kind == VInstance || v.Kind == VResult {
			return false
		}
	}
	return true
}

// listenersUndone finds what takes a listener back from the same receiver in the same file, and where the receiver is replaced.
func (p *Program) listenersUndone(kept *Case, l library.Listener, receiver Site) {
	for _, name := range l.Undo {
		for _, n := range receiver.M.X.Occurrences(name) {
			s := Site{receiver.M, n}
			if s.Kind() == python.Attr && text(s.Child(python.RValue)) == text(receiver) {
				p.undone(kept, s, name)
			}
		}
	}
	if c := p.selfClass(receiver.Child(python.RValue)); receiver.Kind() == python.Attr && c != nil {
		for _, b := range p.selfBinds(c, receiver.Str()) {
			if !isConstructor(p.Function(b)) {
				p.replaced(kept, b)
			}
		}
	}
}

// replaced judges the replacement of what keeps the listeners: it bounds them where it happens for each event, and not where a service is started
// and stopped.
func (p *Program) replaced(c *Case, at Site) {
	fn := p.Function(at)
	e := Eviction{Use: Use{Kind: Empty, At: at, Fn: fn, How: "rebinding"}, Covers: true}
	if r := p.RepeatAt(at); r == nil || r.Kind < RunsByName {
		e.Covers, e.Fault, e.WhyNot = false, FaultOptional, "is replaced by "+fn.Str()+"() only, and nothing shows that to run for each event"
		if isShutdown(fn) || library.OpensByName(fn.Str()) || r != nil && r.Kind <= RunsAtShutdown {
			e.Fault, e.WhyNot = FaultShutdown, "is replaced by "+fn.Str()+"() only, which runs at start or shutdown"
		}
	}
	c.Evictions = append(c.Evictions, e)
}

// hasResult reports whether a Deferred is made with its result (defer.succeed): it calls what is added to it at once, and lets go of it.
func (p *Program) hasResult(receiver Site) bool {
	for _, v := range p.Eval(receiver) {
		if name := library.Short(v.Name); v.Kind == VResult && (name == "succeed" || name == "fail") {
			return true
		}
	}
	return false
}
