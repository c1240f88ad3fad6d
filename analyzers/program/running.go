package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// running returns the word for what a container holds, where that runs or is waited for on its own and ends one day: a task, a future, a thread, a
// process. "" where it holds something else.
func (p *Program) running(c *Case) string {
	for _, g := range c.Growths {
		if word := p.runningIn(g.Value, 0); word != "" {
			return word
		}
	}
	if c.Element {
		return ""
	}
	return runningAmong(p.promised(c.Holder.Bind), p)
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
	case python.Name:
		if v := p.onceBound(s); v.Valid() {
			if word := p.runningIn(v, depth+1); word != "" {
				return word
			}
		}
	}
	vs := p.Eval(s)
	if word := runningAmong(vs, p); word != "" {
		return word
	}
	if s.Kind() == python.Call && len(vs) == 1 && vs[0].Kind == VUnknown {
		return library.RunningOf("?." + s.Child(python.RFunc).Str())
	}
	return ""
}

// runningAmong returns the word for the first of some values that runs on its own.
func runningAmong(vs []Value, p *Program) string {
	for _, v := range vs {
		switch v.Kind {
		case VResult:
			if word := library.RunningOf(v.Name); word != "" {
				return word
			}
		case VInstance:
			for _, base := range p.External(v.Class) {
				if word := library.RunningOf(base); word != "" {
					return word
				}
			}
		}
	}
	return ""
}
