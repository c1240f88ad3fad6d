package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// A decoration is a definition under its decorators, all but the n outermost.
type decoration struct {
	def Site
	n   int
}

// decorated is what a definition becomes under its decorators, all but the n outermost.
func (p *Program) decorated(def Site, n int) []Value {
	if n < len(p.Decorators(def)) {
		return p.ask.decorated.of(decoration{def, n})
	}
	if def.Kind() == python.ClassDef {
		return []Value{{Kind: VClass, Class: p.ClassAt(def)}}
	}
	return []Value{{Kind: VFunc, Site: def}}
}

// underDecorator answers decorated for what has a decorator. Each is asked once: what it hands back of its argument is asked for in turn.
func (p *Program) underDecorator(d decoration) []Value {
	return joined(p.decorate(d.def, p.Decorators(d.def)[d.n], d.n, p.decorated(d.def, d.n+1)))
}

// decorate applies one decorator. One whose result cannot be seen leaves the definition what it is.
func (p *Program) decorate(def, d Site, n int, vs []Value) []Value {
	var out []Value
	for _, v := range p.valuesOf(d) {
		switch v.Kind {
		case VFunc, VInstance:
			target, skip := p.runBy(v)
			if !target.Valid() {
				continue
			}
			for _, r := range p.result(target, callRef{at: d, def: def, n: n, skip: skip}) {
				if r.Kind == VFunc || r.Kind == VInstance || r.Kind == VClass {
					out = append(out, replacing(r, def))
				}
			}
		case VClass:
			out = append(out, replacing(Value{Kind: VInstance, Class: v.Class}, def))
		}
	}
	if len(out) == 0 {
		return vs
	}
	return out
}

// replacing marks a value that stands for a definition.
func replacing(v Value, def Site) Value {
	if v.Kind == VFunc && v.Site == def || v.Kind == VClass && v.Class.Site == def {
		return v
	}
	v.Wraps = def
	return v
}

// asDecorator lists what a class is applied to as a decorator.
func (p *Program) asDecorator(c *Class) []callRef {
	var out []callRef
	if p.Mentions(c.Name) > maxMentions {
		return nil
	}
	w := p.newWalk()
	w.decoratedAs(c.Site, len(p.Decorators(c.Site)), 0)
	for _, r := range w.calls {
		if r.def.Valid() && slices.ContainsFunc(p.valuesOf(r.at), func(v Value) bool { return v.Kind == VClass && v.Class == c }) {
			r.skip = 1
			out = append(out, r)
		}
	}
	return out
}

func decoratorIndex(d Site) int {
	return slices.Index(d.M.F.All(d.Up().N, python.RDecorator), d.N)
}
