package origin

import (
	"context"
	"fmt"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// A state is what the analysis says of one tree.
type state struct {
	findings []finding.Finding
	skipped  []finding.Skip
	summary  finding.Summary
}

// unknown reports whether a file that the finding rests on could not be read at this state: then its absence proves nothing.
func (s *state) unknown(f *finding.Finding) bool {
	return slices.ContainsFunc(s.skipped, func(skip finding.Skip) bool {
		return skip.Path == f.Path || skip.Path == f.Holder.Path
	})
}

// states analyses commits, and keeps the latest answers by tree: a commit that changes no Python costs nothing.
type states struct {
	repo     *history.Repo
	analyzer Analyzer
	level    finding.Level

	byTree map[string]*state
	order  []string            // of byTree, the oldest first
	held   int                 // findings in byTree, and one for each state
	pairs  map[[2]string][]int // by two commits: what match said of them
	codes  map[string][][]byte // by blob: its lines
	coded  int                 // bytes in codes
}

// maxHeld bounds what is kept, in findings: one walk after another goes over the same commits.
const maxHeld = 20_000

func newStates(repo *history.Repo, analyzer Analyzer, level finding.Level) *states {
	return &states{repo: repo, analyzer: analyzer, level: level, byTree: map[string]*state{}, pairs: map[[2]string][]int{}, codes: map[string][][]byte{}}
}

// holds reports whether a finding counts as true.
func (s *states) holds(f *finding.Finding) bool { return f != nil && f.Level.AtLeast(s.level) }

// at returns the state of a commit.
func (s *states) at(ctx context.Context, c history.Commit) (*state, error) {
	if known, ok := s.byTree[c.Tree]; ok {
		return known, nil
	}
	tree, err := s.repo.Tree(c.Hash)
	if err != nil {
		return nil, err
	}
	result, err := s.analyzer.Run(ctx, tree)
	if err != nil {
		return nil, fmt.Errorf("the analysis of commit %s failed: %w", short(c.Hash), err)
	}
	made := &state{findings: result.Findings, skipped: result.Skipped, summary: result.Summary}
	s.keep(c.Tree, made)
	return made, nil
}

// keep remembers a state for a tree, and forgets the oldest ones.
func (s *states) keep(tree string, st *state) {
	if _, ok := s.byTree[tree]; ok {
		return
	}
	s.byTree[tree] = st
	s.order = append(s.order, tree)
	s.held += 1 + len(st.findings)
	for s.held > maxHeld && len(s.order) > 1 {
		oldest := s.order[0]
		s.held -= 1 + len(s.byTree[oldest].findings)
		delete(s.byTree, oldest)
		s.order = s.order[1:]
	}
}

// after returns the state of a commit whose parent is known, and the changes between the two.
func (s *states) after(ctx context.Context, parent history.Commit, before *state, c history.Commit) (*state, []history.Change, error) {
	changes, err := s.repo.Changes(ctx, parent.Hash, c.Hash, history.Python)
	if err != nil {
		return nil, nil, err
	}
	if len(changes) == 0 {
		s.keep(c.Tree, before)
		return before, nil, nil
	}
	st, err := s.at(ctx, c)
	return st, changes, err
}

// counterpart finds a finding of one commit at another, an older one; nil where it is not there.
func (s *states) counterpart(ctx context.Context, f *finding.Finding, from, at history.Commit) (*finding.Finding, error) {
	there, err := s.at(ctx, at)
	if err != nil {
		return nil, err
	}
	here, err := s.at(ctx, from)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(here.findings, func(g finding.Finding) bool { return samePlace(f, &g) })
	if i < 0 {
		return nil, nil
	}
	matched, err := s.between(ctx, at, there, from, here)
	if err != nil {
		return nil, err
	}
	if j := matched[i]; j != none {
		return &there.findings[j], nil
	}
	return nil, nil
}

// maxCoded bounds what code keeps, in bytes: the findings of a file rest on the same versions of it.
const maxCoded = 64 << 20

// code returns the lines of a content that the analysis reads.
func (s *states) code(blob string) ([][]byte, error) {
	if known, ok := s.codes[blob]; ok {
		return known, nil
	}
	data, err := s.repo.Read(blob)
	if err != nil {
		return nil, err
	}
	if s.coded > maxCoded {
		clear(s.codes)
		s.coded = 0
	}
	lines := code(data)
	s.codes[blob] = lines
	s.coded += len(data)
	return lines, nil
}

// maxPairs bounds the answers of match that are kept.
const maxPairs = 4_000

// between matches the findings of two commits, once for all that ask.
func (s *states) between(ctx context.Context, old history.Commit, before *state, young history.Commit, after *state) ([]int, error) {
	key := [2]string{old.Hash, young.Hash}
	if known, ok := s.pairs[key]; ok {
		return known, nil
	}
	changes, err := s.repo.Changes(ctx, old.Hash, young.Hash, history.Python)
	if err != nil {
		return nil, err
	}
	matched, err := s.match(ctx, old, before.findings, young, after.findings, changes)
	if err != nil {
		return nil, err
	}
	if len(s.pairs) >= maxPairs {
		clear(s.pairs)
	}
	s.pairs[key] = matched
	return matched, nil
}

// samePlace recognises a finding within one state.
func samePlace(a, b *finding.Finding) bool {
	return a.Path == b.Path && a.Line == b.Line && a.Column == b.Column && a.Symbol == b.Symbol && a.Fingerprint == b.Fingerprint
}
