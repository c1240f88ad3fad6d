package postmortem

import (
	"context"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/origin"
)

// NewRules returns the Analysis that runs an engine over the commits of a repository.
func NewRules(engine origin.Analyzer, repo *history.Repo) Analysis { return &rules{engine, repo} }

type rules struct {
	engine origin.Analyzer
	repo   *history.Repo
}

// Scan follows the commits that merges brought in, too: a deployed range is everything that was not there before.
func (r *rules) Scan(ctx context.Context, from, to string) ([]finding.Finding, error) {
	a, err := r.repo.Commit(from)
	if err != nil {
		return nil, err
	}
	b, err := r.repo.Commit(to)
	if err != nil {
		return nil, err
	}
	res, err := origin.Scan(ctx, r.engine, r.repo, a, b, origin.Options{AllParents: true, All: true})
	if err != nil {
		return nil, err
	}
	// What ended inside the range was not in what was deployed.
	return slices.DeleteFunc(res.Findings, func(f finding.Finding) bool { return f.Ended != nil && f.Ended.Commit != "" }), nil
}

func (r *rules) Check(ctx context.Context, commit string) ([]finding.Finding, error) {
	tree, err := r.repo.Tree(commit)
	if err != nil {
		return nil, err
	}
	res, err := r.engine.Run(ctx, tree)
	if err != nil {
		return nil, err
	}
	return res.Findings, nil
}
