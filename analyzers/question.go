package analyzers

import (
	"context"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/source"
)

// A Question limits what is looked for in a tree.
type Question = program.Question

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

// only leaves the findings that a question is about.
func (j *judged) only(q *Question) {
	if q == nil {
		return
	}
	left := judged{findings: []finding.Finding{}}
	for i := range j.findings {
		if f := &j.findings[i]; f.Symbol == q.Symbol || slices.Contains(q.Paths, f.Path) {
			left.findings, left.verdicts = append(left.findings, *f), append(left.verdicts, j.verdicts[i])
		}
	}
	*j = left
}
