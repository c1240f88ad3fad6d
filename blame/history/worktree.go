package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// WorkTreeChanges lists the *.py paths, sorted, at which the work tree differs from a commit: changed, deleted, or not
// known to it. Files that .gitignore names are among them, where they lie about: whoever reads the folder leaves them out.
func (r *Repo) WorkTreeChanges(ctx context.Context, commit string) ([]string, error) {
	if r.place.workTree == "" {
		return nil, fmt.Errorf("the repository at %s is bare: it has no work tree to compare; name a revision with --rev", r.place.gitDir)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	root, err := r.treeOf(commit)
	if err != nil {
		return nil, err
	}
	want := map[string]plumbing.Hash{}
	err = r.walk(ctx, root, "", func(path string, e treeEntry) {
		if strings.HasSuffix(path, pythonSuffix) {
			want[path] = e.hash
		}
	})
	if err != nil {
		return nil, err
	}
	staged, err := r.unchangedSinceNoted()
	if err != nil {
		return nil, err
	}
	return r.compareFolder(ctx, want, staged)
}

// unchangedSinceNoted reads the index, whose notes on size and time save reading files that did not change. A file as young as
// the index itself may have been written once more within the same tick of the clock: its note is not relied on.
func (r *Repo) unchangedSinceNoted() (map[string]*index.Entry, error) {
	info, err := os.Stat(filepath.Join(r.place.gitDir, "index"))
	if err != nil {
		return nil, nil // never checked out: every file is read
	}
	idx, err := r.store.Index()
	if err != nil {
		return nil, fmt.Errorf("cannot read the index of %s: %v; 'git status' says what is wrong with it", r.place.gitDir, err)
	}
	out := map[string]*index.Entry{}
	for _, e := range idx.Entries {
		if e.ModifiedAt.Before(info.ModTime()) {
			out[e.Name] = e
		}
	}
	return out, nil
}

// compareFolder walks the folder and crosses off what is as the commit has it; what is left in want was deleted.
func (r *Repo) compareFolder(ctx context.Context, want map[string]plumbing.Hash, staged map[string]*index.Entry) ([]string, error) {
	changed := map[string]bool{}
	err := filepath.WalkDir(r.place.workTree, func(full string, d fs.DirEntry, err error) error {
		if err := errors.Join(ctx.Err(), err); err != nil {
			if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
				return nil // it cannot be compared: it stays in want, and so counts as changed
			}
			return err
		}
		if d.IsDir() {
			return enterFolder(r.place.workTree, full, d)
		}
		if !d.Type().IsRegular() || !strings.HasSuffix(full, pythonSuffix) {
			return nil
		}
		rel, err := filepath.Rel(r.place.workTree, full)
		if err != nil {
			return err
		}
		path := filepath.ToSlash(rel)
		hash, known := want[path]
		same := known && sameContent(full, d, hash, staged[path])
		if same {
			delete(want, path)
		} else {
			changed[path] = true
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cannot compare the work tree %s: %w", r.place.workTree, err)
	}
	for path := range want {
		changed[path] = true
	}
	return slices.Sorted(maps.Keys(changed)), nil
}

// enterFolder stays out of .git, and out of other repositories: submodules and clones that lie inside this one.
func enterFolder(root, full string, d fs.DirEntry) error {
	if d.Name() == ".git" {
		return fs.SkipDir
	}
	if full != root {
		if _, err := os.Lstat(filepath.Join(full, ".git")); err == nil {
			return fs.SkipDir
		}
	}
	return nil
}

// sameContent trusts the index where size and time are as it noted them, as git does, and otherwise reads the file.
func sameContent(full string, d fs.DirEntry, want plumbing.Hash, noted *index.Entry) bool {
	info, err := d.Info()
	if err != nil {
		return false
	}
	if noted != nil && int64(noted.Size) == info.Size() && noted.ModifiedAt.Equal(info.ModTime()) {
		return noted.Hash == want
	}
	data, err := os.ReadFile(full)
	if err != nil {
		return false
	}
	if plumbing.ComputeHash(plumbing.BlobObject, data) == want {
		return true
	}
	unix := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")) // checked out with core.autocrlf
	return plumbing.ComputeHash(plumbing.BlobObject, unix) == want
}
