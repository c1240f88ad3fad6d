package program

import (
	"cmp"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// running returns the word for what a container holds, where that runs or is waited for on its own and ends one day: a task, a future, a thread, a
// process. "" where it holds something else, or that too: the value that a future stands for, once it is there.
func (p *Program) running(c *Case) string {
	word := ""
	for _, g := range c.Growths {
		if g.Value.Kind() == python.NoneLit {
			continue
		}
		w := ""
		if !wholesale[g.How] || literal(g.Value) {
			w = p.runningIn(g.Value, 0)
		}
		if w == "" {
			word = ""
			break
		}
		word = cmp.Or(word, w)
	}
	if word != "" || c.Element {
		return word
	}
	return p.runningOnly(p.promised(c.Holder.Bind))
}

// wholesale are the ways to put in all of what another collection holds.
var wholesale = map[string]bool{"update": true, "extend": true, "extendleft": true, "+=": true, "=": true}

// literal reports whether an expression writes out a collection, so that its elements can be asked.
func literal(s Site) bool {
	switch s.Kind() {
	case python.List, python.Set, python.ListComp, python.SetComp, python.GenExp, python.Tuple:
		return true
	}
	return false
}

// maxRunning bounds how far an element is looked for inside of what is put in.
const maxRunning = 4

// runningIn asks of what is put in; of a collection that is put in as a whole, of its elements.
func (p *Program) runningIn(s Site, depth int) string {
	if !s.Valid() || depth > maxRunning {
		return ""
	}
	switch s.Kind() {
	case python.List, python.Set, python.ListComp, python.SetComp, python.GenExp:
		return p.runningIn(s.Child(python.RElt), depth+1)
	case python.Tuple: // a task and what is kept with it
		for _, n := range s.M.F.All(s.N, python.RElt) {
			if word := p.runningIn(Site{s.M, n}, depth+1); word != "" {
				return word
			}
		}
		return ""
	case python.Await: // what a future stands for
		if word := p.runningIn(s.Child(python.RValue), depth+1); word == "process" {
			return word
		}
		return ""
	case python.Name:
		if v := p.onceBound(s); v.Valid() {
			return p.runningIn(v, depth+1)
		}
	}
	vs := p.Eval(s)
	if word := p.runningAmong(vs); word != "" {
		return word
	}
	if s.Kind() == python.Call && len(vs) == 1 && vs[0].Kind == VUnknown {
		return library.RunningOf("?." + s.Child(python.RFunc).Str())
	}
	return ""
}

// runningAmong returns the word for the first of some values that runs on its own.
func (p *Program) runningAmong(vs []Value) string {
	for _, v := range vs {
		if word := p.runningValue(v); word != "" {
			return word
		}
	}
	return ""
}

// runningOnly returns it where all of them do.
func (p *Program) runningOnly(vs []Value) string {
	word := ""
	for _, v := range vs {
		w := p.runningValue(v)
		if w == "" {
			return ""
		}
		word = cmp.Or(word, w)
	}
	return word
}

func (p *Program) runningValue(v Value) string {
	switch v.Kind {
	case VResult:
		return library.RunningOf(v.Name)
	case VInstance:
		for _, base := range p.External(v.Class) {
			if word := library.RunningOf(base); word != "" {
				return word
			}
		}
	}
	return ""
}
