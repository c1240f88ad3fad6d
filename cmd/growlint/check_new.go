package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/origin"
	"github.com/growlint/growlint/report"
)

// An earlier is the revision that new findings are told by, and what is found there.
type earlier struct {
	base     history.Commit
	findings []finding.Finding
}

// before analyses that revision, nil where nobody asks for one. It comes before the tree itself: it is often known, and what the two share is
// then there already.
func (t *target) before(ctx context.Context, engine *analyzers.Engine, f checkFlags) (*earlier, error) {
	if f.newRev == "" && f.newMergeBase == "" {
		return nil, nil
	}
	base, err := t.base(ctx, f)
	if err != nil {
		return nil, err
	}
	tree, err := t.repo.Tree(base.Hash)
	if err != nil {
		return nil, err
	}
	result, err := engine.Run(ctx, tree)
	if err != nil {
		return nil, err
	}
	return &earlier{base, result.Findings}, nil
}

// complete adds what needs the history: which findings are new, and where each came from.
func (t *target) complete(ctx context.Context, engine *analyzers.Engine, f checkFlags, before *earlier, out *report.Findings) error {
	if before != nil {
		if err := t.onlyNew(ctx, before, f, out); err != nil {
			return err
		}
	}
	if !f.introduced {
		return nil
	}
	if t.repo == nil || t.commit == "" {
		return fmt.Errorf("--introduced asks the history, and there is none here: give --repo, or run it in a work tree with a commit")
	}
	at, err := t.repo.Resolve(t.commit)
	if err != nil {
		return err
	}
	level, _ := finding.ParseLevel(f.level)
	var shown []*finding.Finding // what is below the level is not printed, and has no origin at it
	var asked []finding.Finding
	for i := range out.Findings {
		if f := &out.Findings[i]; f.Level.AtLeast(level) {
			shown, asked = append(shown, f), append(asked, *f)
		}
	}
	transitions, err := origin.Of(ctx, engine, t.repo, at, asked, origin.Options{Level: level})
	if err != nil {
		return err
	}
	for i, f := range shown {
		f.Introduced = transitions[i]
	}
	return nil
}

// onlyNew keeps the findings that the base does not have, each with the changed line that made it true.
func (t *target) onlyNew(ctx context.Context, before *earlier, f checkFlags, out *report.Findings) error {
	changed, err := t.changedPaths(ctx, before.base)
	if err != nil {
		return err
	}
	level, _ := finding.ParseLevel(f.level)
	out.Findings = origin.New(before.findings, out.Findings, level)
	for i := range out.Findings {
		out.Findings[i].Cause = t.cause(out.Findings[i], before.base, changed)
	}
	return nil
}

// recount makes the summary speak of what is reported: the paths asked for, or what is new.
func recount(out *report.Findings) {
	counts := map[finding.Level]int{finding.Error: 0, finding.Warning: 0, finding.Note: 0}
	out.Summary.Suppressed = 0
	for _, x := range out.Findings {
		if x.Suppressed != nil {
			out.Summary.Suppressed++
			continue
		}
		counts[x.Level]++
	}
	out.Summary.Counts = counts
}

func (t *target) base(ctx context.Context, f checkFlags) (history.Commit, error) {
	if t.repo == nil || t.commit == "" {
		return history.Commit{}, fmt.Errorf("nothing can be new where there is no commit yet: leave --new-from-… out")
	}
	if f.newRev != "" {
		return t.repo.Resolve(f.newRev)
	}
	other, err := t.repo.Resolve(f.newMergeBase)
	if err != nil {
		return history.Commit{}, err
	}
	base, ok, err := t.repo.MergeBase(ctx, t.commit, other.Hash)
	if err == nil && !ok {
		err = fmt.Errorf("%s and HEAD have no common ancestor: fetch more history, or use --new-from-rev", f.newMergeBase)
	}
	return base, err
}

func (t *target) changedPaths(ctx context.Context, base history.Commit) ([]string, error) {
	if t.revision == nil {
		return t.repo.WorkTreeChanges(ctx, base.Hash)
	}
	changes, err := t.repo.Changes(ctx, base.Hash, t.commit, history.ChangeOptions{})
	var out []string
	for _, c := range changes {
		out = append(out, c.Path)
	}
	return out, err
}

// cause names the changed line that made a finding true: a growth that the base does not have, else the binding of the holder, else the
// first changed file that the answer rests on.
func (t *target) cause(x finding.Finding, base history.Commit, changed []string) *finding.Cause {
	for _, g := range x.Growth {
		if slices.Contains(changed, g.Path) && !t.had(base, g.Path, g.Text) {
			return &finding.Cause{Path: g.Path, Line: g.Line, Why: "this growth is new"}
		}
	}
	for _, s := range x.Entry {
		if slices.Contains(changed, s.Path) {
			return &finding.Cause{Path: s.Path, Line: s.Line, Why: "the way from an entry point to the growth changed here"}
		}
	}
	for _, p := range append([]string{x.Holder.Path}, x.Footprint.Paths...) {
		if slices.Contains(changed, p) {
			line := 1
			if p == x.Holder.Path {
				line = x.Holder.Line
			}
			return &finding.Cause{Path: p, Line: line, Why: "what emptied or bounded it changed in this file"}
		}
	}
	return nil
}

// had reports whether a file of the base holds a line of this text.
func (t *target) had(base history.Commit, path, text string) bool {
	src, err := t.repo.ReadPath(base.Hash, path)
	if err != nil {
		return false // not there
	}
	for line := range strings.Lines(string(src)) {
		if strings.TrimSpace(line) == text {
			return true
		}
	}
	return false
}
