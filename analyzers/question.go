package analyzers

import (
	"context"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/source"
)

// A Question limits what is looked for in a tree.
type Question struct {
	Symbol string   // findings about holders of that qualified name, in whatever file
	Paths  []string // and all findings in these files
}

// Ask analyses a tree, and finds what a question is about, or more. What it is about it finds as Run does: the whole tree is linked, but only those holders are
// examined. That costs what Run costs where the answer is known from before.
func (e *Engine) Ask(ctx context.Context, tree source.Tree, q Question) (*Result, error) {
	if known := e.known.get(tree); known != nil {
		e.told = &told{tree, known}
		return known, nil
	}
	r, _, err := e.run(ctx, tree, selection{question: &q})
	return r, err
}

// holders returns which holders of a linked tree a question may be about. One that grows in a file is named there, or is passed to it under another name:
// then nothing is recognised by it, and it is left out.
func (q *Question) holders(p *program.Program) func(*program.Holder) bool {
	if q == nil {
		return func(*program.Holder) bool { return true }
	}
	named := map[string]bool{}
	for _, m := range p.Modules {
		if slices.Contains(q.Paths, m.Path) {
			m.X.Mentions(func(name string, _ int32) { named[name] = true })
		}
	}
	return func(h *program.Holder) bool { return h.Symbol == q.Symbol || named[h.Name] }
}

// only returns the findings that a question is about.
func (q *Question) only(fs []finding.Finding) []finding.Finding {
	if q == nil {
		return fs
	}
	return slices.DeleteFunc(fs, func(f finding.Finding) bool { return f.Symbol != q.Symbol && !slices.Contains(q.Paths, f.Path) })
}
