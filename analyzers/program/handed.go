package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// maxHanded bounds through how many hands a function is followed, and maxTable how many places of a name are looked at.
const (
	maxHanded = 4
	maxTable  = 200
)

// A handing follows a function that is handed over as a value to where it is called.
type handing struct {
	p    *Program
	fn   Site
	seen map[Site]bool
	best *Repeat
}

// whereCalled returns how often a function runs that a call gets as an argument: as often as the callee calls its parameter, as what it stored is called, or
// as what the call returns is called. Nil where that cannot be seen.
func (p *Program) whereCalled(fn, ref, call Site) *Repeat {
	h := &handing{p: p, fn: fn, seen: map[Site]bool{}}
	h.argument(ref, call, 0)
	return h.best
}

// take keeps the most telling answer.
func (h *handing) take(at Site, why string) {
	r := h.p.RepeatAt(at)
	if r == nil || r.Kind == RunsInTests || h.best != nil && h.best.Kind >= r.Kind {
		return
	}
	h.best = r.then(h.fn, why+" "+place(at))
}

func (h *handing) argument(arg, call Site, depth int) {
	if depth > maxHanded {
		return
	}
	callee := call.Child(python.RFunc)
	targets := h.p.Targets(call)
	switch {
	case len(targets) == 0 && callee.Kind() == python.Attr && library.EffectOf("", callee.Str()) == library.Grows:
		h.elements(callee.Child(python.RValue))
		return
	case library.CallsArgument[callee.Str()]:
		h.take(call, "called by "+callee.Str()+" at")
		return
	}
	for _, def := range targets {
		param := h.p.paramFor(call, arg, def)
		if !param.Valid() || def.Kind() != python.FuncDef {
			continue
		}
		for _, m := range h.p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), param.Str()) {
			if h.p.Function(m.Site) == def {
				h.value(m.Site, depth+1)
			} else {
				h.wrapped(m.Site, call)
			}
		}
	}
	h.value(call, depth+1) // what the call returns may wrap it
}

// wrapped reads a call inside the wrapper that a decorator makes: of all that is decorated, only what this decorator stands at counts.
func (h *handing) wrapped(m, call Site) {
	if m.Role() != python.RFunc || m.Up().Kind() != python.Call || call.Role() != python.RDecorator {
		return
	}
	if r := h.p.RepeatOf(call.Up()); r != nil && (h.best == nil || r.Kind > h.best.Kind) {
		h.best = r.then(h.fn, "called by the decorator at "+place(call))
	}
}

// value follows an expression that gives the function, or something that wraps it.
func (h *handing) value(s Site, depth int) {
	if depth > maxHanded || h.seen[s] {
		return
	}
	h.seen[s] = true
	up := s.Up()
	switch up.Kind() {
	case python.Call:
		if s.Role() == python.RFunc {
			h.take(up, "called at")
		} else if s.Role() == python.RArg {
			h.argument(s, up, depth+1)
		}
	case python.Keyword:
		if call := up.Up(); call.Kind() == python.Call {
			h.argument(s, call, depth+1)
		}
	case python.Assign, python.AnnAssign, python.NamedExpr:
		if s.Role() != python.RValue {
			return
		}
		for _, n := range up.M.F.All(up.N, python.RTarget) {
			h.stored(Site{up.M, n}, depth+1)
		}
	case python.IfExp, python.BoolOp, python.Await:
		h.value(up, depth)
	case python.Dict, python.List, python.Tuple, python.Set:
		if st := up.Up(); st.Kind() == python.Assign || st.Kind() == python.AnnAssign {
			h.elements(st.Child(python.RTarget))
		}
	}
}

// stored follows `target = function`.
func (h *handing) stored(target Site, depth int) {
	switch target.Kind() {
	case python.Name:
		x := target.M.X
		if scope := x.Resolve(x.ScopeOf(target.N), target.M.F.Name(target.N)); scope > 0 && x.Scopes[scope].Kind == python.FuncDef {
			for _, m := range h.p.scopeMentions(target.M, scope, target.Str()) {
				h.value(m.Site, depth)
			}
		}
	case python.Attr:
		h.each(target, func(s Site) {
			if s.Role() == python.RFunc && s.Up().Kind() == python.Call {
				h.take(s.Up(), "called at")
			}
		})
	case python.Subscript:
		h.elements(target.Child(python.RValue))
	}
}

// elements follows a function that was put in a container: to where an element is read and called.
func (h *handing) elements(container Site) {
	h.each(container, func(s Site) {
		up := s.Up()
		switch {
		case up.Kind() == python.Subscript && s.Role() == python.RValue:
			h.value(up, 1)
		case up.Kind() == python.Attr && up.Role() == python.RFunc && (up.Str() == "get" || up.Str() == "pop"):
			h.value(up.Up(), 1)
		default:
			h.iterated(s)
		}
	})
}

// iterated reads `for f in container:`, also through list(), values() and the like.
func (h *handing) iterated(s Site) {
	for range 3 {
		up := s.Up()
		switch {
		case (up.Kind() == python.For || up.Kind() == python.CompFor) && s.Role() == python.RIter:
			h.loopTarget(up.Child(python.RTarget))
			return
		case up.Kind() == python.Call || up.Kind() == python.Attr:
			s = up
		default:
			return
		}
	}
}

func (h *handing) loopTarget(target Site) {
	names := []Site{target}
	if target.Kind() == python.Tuple {
		names = names[:0]
		for _, n := range target.M.F.All(target.N, python.RElt) {
			names = append(names, Site{target.M, n})
		}
	}
	for _, n := range names {
		if n.Kind() == python.Name {
			h.stored(n, 1)
		}
	}
}

// each visits the places that may mean the same variable or attribute.
func (h *handing) each(what Site, visit func(Site)) {
	switch what.Kind() {
	case python.Name:
		x := what.M.X
		if scope := x.Resolve(x.ScopeOf(what.N), what.M.F.Name(what.N)); scope >= 0 {
			for _, m := range h.p.scopeMentions(what.M, scope, what.Str()) {
				visit(m.Site)
			}
		}
	case python.Attr:
		if h.p.Mentions(what.Str()) > maxTable {
			return
		}
		owners := h.p.Eval(what.Child(python.RValue))
		h.p.Each(what.Str(), func(s Site) {
			if s.Kind() == python.Attr && !s.M.F.IsTarget(s.N) && s.M.Profile != Test && h.p.sameOwner(owners, h.p.Eval(s.Child(python.RValue))) {
				visit(s)
			}
		})
	}
}

func (p *Program) sameOwner(a, b []Value) bool {
	for _, v := range a {
		for _, w := range b {
			if v.Class != nil && w.Class != nil && p.Related(v.Class, w.Class) || v.Kind == VModule && v == w {
				return true
			}
		}
	}
	return false
}
