package history

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/growlint/growlint/analyzers/source"
)

func hexBytes(s string) ([]byte, error) { return hex.DecodeString(s) }

// A treeEntry is one line of a git tree.
type treeEntry struct {
	name string
	mode uint32
	hash plumbing.Hash
}

const (
	modeKind    = 0o170000
	modeFolder  = 0o040000
	modeFile    = 0o100000
	modeSymlink = 0o120000
	modeModule  = 0o160000
)

func (e treeEntry) kind() uint32   { return e.mode & modeKind }
func (e treeEntry) isFolder() bool { return e.kind() == modeFolder }
func (e treeEntry) isFile() bool   { return e.kind() == modeFile }

// tree reads one level of a tree.
func (r *Repo) tree(h plumbing.Hash) ([]treeEntry, error) {
	if entries, ok := r.trees.get(h); ok {
		return entries, nil
	}
	data, err := r.source.read(h, plumbing.TreeObject)
	if err != nil {
		return nil, err
	}
	entries, err := decodeTree(data)
	if err != nil {
		return nil, fmt.Errorf("tree %s cannot be read: %v; 'git fsck' says what is damaged", h, err)
	}
	r.trees.put(h, entries, len(entries)+1)
	return entries, nil
}

// decodeTree reads "mode SP name NUL hash" over and over. Names that would lead out of the tree are refused: they come from
// outside, and end in reports.
func decodeTree(data []byte) ([]treeEntry, error) {
	var out []treeEntry
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		if !ok || len(rest) < len(plumbing.ZeroHash) {
			return nil, errors.New("it ends in the middle of an entry")
		}
		modeText, name, ok := strings.Cut(string(head), " ")
		mode, err := strconv.ParseUint(modeText, 8, 32)
		if !ok || err != nil {
			return nil, fmt.Errorf("entry %d has no mode", len(out)+1)
		}
		if name == "" || name == "." || name == ".." || strings.Contains(name, "/") {
			return nil, fmt.Errorf("entry %d has the impossible name %q", len(out)+1, name)
		}
		e := treeEntry{name: name, mode: uint32(mode)}
		copy(e.hash[:], rest)
		out = append(out, e)
		data = rest[len(plumbing.ZeroHash):]
	}
	return out, nil
}

// treeOf returns the root tree of a commit; "" stands for the empty tree.
func (r *Repo) treeOf(commit string) (plumbing.Hash, error) {
	if commit == "" {
		return plumbing.ZeroHash, nil
	}
	h, err := parseHash(commit)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	c, err := r.commit(h)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return plumbing.NewHash(c.Tree), nil
}

// A subtreeKey names a folder with its content: the same content at another path lists other paths.
type subtreeKey struct {
	hash   plumbing.Hash
	prefix string
}

// A subtreeListing is the Python files below one folder.
type subtreeListing struct {
	entries []source.Entry
	leftOut map[string]int
	modules []string // submodules
}

// pythonSuffix ends the names of the files that are analysed. Stubs (*.pyi) run nothing.
const pythonSuffix = ".py"

// list lists what lies below a folder, and takes from the cache whatever subfolders did not change since an earlier commit.
func (r *Repo) list(ctx context.Context, h plumbing.Hash, prefix string) (*subtreeListing, error) {
	key := subtreeKey{h, prefix}
	if known, ok := r.subtree.get(key); ok {
		return known, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	entries, err := r.tree(h)
	if err != nil {
		return nil, err
	}
	out := &subtreeListing{leftOut: map[string]int{}}
	for _, e := range entries {
		if err := r.listEntry(ctx, out, e, prefix); err != nil {
			return nil, err
		}
	}
	if prefix != "" { // the whole tree is another one in every commit: kept, it would fill the cache and serve nobody
		r.subtree.put(key, out, len(out.entries)+1)
	}
	return out, nil
}

func (r *Repo) listEntry(ctx context.Context, out *subtreeListing, e treeEntry, prefix string) error {
	python := strings.HasSuffix(e.name, pythonSuffix)
	switch e.kind() {
	case modeFolder:
		below, err := r.list(ctx, e.hash, prefix+e.name+"/")
		if err != nil {
			return err
		}
		out.entries = append(out.entries, below.entries...)
		for why, n := range below.leftOut {
			out.leftOut[why] += n
		}
		out.modules = append(out.modules, below.modules...)
	case modeModule:
		out.modules = append(out.modules, prefix+e.name)
	case modeSymlink:
		if python {
			out.leftOut["symbolic link"]++
		}
	case modeFile:
		if python {
			out.entries = append(out.entries, source.Entry{Path: prefix + e.name, Blob: e.hash.String()})
		}
	}
	return nil
}

// Tree returns the tree of a commit for analysis: its *.py files. Symbolic links are left out and counted, submodules left out and named; what else is left out by its path is for the analysis to say. The size of an entry is not known before it is read.
func (r *Repo) Tree(commit string) (source.Tree, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	root, err := r.treeOf(commit)
	if err != nil {
		return nil, err
	}
	return &commitTree{repo: r, root: root}, nil
}

// Submodules names the submodules of a commit, sorted: their content is in other repositories.
func (r *Repo) Submodules(ctx context.Context, commit string) ([]string, error) {
	tree, err := r.Tree(commit)
	if err != nil {
		return nil, err
	}
	listing, err := tree.List(ctx)
	return listing.Submodules, err
}

// commitTree is the tree of a commit, seen as source.Identified.
type commitTree struct {
	repo *Repo
	root plumbing.Hash
}

// Identity implements source.Identified: git's own name of the tree.
func (t *commitTree) Identity() string { return t.root.String() }

// List implements source.Tree.
func (t *commitTree) List(ctx context.Context) (source.Listing, error) {
	t.repo.mu.Lock()
	defer t.repo.mu.Unlock()
	if t.root.IsZero() {
		return source.Listing{LeftOut: map[string]int{}}, nil
	}
	all, err := t.repo.list(ctx, t.root, "")
	if err != nil {
		return source.Listing{}, err
	}
	return source.Listing{Entries: all.entries, LeftOut: maps.Clone(all.leftOut), Submodules: slices.Clone(all.modules)}, nil
}

// Read implements source.Tree.
func (t *commitTree) Read(ctx context.Context, e source.Entry) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, err := t.repo.Read(e.Blob)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Path, err)
	}
	return data, nil
}

// Read returns the bytes of a blob. They belong to the caller.
func (r *Repo) Read(blob string) ([]byte, error) {
	h, err := parseHash(blob)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.source.read(h, plumbing.BlobObject)
}

// A File is one path of a commit's tree.
type File struct{ Path, Blob string }

// Files lists every regular file of a commit, sorted by path: lockfiles and pipelines as well as Python.
func (r *Repo) Files(ctx context.Context, commit string) ([]File, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	root, err := r.treeOf(commit)
	if err != nil {
		return nil, err
	}
	var out []File
	err = r.walk(ctx, root, "", func(path string, e treeEntry) {
		out = append(out, File{Path: path, Blob: e.hash.String()})
	})
	return out, err
}

// walk visits the regular files below a folder, in the order of their paths.
func (r *Repo) walk(ctx context.Context, h plumbing.Hash, prefix string, visit func(string, treeEntry)) error {
	if h.IsZero() {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := r.tree(h)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch {
		case e.isFolder():
			if err := r.walk(ctx, e.hash, prefix+e.name+"/", visit); err != nil {
				return err
			}
		case e.isFile():
			visit(prefix+e.name, e)
		}
	}
	return nil
}

// ErrNoFile is wrapped by ReadPath when a commit holds no file of that path.
var ErrNoFile = errors.New("no such file")

// ReadPath returns the bytes of one file of a commit.
func (r *Repo) ReadPath(commit, path string) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	root, err := r.treeOf(commit)
	if err != nil {
		return nil, err
	}
	e, err := r.find(root, path)
	if err != nil {
		return nil, err
	}
	if !e.isFile() {
		return nil, fmt.Errorf("%w at %s: %q is a folder, a link or a submodule", ErrNoFile, commit, path)
	}
	return r.source.read(e.hash, plumbing.BlobObject)
}

// find goes down a path, one folder at a time.
func (r *Repo) find(root plumbing.Hash, path string) (treeEntry, error) {
	at := treeEntry{mode: modeFolder, hash: root}
	for name := range strings.SplitSeq(path, "/") {
		if !at.isFolder() || at.hash.IsZero() {
			return treeEntry{}, fmt.Errorf("%w: %q", ErrNoFile, path)
		}
		entries, err := r.tree(at.hash)
		if err != nil {
			return treeEntry{}, err
		}
		next, ok := entryNamed(entries, name)
		if !ok {
			return treeEntry{}, fmt.Errorf("%w: %q", ErrNoFile, path)
		}
		at = next
	}
	return at, nil
}

func entryNamed(entries []treeEntry, name string) (treeEntry, bool) {
	for _, e := range entries {
		if e.name == name {
			return e, true
		}
	}
	return treeEntry{}, false
}

// BlobAt returns the name of the content of one file of a commit, "" where there is no such file.
func (r *Repo) BlobAt(commit, path string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	root, err := r.treeOf(commit)
	if err != nil {
		return "", err
	}
	e, err := r.find(root, path)
	if errors.Is(err, ErrNoFile) || (err == nil && !e.isFile()) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return e.hash.String(), nil
}

// HasPath reports whether a commit holds a file or a folder of a path.
func (r *Repo) HasPath(commit, path string) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	root, err := r.treeOf(commit)
	if err != nil {
		return false, err
	}
	_, err = r.find(root, path)
	if errors.Is(err, ErrNoFile) {
		return false, nil
	}
	return err == nil, err
}
