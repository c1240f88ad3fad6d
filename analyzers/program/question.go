package program

import (
	"maps"
	"slices"
	"strings"
)

// A Question limits what is looked for in a tree. None, nil, is about everything.
type Question struct {
	Symbol string   // findings about holders of that qualified name, in whatever file
	Paths  []string // and all findings in these files
}

// about reports whether a question is about what goes by a symbol, and grows in a module.
func (q *Question) about(m *Module, symbol string) bool { return q.symbol(symbol) || q.file(m) }

// symbol reports whether a question is about what goes by a symbol, wherever it grows.
func (q *Question) symbol(symbol string) bool { return q == nil || symbol == q.Symbol }

// file reports whether a question is about everything in a module.
func (q *Question) file(m *Module) bool { return q == nil || slices.Contains(q.Paths, m.Path) }

// holdersAbout returns the holders that a question may be about. One that grows in a file is named there, or is passed to it under another name:
// then nothing is recognised by it, and it is left out.
func (p *Program) holdersAbout(q *Question) []*Holder {
	if q == nil {
		return p.holders()
	}
	named := map[string]bool{}
	for _, path := range q.Paths {
		if m := p.byFile[path]; m != nil {
			m.X.Mentions(func(name string, _ int32) { named[name] = true })
		}
	}
	names := maps.Clone(named)
	names[q.Symbol[strings.LastIndexByte(q.Symbol, '.')+1:]] = true
	var out []*Holder
	for name := range names {
		for _, h := range p.holdersNamed(name) {
			if named[name] || h.Symbol == q.Symbol {
				out = append(out, h)
			}
		}
	}
	slices.SortFunc(out, holderOrder)
	return out
}
