// Package historytest builds small real git repositories for tests, through go-git alone: no git program is needed. It is imported
// by tests only.
package historytest

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// A Builder writes one repository, commit by commit. Dates run on by an hour from commit to commit, so that hashes are the same in
// every run.
type Builder struct {
	t   testing.TB
	Dir string // the work tree
	// First is the commit at which a history made by Random begins.
	First string
	Git   *git.Repository
	now   time.Time
}

// New makes an empty repository in a temporary folder.
func New(t testing.TB) *Builder {
	t.Helper()
	dir := t.TempDir()
	repo, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	return &Builder{t: t, Dir: dir, Git: repo, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
}

// Files maps paths to contents; Gone as content deletes the file.
type Files map[string]string

// Gone stands for a file that is to be deleted.
const Gone = "\x00gone"

// Commit writes files and commits them on top of HEAD; further parents make it a merge. It returns the hash.
func (b *Builder) Commit(subject string, files Files, mergedIn ...string) string {
	b.t.Helper()
	b.Write(files)
	wt, err := b.Git.Worktree()
	b.must(err)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if files[path] == Gone {
			_, err = wt.Remove(path)
		} else {
			_, err = wt.Add(path)
		}
		b.must(err)
	}
	b.now = b.now.Add(time.Hour)
	who := &object.Signature{Name: "Ada", Email: "ada@example.org", When: b.now}
	opt := &git.CommitOptions{Author: who, Committer: who, AllowEmptyCommits: true}
	if len(mergedIn) > 0 {
		opt.Parents = []plumbing.Hash{plumbing.NewHash(b.Head())}
		for _, p := range mergedIn {
			opt.Parents = append(opt.Parents, plumbing.NewHash(p))
		}
	}
	h, err := wt.Commit(subject, opt)
	b.must(err)
	return h.String()
}

// Write changes files of the work tree without committing them.
func (b *Builder) Write(files Files) {
	b.t.Helper()
	for path, text := range files {
		full := filepath.Join(b.Dir, filepath.FromSlash(path))
		if text == Gone {
			b.must(os.RemoveAll(full))
			continue
		}
		b.must(os.MkdirAll(filepath.Dir(full), 0o755))
		b.must(os.WriteFile(full, []byte(text), 0o644))
	}
}

// Head returns the hash that HEAD names.
func (b *Builder) Head() string {
	b.t.Helper()
	ref, err := b.Git.Head()
	b.must(err)
	return ref.Hash().String()
}

// Checkout puts HEAD, and the files, at a commit. Commits that follow grow from there.
func (b *Builder) Checkout(hash string) {
	b.t.Helper()
	wt, err := b.Git.Worktree()
	b.must(err)
	b.must(wt.Checkout(&git.CheckoutOptions{Hash: plumbing.NewHash(hash), Force: true}))
}

// Tag gives a commit a name; with a message it is an annotated tag.
func (b *Builder) Tag(name, hash, message string) {
	b.t.Helper()
	var opt *git.CreateTagOptions
	if message != "" {
		b.now = b.now.Add(time.Hour)
		opt = &git.CreateTagOptions{Message: message, Tagger: &object.Signature{Name: "Ada", Email: "ada@example.org", When: b.now}}
	}
	_, err := b.Git.CreateTag(name, plumbing.NewHash(hash), opt)
	b.must(err)
}

// Branch points a branch at a commit.
func (b *Builder) Branch(name, hash string) {
	b.t.Helper()
	b.must(b.Git.Storer.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(name), plumbing.NewHash(hash))))
}

func (b *Builder) must(err error) {
	if err != nil {
		b.t.Helper()
		b.t.Fatal(err)
	}
}
