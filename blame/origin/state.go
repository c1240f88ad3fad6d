package origin

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
	"github.com/growlint/growlint/blame/history"
)

// A state is what the analysis says of one tree.
type state struct {
	findings []finding.Finding
	skipped  []finding.Skip
	summary  finding.Summary
}

// unknown reports whether a file that the finding rests on could not be read at this state: then its absence proves nothing.
func (s *state) unknown(f *finding.Finding) bool { return s.unread(f) != nil }

// unread returns that file.
func (s *state) unread(f *finding.Finding) *finding.Skip {
	i := slices.IndexFunc(s.skipped, func(skip finding.Skip) bool { return skip.Path == f.Path || skip.Path == f.Holder.Path })
	if i < 0 {
		return nil
	}
	return &s.skipped[i]
}

// unseenBefore abstains: what a finding rests on could not be read before the commit that shows it.
func unseenBefore(f *finding.Finding, c history.Commit, before *state) finding.Transition {
	skip := before.unread(f)
	return abstained(fmt.Sprintf("%s could not be analysed before commit %s: %s", skip.Path, short(c.Hash), skip.Why))
}

// states analyses commits, and keeps the latest answers by tree: a commit that changes no Python costs nothing.
type states struct {
	repo     *history.Repo
	analyzer Analyzer
	level    finding.Level

	byTree map[string]*state
	order  []string          // of byTree, the oldest first
	held   int               // findings in byTree, and one for each state
	pairs  map[pairKey][]int // what match said of two commits
	texts  *codes
	guess  bool // the trees are parts: a finding is known by its place and name alone
}

// codes are contents without what the analysis does not read, by blob.
type codes struct {
	known map[string][]byte
	bytes int
}

// maxHeld bounds what is kept, in findings: one walk after another goes over the same commits.
const maxHeld = 20_000

func newStates(repo *history.Repo, analyzer Analyzer, level finding.Level) *states {
	return &states{repo: repo, analyzer: analyzer, level: level, byTree: map[string]*state{}, pairs: map[pairKey][]int{}, texts: &codes{known: map[string][]byte{}}}
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
		return nil, failed(c, err)
	}
	made := &state{findings: result.Findings, skipped: result.Skipped, summary: result.Summary}
	s.keep(c.Tree, made)
	return made, nil
}

func failed(c history.Commit, err error) error {
	return fmt.Errorf("the analysis of commit %s failed: %w", short(c.Hash), err)
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

// An asker can be asked about a part of what there is to find; *analyzers.Engine is one.
type asker interface {
	Ask(ctx context.Context, tree source.Tree, q analyzers.Question) (*analyzers.Result, error)
}

// about returns what the state of a commit says of what a question is about, and maybe more.
func (s *states) about(ctx context.Context, c history.Commit, q analyzers.Question) (*state, error) {
	asker, ok := s.analyzer.(asker)
	if known := s.byTree[c.Tree]; known != nil || !ok {
		return s.at(ctx, c)
	}
	key := keyOf(c, q)
	if known, ok := s.byTree[key]; ok {
		return known, nil
	}
	tree, err := s.repo.Tree(c.Hash)
	if err != nil {
		return nil, err
	}
	result, err := asker.Ask(ctx, tree, q)
	if err != nil {
		return nil, failed(c, err)
	}
	made := &state{findings: result.Findings, skipped: result.Skipped, summary: result.Summary}
	s.keep(key, made)
	return made, nil
}

func keyOf(c history.Commit, q analyzers.Question) string {
	return join(c.Tree, q.Symbol, join(q.Paths...))
}

// knows reports whether it is known what a commit says about a finding.
func (s *states) knows(c history.Commit, f *finding.Finding) bool {
	return s.byTree[c.Tree] != nil || s.byTree[keyOf(c, analyzers.Question{Symbol: f.Symbol})] != nil
}

// counterpart finds a finding of one commit at another, an older one; nil where it is not there.
func (s *states) counterpart(ctx context.Context, f *finding.Finding, from, at history.Commit) (*finding.Finding, error) {
	q, err := s.question(ctx, f, from, at)
	if err != nil {
		return nil, err
	}
	there, err := s.about(ctx, at, q)
	if err != nil {
		return nil, err
	}
	if s.guess {
		return there.named(f), nil
	}
	here, err := s.about(ctx, from, q)
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

// question is what must be known of two commits to recognise a finding of the younger in the older. The stages go by its symbol; from a parent to its child
// likeness is sought as well, among what the changed files hold.
func (s *states) question(ctx context.Context, f *finding.Finding, from, at history.Commit) (analyzers.Question, error) {
	q := analyzers.Question{Symbol: f.Symbol}
	if _, ok := s.analyzer.(asker); !ok || s.guess || !slices.Contains(from.Parents, at.Hash) {
		return q, nil
	}
	changes, err := s.repo.Changes(ctx, at.Hash, from.Hash, history.Python)
	q.Paths = changedPaths(changes)
	return q, err
}

func changedPaths(changes []history.Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, c.Path, c.OldPath)
	}
	return distinct(out)
}

// named finds a finding by its place and name; of several the one that is filled in the same way.
func (s *state) named(f *finding.Finding) *finding.Finding {
	var out *finding.Finding
	for i := range s.findings {
		g := &s.findings[i]
		if g.Path == f.Path && g.Symbol == f.Symbol && (out == nil || g.Fingerprint == f.Fingerprint) {
			out = g
		}
	}
	return out
}

// maxCoded bounds what code keeps, in bytes: the findings of a file rest on the same versions of it.
const maxCoded = 64 << 20

// code returns what the analysis reads of a content.
func (s *states) code(blob string) ([]byte, error) {
	if known, ok := s.texts.known[blob]; ok {
		return known, nil
	}
	data, err := s.repo.Read(blob)
	if err != nil {
		return nil, err
	}
	if s.texts.bytes > maxCoded {
		clear(s.texts.known)
		s.texts.bytes = 0
	}
	text := append(bytes.Join(code(data), []byte("\n")), '\n')
	s.texts.known[blob] = text
	s.texts.bytes += len(text)
	return text, nil
}

// maxPairs bounds the answers of match that are kept.
const maxPairs = 4_000

// A pairKey names two states of two commits.
type pairKey struct {
	old, young    string
	before, after *state
}

// between matches the findings of two commits, once for all that ask.
func (s *states) between(ctx context.Context, old history.Commit, before *state, young history.Commit, after *state) ([]int, error) {
	key := pairKey{old.Hash, young.Hash, before, after}
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
