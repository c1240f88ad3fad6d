package origin

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// Where the commit that made a finding true did not write all of it, others did a part: they bound the holder, wrote the growth, took
// out an eviction before the last one went. They are told apart from the origin, and ranked by what they did.

// What a contributor did to a part of a finding.
const (
	partGrowth   = "growth introduced"
	partHolder   = "holder introduced"
	partEviction = "eviction added that does not cover it"
)

// contribution ranks what contributors did: what fills the holder first, what only concerns its eviction last.
var contribution = map[string]int{
	holderAndGrowth: 1, partGrowth: 2, growthAdded: 3, evictionRemoved: 4, boundRemoved: 5, partHolder: 6,
	madeReachable: 7, madeLongLived: 8, keyOpened: 9, evictionWeaker: 10, partEviction: 11,
}

// maxPartSteps bounds the walk for the author of a part.
const maxPartSteps = 5_000

// A part is one line that a finding rests on.
type part struct{ path, line, what string }

// partsOf lists the lines of a finding at a commit.
func (s step) partsOf(f *finding.Finding) ([]part, error) {
	bound, err := s.lineOf(s.child, f.Holder)
	if err != nil {
		return nil, err
	}
	parts := []part{{f.Holder.Path, normal(bound), partHolder}}
	for _, g := range f.Growth {
		parts = append(parts, part{g.Path, normal(g.Text), partGrowth})
	}
	for _, e := range f.Evictions {
		parts = append(parts, part{e.Path, normal(e.Text), partEviction})
	}
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.line == "" })
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.line, b.line), cmp.Compare(a.what, b.what))
	})
	return slices.Compact(parts), nil
}

// before finds who wrote the parts of a finding that its origin, the commit of the step, found in place.
func (s step) before(ctx context.Context, f *finding.Finding) ([]finding.Contributor, error) {
	parts, err := s.partsOf(f)
	if err != nil {
		return nil, err
	}
	var out []finding.Contributor
	for _, p := range parts {
		c, ok, err := authorOf(ctx, s.repo, s.child, p)
		if err != nil {
			return nil, err
		}
		if ok && c.Hash != s.child.Hash {
			out = append(out, finding.Contributor{Commit: c.Hash, Subject: c.Subject, Change: p.what})
		}
	}
	return ranked(out), nil
}

// authorOf goes back to the commit that brought a line into its file. A merge did not: the branch did that it came from. ok is false
// where the history does not tell.
func authorOf(ctx context.Context, repo *history.Repo, at history.Commit, p part) (c history.Commit, ok bool, err error) {
	known := map[string]bool{} // by blob: whether it has the line
	has := func(c history.Commit, path string) (bool, error) {
		blob, err := repo.BlobAt(c.Hash, path)
		if err != nil || blob == "" {
			return false, err
		}
		if answer, ok := known[blob]; ok {
			return answer, nil
		}
		data, err := repo.Read(blob)
		if err != nil {
			return false, err
		}
		known[blob] = hasLine(string(data), p.line)
		return known[blob], nil
	}
	path := p.path
	for range maxPartSteps {
		if err := ctx.Err(); err != nil {
			return at, false, err
		}
		next, name, err := parentWith(ctx, repo, at, path, has)
		if err != nil {
			return at, false, err
		}
		if name == "" {
			return at, len(at.Parents) > 0 || !at.CutOff, nil
		}
		at, path = next, name
	}
	return at, false, nil
}

// parentWith returns the first parent that has a line, and what its file is called there; "" where none has it.
func parentWith(ctx context.Context, repo *history.Repo, at history.Commit, path string, has func(history.Commit, string) (bool, error)) (history.Commit, string, error) {
	for _, hash := range at.Parents {
		parent, err := repo.Commit(hash)
		if err != nil {
			return at, "", err
		}
		name, err := nameBefore(ctx, repo, parent, at, path)
		if errors.Is(err, history.ErrMissingObject) {
			continue
		}
		if err != nil {
			return at, "", err
		}
		if name == "" {
			continue
		}
		if ok, err := has(parent, name); ok || err != nil {
			return parent, name, err
		}
	}
	return at, "", nil
}

func hasLine(text, line string) bool {
	for one := range strings.SplitSeq(text, "\n") {
		if sameSigns(one, line) && normal(one) == line {
			return true
		}
	}
	return false
}

// sameSigns reports whether two lines are the same but for space and the sort of quotes. Where they are not, they are not the same normalised,
// and few lines have to be.
func sameSigns(a, b string) bool {
	quote := func(c byte) byte {
		if c == '\'' {
			return '"'
		}
		return c
	}
	for {
		a, b = strings.TrimLeftFunc(a, unicode.IsSpace), strings.TrimLeftFunc(b, unicode.IsSpace)
		if a == "" || b == "" {
			return a == b
		}
		if quote(a[0]) != quote(b[0]) {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

// ranked merges what one commit did, and puts the most telling first; of equals the order stays.
func ranked(list []finding.Contributor) []finding.Contributor {
	var out []finding.Contributor
	for _, c := range list {
		i := slices.IndexFunc(out, func(o finding.Contributor) bool { return o.Commit == c.Commit })
		switch {
		case i < 0:
			out = append(out, c)
		case out[i].Change == partHolder && c.Change == partGrowth, out[i].Change == partGrowth && c.Change == partHolder:
			out[i].Change = holderAndGrowth
		case out[i].Change != holderAndGrowth && rankOf(c.Change) < rankOf(out[i].Change):
			out[i].Change = c.Change
		}
	}
	slices.SortStableFunc(out, func(a, b finding.Contributor) int { return cmp.Compare(rankOf(a.Change), rankOf(b.Change)) })
	return out
}

func rankOf(change string) int {
	if r, ok := contribution[change]; ok {
		return r
	}
	return len(contribution) + 1
}
