package origin

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// A partial clone holds the objects of what was checked out, and lacks others. Where an answer needs one of those, the history does not tell.

// orBlind ends a trace with an abstention where its next step failed for want of an object.
func (t *trace) orBlind(err error) error {
	if !errors.Is(err, history.ErrMissingObject) {
		return err
	}
	end := abstained(fmt.Sprintf("it cannot be followed further back than commit %s: %v", short(t.at.Hash), err))
	t.end = &end
	return nil
}

// visitBlindly connects a commit with its parents by places and names alone, where comparing them failed for want of an object: what is not
// recognised so is said to have an unknown beginning, or end, here.
func (s *scan) visitBlindly(ctx context.Context, c history.Commit, why error) (*node, error) {
	if !errors.Is(why, history.ErrMissingObject) {
		return nil, why
	}
	st, err := s.at(ctx, c)
	if err != nil {
		return nil, err
	}
	words := fmt.Sprintf("commit %s cannot be compared with the one before it: %v", short(c.Hash), why)
	n := &node{commit: c, state: st, findings: slices.Clone(st.findings), tracks: make([]*track, len(st.findings))}
	for j := range n.findings {
		f := &n.findings[j]
		if n.tracks[j] = s.namedAtParents(c, f); n.tracks[j] == nil {
			n.tracks[j] = s.newTrack(f)
			began := abstained(words)
			n.tracks[j].began = &began
		}
		n.tracks[j].last = *f
	}
	for _, hash := range s.parentsOf(c) {
		p := s.nodes[hash]
		for i := 0; p != nil && i < len(p.tracks); i++ {
			if t := p.tracks[i].root(); s.holds(&p.findings[i]) && !slices.Contains(n.tracks, t) {
				gone := abstained(words)
				t.last, t.gone, t.ended = p.findings[i], p.findings[i], &gone
			}
		}
	}
	return n, nil
}

// namedAtParents finds the track of a finding by its place and name at the parents of its commit.
func (s *scan) namedAtParents(c history.Commit, f *finding.Finding) *track {
	for _, hash := range s.parentsOf(c) {
		p := s.nodes[hash]
		for i := 0; p != nil && i < len(p.tracks); i++ {
			if g := &p.findings[i]; g.Path == f.Path && g.Symbol == f.Symbol && s.holds(g) == s.holds(f) {
				return p.tracks[i].root()
			}
		}
	}
	return nil
}
