package origin

import (
	"context"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// byAge pairs a finding that several equal ones gave way to: copies of one class that a commit makes one again. It goes on as the copy
// whose file is the oldest; the others were made from that.
func (p *pairing) byAge(ctx context.Context, repo *history.Repo, at history.Commit) error {
	old := map[string][]int{}
	for i := range p.before {
		if !p.taken[i] {
			key := copyKey(&p.before[i])
			old[key] = append(old[key], i)
		}
	}
	for j := range p.after {
		if p.out[j] != none {
			continue
		}
		key := copyKey(&p.after[j])
		same := old[key]
		if len(same) < 2 {
			continue
		}
		paths := make([]string, len(same))
		for k, i := range same {
			paths[k] = p.before[i].Path
		}
		k, err := eldest(ctx, repo, at, paths)
		if err != nil {
			return err
		}
		p.out[j], p.taken[same[k]] = same[k], true
		delete(old, key)
	}
	return nil
}

func copyKey(f *finding.Finding) string { return join(f.Symbol, growthText(f)) }

// eldest returns the index of the file that goes back the furthest, along first parents and through renames; the first of several
// that came together.
func eldest(ctx context.Context, repo *history.Repo, at history.Commit, paths []string) (int, error) {
	names := slices.Clone(paths)
	alive := make([]int, len(paths))
	for i := range alive {
		alive[i] = i
	}
	for len(alive) > 1 && len(at.Parents) > 0 {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		parent, err := repo.Commit(at.Parents[0])
		if err != nil {
			return 0, err
		}
		var older []int
		for _, i := range alive {
			before, err := nameBefore(ctx, repo, parent, at, names[i])
			if err != nil {
				return 0, err
			}
			if before != "" {
				names[i] = before
				older = append(older, i)
			}
		}
		if len(older) == 0 {
			break
		}
		at, alive = parent, older
	}
	return alive[0], nil
}

// nameBefore returns what a file was called at the parent of a commit, "" where it was not there.
func nameBefore(ctx context.Context, repo *history.Repo, parent, at history.Commit, path string) (string, error) {
	blob, err := repo.BlobAt(parent.Hash, path)
	if err != nil || blob != "" {
		return path, err
	}
	changes, err := repo.Changes(ctx, parent.Hash, at.Hash, history.Python)
	if err != nil {
		return "", err
	}
	for _, c := range changes {
		if c.Kind == history.Renamed && c.Path == path {
			return c.OldPath, nil
		}
	}
	return "", nil
}
