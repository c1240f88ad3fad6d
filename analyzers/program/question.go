package program

import (
	"maps"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/python"
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
			p.importedNames(m, named)
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

// maxHandedOn bounds through how many modules a name is followed that each imports under another one.
const maxHandedOn = 4

// importedNames adds the names that what a module imports has where it comes from, if another module hands it on under a new one.
func (p *Program) importedNames(m *Module, named map[string]bool) {
	for n := python.ID(1); n < m.F.Len(); n++ {
		if alias := (Site{m, n}); alias.Kind() == python.Alias {
			p.renamedBefore(alias, named, 0)
		}
	}
}

func (p *Program) renamedBefore(alias Site, named map[string]bool, depth int) {
	if alias.Up().Kind() != python.ImportFrom || depth == maxHandedOn {
		return
	}
	from, _ := p.imported(alias.M, alias.Up().Str())
	if from == nil {
		return
	}
	for _, n := range from.X.Occurrences(alias.Str()) {
		before := Site{from, n}
		if before.Role() == python.RTarget && before.Up().Kind() == python.Alias {
			before = before.Up()
		}
		if before.Kind() == python.Alias {
			named[before.Str()] = true
			p.renamedBefore(before, named, depth+1)
		}
	}
}
