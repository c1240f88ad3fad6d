package origin

import (
	"context"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// Between finds what is true at b and was not at a, however the two stand to each other: also where b lies in a's past, and what came back
// is an old acquaintance. Each has the origin that the history of b gives it.
func Between(ctx context.Context, analyzer Analyzer, repo *history.Repo, a, b history.Commit, opt Options) (*Result, error) {
	s := newStates(repo, analyzer, opt.level())
	before, err := s.at(ctx, a)
	if err != nil {
		return nil, err
	}
	after, err := s.at(ctx, b)
	if err != nil {
		return nil, err
	}
	matched, err := s.between(ctx, a, before, b, after)
	if err != nil {
		return nil, err
	}
	out := &Result{From: a, To: b, Findings: []finding.Finding{}, Skipped: after.skipped, Limits: repo.Limits()}
	for j, i := range matched {
		f := after.findings[j]
		if s.holds(&f) && (opt.All || i == none || !s.holds(&before.findings[i])) {
			out.Findings = append(out.Findings, f)
		}
	}
	traces, err := s.follow(ctx, b, slices.Clone(out.Findings), opt.Progress)
	if err != nil {
		return nil, err
	}
	for i, t := range traces {
		out.Findings[i].Introduced = *t.end
	}
	out.Summary = summaryOf(after.summary, out)
	return out, nil
}
