package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

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
	if s := signature(fn); s != nil {
		return runs(RunsAgain, s.Event.Per, fn, s.Event.Why)
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

// command recognises what a command line calls once. One that serves is the main function of a service.
func (p *Program) command(fn Site) *Repeat {
	if fn.Kind() != python.FuncDef {
		return nil
	}
	callee := p.commandDecorator(fn, 0)
	switch {
	case !callee.Valid():
		return nil
	case p.serves(fn, 0):
		return runs(RunsAtSetup, "start", fn, "a command that serves")
	}
	return runs(RunsInCommand, "call", fn, "a command of the command line (@"+callee.Str()+")")
}

// maxGroups bounds how deep groups of commands are nested.
const maxGroups = 4

// commandDecorator returns the decorator that makes a function a command of the command line: one of a library, or the method of a group that is such a
// command itself (@cli.command()).
func (p *Program) commandDecorator(fn Site, depth int) Site {
	for _, d := range p.Decorators(fn) {
		callee := d
		if d.Kind() == python.Call {
			callee = d.Child(python.RFunc)
		}
		for _, v := range append(p.Eval(callee), p.methodOfExternal(callee)...) {
			if (v.Kind == VExternal || v.Kind == VResult) && library.CommandDecorator(v.Name) {
				return callee
			}
		}
		if callee.Kind() != python.Attr || !library.GroupMethods[callee.Str()] || depth >= maxGroups {
			continue
		}
		for _, v := range p.Eval(callee.Child(python.RValue)) {
			if v.Kind == VFunc && v.Site != fn && v.Site.Kind() == python.FuncDef && p.commandDecorator(v.Site, depth+1).Valid() {
				return callee
			}
		}
	}
	return Site{}
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

// signature recognises what a platform calls by the names of a function and of its parameters.
func signature(fn Site) *library.Signature {
	params := fn.M.F.All(fn.N, python.RParam)
	if len(params) > 0 && fn.M.F.Str(params[0]) == "self" {
		params = params[1:]
	}
	if len(params) == 0 {
		return nil
	}
	for i := range library.Signatures {
		s := &library.Signatures[i]
		if s.Names[fn.Str()] && s.First[fn.M.F.Str(params[0])] && (s.Second == nil || len(params) > 1 && s.Second[fn.M.F.Str(params[1])]) {
			return s
		}
	}
	return nil
}

// keptBySignature returns a method of a class by which a platform knows what it keeps as long as the process.
func (p *Program) keptBySignature(c *Class) (Site, *library.Signature) {
	x := c.Site.M.X
	body := x.ScopeAt(c.Site.N)
	for _, name := range x.BoundNames(body) {
		for _, b := range x.Binds(body, name) {
			def := Site{c.Site.M, b}
			if def.Kind() != python.FuncDef {
				continue
			}
			if s := signature(def); s != nil && s.Keeps != "" {
				return def, s
			}
		}
	}
	return Site{}, nil
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
