package program

import (
	"cmp"
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// A callRef is a place that runs a function, with what is known of what it passes.
type callRef struct {
	at   Site // the call; of a decorator the expression
	def  Site // of a decorator: what it is applied to
	n    int  // of a decorator: its place from the outermost; of what is run later: the position of the function
	how  callKind
	skip int // how many parameters are given already
}

type callKind uint8

const (
	callPlain   callKind = iota
	callPartial          // functools.partial(f, …)
	callMapped           // map(f, xs), sorted(xs, key=f)
	callThread           // Thread(target=f, args=…)
	callLater            // executor.submit(f, …), loop.call_later(1, f, …)
)

// entriesOf answers which places run a function, and how: calls by any name that it goes under, decorators that it is, maps.
func (p *Program) entriesOf(def Site) []callRef {
	var out []callRef
	add := func(c callRef) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	class := p.Enclosing(def)
	name := def.Str()
	if class != nil && (name == "__init__" || name == "__new__" || name == "__post_init__" || name == "__attrs_post_init__") {
		for _, k := range p.withSubclasses(class) {
			if m := p.Method(k, name); m == def {
				for _, s := range p.ask.constructions.of(k) {
					add(callRef{at: s, skip: 1})
				}
				for _, c := range p.asDecorator(k) {
					add(c)
				}
			}
		}
	}
	for _, c := range p.candidates(def, class) {
		if skip, ok := p.runs(c, def); ok {
			c.skip = skip
			add(c)
		}
	}
	slices.SortFunc(out, callOrder)
	return out
}

func callOrder(a, b callRef) int {
	return cmp.Or(placeOrder(a.at, b.at), placeOrder(a.def, b.def), cmp.Compare(a.n, b.n), cmp.Compare(a.how, b.how), cmp.Compare(a.skip, b.skip))
}

// candidates are the places to which a function may get.
func (p *Program) candidates(def Site, class *Class) []callRef {
	w := p.newWalk()
	if def.Kind() == python.Lambda {
		w.visit(def, 0)
		return w.calls
	}
	if def.Kind() != python.FuncDef || p.Mentions(def.Str()) > maxMentions {
		return nil
	}
	if class != nil && def.Str() == "__call__" {
		for _, k := range p.withSubclasses(class) {
			for _, s := range p.ask.constructions.of(k) {
				w.visit(s, 0)
				if s.Role() == python.RDecorator {
					w.calls = append(w.calls, callRef{at: s, def: s.Up(), n: decoratorIndex(s)})
				}
			}
		}
	}
	w.decoratedAs(def, len(p.Decorators(def)), 0)
	return w.calls
}

// runs reports whether a place runs def, and how many parameters are given before its first argument.
func (p *Program) runs(c callRef, def Site) (skip int, ok bool) {
	callee := c.at
	switch {
	case c.def.Valid():
	case c.how == callPlain:
		callee = c.at.Child(python.RFunc)
	case c.how == callThread:
		callee = keywordArg(c.at, "target")
		if !callee.Valid() {
			callee = keywordArg(c.at, "function")
		}
	case c.how == callLater:
		callee = callArgument(c.at, "", c.n)
	default:
		callee = c.at.Child(python.RArg)
		if k := keywordArg(c.at, "key"); k.Valid() {
			callee = k
		}
	}
	for _, v := range p.valuesOf(callee) {
		if d, skip := p.runBy(v); d == def && (v.Kind != VClass) {
			return skip, true
		}
		if v.Kind == VClass && c.def.Valid() {
			if d, skip := p.runBy(v); d == def {
				return skip, true
			}
		}
	}
	return 0, false
}

func keywordArg(call Site, name string) Site {
	for _, n := range call.M.F.All(call.N, python.RArg) {
		if call.M.F.Kind(n) == python.Keyword && call.M.F.Str(n) == name {
			return Site{call.M, n}.Child(python.RValue)
		}
	}
	return Site{}
}

// A passed is one argument of a call.
type passed struct {
	operand
	position int    // the index of the parameter, -1 of a keyword
	keyword  string // "" of a positional one
	rest     bool   // spread: *x or **x
	mapping  bool   // **x
}

// allGiven lists what a place passes.
func (p *Program) allGiven(c callRef) []passed {
	f := c.at.M.F
	if c.def.Valid() {
		return []passed{{operand: operand{at: c.def, how: decorated, n: c.n + 1}, position: c.skip}}
	}
	args := f.All(c.at.N, python.RArg)
	var out []passed
	switch c.how {
	case callMapped:
		for i, n := range args {
			if a := (Site{c.at.M, n}); a.Kind() != python.Keyword && (i > 0 || keywordArg(c.at, "key").Valid()) {
				out = append(out, passed{operand: operand{at: a, how: elements}, position: c.skip + len(out)})
			}
		}
		return out
	case callThread:
		for i, n := range f.All(keywordArg(c.at, "args").N, python.RElt) {
			out = append(out, passed{operand: operand{at: Site{c.at.M, n}}, position: c.skip + i})
		}
		return out
	case callPartial:
		args = args[1:]
	case callLater:
		args = f.All(c.at.N, python.RArg)[c.n+1:]
	}
	at := c.skip
	for _, n := range args {
		a := Site{c.at.M, n}
		switch a.Kind() {
		case python.Keyword:
			out = append(out, passed{operand: operand{at: a.Child(python.RValue)}, position: -1, keyword: a.Str()})
		case python.Star:
			out = append(out, passed{operand: operand{at: a.Child(python.RValue), how: elements}, position: at, rest: true})
			at = 1 << 20
		case python.DoubleStar:
			out = append(out, passed{operand: operand{at: a.Child(python.RValue), how: elements}, position: -1, rest: true, mapping: true})
		default:
			out = append(out, passed{operand: operand{at: a}, position: at})
			at++
		}
	}
	return out
}

// given lists what a place passes for a parameter.
func (p *Program) given(c callRef, def, param Site) []operand {
	position, name := paramIndex(param), param.Str()
	keywordOnly := param.M.F.Op(param.N)&python.KwOnly != 0
	var out []operand
	for _, a := range p.allGiven(c) {
		switch {
		case a.rest && a.mapping:
			out = append(out, operand{at: a.at, how: held, key: "s:" + name})
		case a.rest:
			if !keywordOnly && position >= a.position {
				out = append(out, operand{at: a.at, how: held, key: index(position - a.position)})
			}
		case a.keyword != "":
			if a.keyword == name {
				return append(out, a.operand)
			}
		case a.position == position && !keywordOnly:
			return append(out, a.operand)
		}
	}
	return out
}

// argumentValues is what an argument can be.
func (p *Program) argumentValues(o operand) []Value { return p.operandValues(o) }
