package program

import (
	"github.com/growlint/growlint/analyzers/python"
)

// returns joins what a function returns, whoever runs it.
func (p *Program) returns(def Site) []Value {
	if !def.Valid() {
		return nil
	}
	return p.ask.returned.of(def)
}

func (p *Program) returnedBy(def Site) []Value {
	if isGenerator(def) {
		return []Value{{Kind: VItems, Site: def}}
	}
	var out []Value
	for _, r := range p.returnSites(def) {
		out = append(out, p.valuesOf(r)...)
	}
	return joined(p.orPromised(out, def))
}

// orPromised adds what the annotation of the result says, where nothing better is known.
func (p *Program) orPromised(vs []Value, def Site) []Value {
	for _, v := range vs {
		if v.Kind != VUnknown && v.Kind != VConst {
			return vs
		}
	}
	if a := def.Child(python.RAnnotation); a.Valid() {
		if promised := p.evalAnnotation(a); len(promised) > 0 {
			return promised
		}
	}
	return vs
}

// returnSites lists the values that a function returns or, for a generator, yields.
func (p *Program) returnSites(def Site) []Site {
	var out []Site
	body := def.Child(python.RBody)
	if !body.Valid() {
		return nil
	}
	if def.Kind() == python.Lambda {
		return []Site{body}
	}
	eachOwn(def, func(s Site) {
		if k := s.Kind(); k == python.Return || k == python.Yield {
			if v := s.Child(python.RValue); v.Valid() {
				out = append(out, v)
			}
		}
	})
	return out
}

// yields lists the yield expressions of a function.
func yields(def Site) []Site {
	var out []Site
	eachOwn(def, func(s Site) {
		if s.Kind() == python.Yield {
			out = append(out, s)
		}
	})
	return out
}

func isGenerator(def Site) bool { return def.Kind() == python.FuncDef && len(yields(def)) > 0 }

// eachOwn visits the nodes of a function's body that do not belong to a definition inside.
func eachOwn(def Site, visit func(Site)) {
	body := def.Child(python.RBody)
	if !body.Valid() {
		return
	}
	f := def.M.F
	for n, end := body.N, body.N+f.Size(body.N); n < end; {
		switch f.Kind(n) {
		case python.FuncDef, python.ClassDef, python.Lambda:
			n += f.Size(n)
			continue
		}
		visit(Site{def.M, n})
		n++
	}
}
