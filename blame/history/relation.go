package history

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	linediff "github.com/go-git/go-git/v5/utils/diff"
	"github.com/sergi/go-diff/diffmatchpatch"
)

// How one commit stands to another, as a deployment does to the one before it.
const (
	Same      = "same"
	Ahead     = "ahead"     // it has the other in its past
	Behind    = "behind"    // it lies in the other's past: the deployment went back
	Diverged  = "diverged"  // each has commits that the other lacks, as after a hotfix on a branch
	Unrelated = "unrelated" // nothing in common
)

// A Relation is the proof of how one commit stands to another.
type Relation struct {
	Kind string
	Base string // the best common ancestor, "" where there is none
	// Gained and Lost count the commits that only the one, or only the other, has.
	Gained, Lost int
	// Picked are commits that only the one has by name, while the other has the same change: cherry-picks, and their originals.
	Picked []Pick
}

// A Pick is one change under two names.
type Pick struct{ Commit, Same string }

// maxPicks bounds the commits whose changes are compared, on each side.
const maxPicks = 2_000

// Relate says how commit b stands to commit a.
func (r *Repo) Relate(ctx context.Context, a, b string) (Relation, error) {
	if a == b {
		return Relation{Kind: Same, Base: a}, nil
	}
	gained, err := r.Range(ctx, a, b, RangeOptions{AllParents: true})
	if err != nil {
		return Relation{}, err
	}
	lost, err := r.Range(ctx, b, a, RangeOptions{AllParents: true})
	if err != nil {
		return Relation{}, err
	}
	base, ok, err := r.MergeBase(ctx, a, b)
	if err != nil {
		return Relation{}, err
	}
	out := Relation{Kind: Diverged, Base: base.Hash, Gained: len(gained), Lost: len(lost)}
	switch {
	case !ok:
		out.Kind = Unrelated
		return out, nil
	case len(lost) == 0:
		out.Kind = Ahead
	case len(gained) == 0:
		out.Kind = Behind
	case len(gained) <= maxPicks && len(lost) <= maxPicks:
		out.Picked, err = r.picked(ctx, gained, lost)
	}
	return out, err
}

func (r *Repo) picked(ctx context.Context, gained, lost []Commit) ([]Pick, error) {
	known := map[string]string{}
	for _, c := range lost {
		id, err := r.PatchID(ctx, c)
		if err != nil {
			return nil, err
		}
		if _, ok := known[id]; !ok {
			known[id] = c.Hash
		}
	}
	var out []Pick
	for _, c := range gained {
		id, err := r.PatchID(ctx, c)
		if err != nil {
			return nil, err
		}
		if same := known[id]; same != "" && id != "" {
			out = append(out, Pick{c.Hash, same})
		}
	}
	return out, nil
}

// PatchID names the change that a commit makes, as 'git patch-id' does: by the lines taken and given in each file, without their place and
// their white space, so that it stays the same where the change is picked onto another branch. "" for merges, and for what changes
// nothing. The names are not those of git.
func (r *Repo) PatchID(ctx context.Context, c Commit) (string, error) {
	if len(c.Parents) > 1 {
		return "", nil
	}
	parent := ""
	if len(c.Parents) == 1 {
		parent = c.Parents[0]
	}
	changes, err := r.Changes(ctx, parent, c.Hash, ChangeOptions{NoRenames: true})
	if err != nil || len(changes) == 0 {
		return "", err
	}
	h := sha256.New()
	for _, change := range changes {
		before, err := r.side(change.OldBlob)
		if err != nil {
			return "", err
		}
		after, err := r.side(change.Blob)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %s\n", change.Kind, change.Path)
		if len(before) > maxDiff || len(after) > maxDiff || bytes.IndexByte(before, 0) >= 0 || bytes.IndexByte(after, 0) >= 0 {
			fmt.Fprintf(h, "%s %s\n", change.OldBlob, change.Blob)
			continue
		}
		for _, d := range linediff.Do(string(before), string(after)) {
			if d.Type != diffmatchpatch.DiffEqual {
				fmt.Fprintf(h, "%d %s\n", d.Type, strings.Join(strings.Fields(d.Text), ""))
			}
		}
	}
	return string(h.Sum(nil)), nil
}
