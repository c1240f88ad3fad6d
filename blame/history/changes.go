package history

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// The kinds of a Change.
const (
	Added    = "added"
	Deleted  = "deleted"
	Modified = "modified"
	Renamed  = "renamed" // perhaps modified, too
)

// A Change is one regular file that differs between two trees.
type Change struct {
	Kind          string
	Path, OldPath string // OldPath only where renamed
	Blob, OldBlob string // "" where there is none
}

// ChangeOptions of Changes.
type ChangeOptions struct {
	Suffix    string // only files whose name ends so; "" is every file
	NoRenames bool   // a renamed file is then one deleted and one added
}

// Python asks for the changes that can alter an analysis.
var Python = ChangeOptions{Suffix: pythonSuffix}

// Changes lists what differs between the trees of two commits, sorted by path. "" stands for the empty tree. Equal folders are
// not looked into, so a change costs what it touches. A change of nothing but the mode is none.
func (r *Repo) Changes(ctx context.Context, from, to string, opt ChangeOptions) ([]Change, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, err := r.treeOf(from)
	if err != nil {
		return nil, err
	}
	b, err := r.treeOf(to)
	if err != nil {
		return nil, err
	}
	d := treeDiff{repo: r, ctx: ctx, suffix: opt.Suffix}
	if err := d.folders(a, b, ""); err != nil {
		return nil, err
	}
	out := d.out
	if !opt.NoRenames {
		if out, err = r.pairRenames(out); err != nil {
			return nil, err
		}
	}
	sortChanges(out)
	return out, nil
}

func sortChanges(cs []Change) {
	slices.SortFunc(cs, func(a, b Change) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind)) })
}

// treeDiff walks two trees side by side.
type treeDiff struct {
	repo   *Repo
	ctx    context.Context
	suffix string
	out    []Change
}

func (d *treeDiff) folders(a, b plumbing.Hash, prefix string) error {
	if a == b {
		return nil
	}
	if err := d.ctx.Err(); err != nil {
		return err
	}
	before, err := d.entries(a)
	if err != nil {
		return err
	}
	after, err := d.entries(b)
	if err != nil {
		return err
	}
	return d.merge(before, after, prefix)
}

func (d *treeDiff) entries(h plumbing.Hash) ([]treeEntry, error) {
	if h.IsZero() {
		return nil, nil
	}
	return d.repo.tree(h)
}

// merge pairs the entries of two folders by name and by being a folder or not. Both lists are in git's order, in which a folder's
// name counts with a slash behind it; so does gitOrder.
func (d *treeDiff) merge(before, after []treeEntry, prefix string) error {
	for len(before) > 0 || len(after) > 0 {
		var old, new treeEntry
		switch c := gitOrder(before, after); {
		case c < 0:
			old, before = before[0], before[1:]
		case c > 0:
			new, after = after[0], after[1:]
		default:
			old, new, before, after = before[0], after[0], before[1:], after[1:]
		}
		if err := d.pair(old, new, prefix); err != nil {
			return err
		}
	}
	return nil
}

func gitOrder(before, after []treeEntry) int {
	switch {
	case len(before) == 0:
		return 1
	case len(after) == 0:
		return -1
	}
	return cmp.Compare(sortName(before[0]), sortName(after[0]))
}

func sortName(e treeEntry) string {
	if e.isFolder() {
		return e.name + "/"
	}
	return e.name
}

// pair compares two entries of one name; either may be missing.
func (d *treeDiff) pair(old, new treeEntry, prefix string) error {
	if old.hash == new.hash && old.kind() == new.kind() {
		return nil
	}
	name := cmp.Or(old.name, new.name)
	if old.isFolder() || new.isFolder() {
		return d.folders(folderHash(old), folderHash(new), prefix+name+"/")
	}
	if !strings.HasSuffix(name, d.suffix) {
		return nil
	}
	path := prefix + name
	switch {
	case old.isFile() && new.isFile():
		d.out = append(d.out, Change{Kind: Modified, Path: path, OldBlob: old.hash.String(), Blob: new.hash.String()})
	case old.isFile():
		d.out = append(d.out, Change{Kind: Deleted, Path: path, OldBlob: old.hash.String()})
	case new.isFile():
		d.out = append(d.out, Change{Kind: Added, Path: path, Blob: new.hash.String()})
	}
	return nil
}

func folderHash(e treeEntry) plumbing.Hash {
	if e.isFolder() {
		return e.hash
	}
	return plumbing.ZeroHash
}
