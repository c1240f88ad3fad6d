package analyzers

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"testing"

	"github.com/growlint/growlint/analyzers/source"
)

// A namedTree is a tree of a history: it has a name, and counts the files that are read.
type namedTree struct {
	memoryTree
	name string
	read int
}

func (t *namedTree) Identity() string { return t.name }

func (t *namedTree) Read(ctx context.Context, e source.Entry) ([]byte, error) {
	t.read++
	return t.memoryTree.Read(ctx, e)
}

// entriesIn counts what a cache holds.
func entriesIn(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestWhatTheTreeBeforeHadIsNotMadeAgain: of a tree that differs from one whose answer is known in one file, that file alone is read, and the
// findings around it alone are written.
func TestWhatTheTreeBeforeHadIsNotMadeAgain(t *testing.T) {
	const files = 200
	old := memoryTree{}
	for i := range files {
		old[fmt.Sprintf("app/m%d.py", i)] = "from flask import Flask, request\napp = Flask(__name__)\nseen = {}\n\n\n@app.route('/')\ndef handle():\n    seen[request.args['id']] = 1\n"
	}
	cache := t.TempDir()
	engine := func() *Engine {
		e, err := New(Options{CacheDir: cache, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	first := printed(t, engine(), &namedTree{memoryTree: old, name: "old"})
	next := maps.Clone(old)
	next["app/m77.py"] += "    seen[request.args['other']] = 2\n"
	fresh, err := New(Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := printed(t, fresh, next)

	e := engine()
	if printed(t, e, &namedTree{memoryTree: old, name: "old"}) != first {
		t.Error("what is kept of the first tree is not what was found")
	}
	held := entriesIn(t, cache)
	tree := &namedTree{memoryTree: next, name: "next"}
	if got := printed(t, e, tree); got != want {
		t.Errorf("after a known tree:\n%s\nfrom scratch:\n%s", got, want)
	}
	if tree.read != 2 { // to parse it, and for the lines that its findings name
		t.Errorf("%d files were read, want the one that changed, twice", tree.read)
	}
	if n := entriesIn(t, cache) - held; n != 6 { // the facts, the group and the answer, each with the entry that leads there
		t.Errorf("%d files were written to the cache, want 6", n)
	}
	if printed(t, engine(), tree) != want {
		t.Error("what is kept of the next tree is not what was found")
	}
}
