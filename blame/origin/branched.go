package origin

import (
	"context"

	"github.com/growlint/growlint/blame/history"
)

// againstBranches holds the end of a range against A itself. Branches that parted before A bring along what was true where they parted, and where A
// is on a branch that B lacks, as after a hotfix, the commits of the range do not tell at all what is new: A may have had the same change under another
// name, or a fix that the branch lacks.
func (s *scan) againstBranches(ctx context.Context, end *node, to history.Commit) error {
	if s.from.Hash == "" {
		return nil
	}
	past, err := s.repo.IsAncestor(ctx, s.from.Hash, to.Hash)
	if err != nil {
		return err
	}
	atA := s.trueAtA()
	var matched []int
	for j, t := range end.tracks {
		t = t.root()
		if !s.holds(&end.findings[j]) || past && (t.began != nil || atA[t]) {
			continue
		}
		if matched == nil {
			if matched, err = s.between(ctx, s.from, s.nodes[s.from.Hash].state, to, end.state); err != nil {
				return err
			}
		}
		i := matched[j]
		switch had := i != none && s.holds(&s.nodes[s.from.Hash].findings[i]); {
		case had:
			t.began = nil
		case t.began == nil:
			tr, err := s.origin(ctx, to, &end.findings[j])
			if err != nil {
				return err
			}
			t.began = &tr
		}
	}
	return nil
}

// trueAtA returns the tracks of what was true at A.
func (s *scan) trueAtA() map[*track]bool {
	out := map[*track]bool{}
	if a := s.nodes[s.from.Hash]; a != nil {
		for i, t := range a.tracks {
			if s.holds(&a.findings[i]) {
				out[t.root()] = true
			}
		}
	}
	return out
}
