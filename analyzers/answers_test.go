package analyzers_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/source"
)

// A counted tree knows its own name, and counts how often anybody looked at it.
type counted struct {
	source.Tree
	name   string
	listed int
}

func (c *counted) Identity() string { return c.name }

func (c *counted) List(ctx context.Context) (source.Listing, error) {
	c.listed++
	return c.Tree.List(ctx)
}

const remembering = `from flask import Flask, request

app = Flask(__name__)
seen = {}


@app.route("/v")
def validate():
    seen[request.args["id"]] = request.data  # growlint: ignore[unboundedglobal] the demo restarts each hour
    return "ok"
`

func run(t *testing.T, cache string, tree source.Tree) *analyzers.Result {
	t.Helper()
	engine, err := analyzers.New(analyzers.Options{CacheDir: cache})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	r, err := engine.Run(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func written(t *testing.T, files map[string]string) source.Tree {
	t.Helper()
	dir := t.TempDir()
	for path, text := range files {
		if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder, err := source.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestAnAnswerIsKeptAndIsTheSame(t *testing.T) {
	cache := t.TempDir()
	tree := &counted{Tree: written(t, map[string]string{"app.py": remembering, "odd.py": "x = (\n"}), name: "one"}
	first := run(t, cache, tree)
	if len(first.Findings) != 1 || first.Findings[0].Suppressed == nil || len(first.Skipped) == 0 {
		t.Fatalf("the tree shows too little: %+v", first)
	}
	again := run(t, cache, tree)
	if tree.listed != 1 {
		t.Errorf("the tree was looked at %d times", tree.listed)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("what is kept differs from what was found:\n%s", diff)
	}
	other := &counted{Tree: tree.Tree, name: "two"}
	if run(t, cache, other); other.listed != 1 {
		t.Error("a tree of another name was taken for the first")
	}
	nameless := &counted{Tree: tree.Tree}
	run(t, cache, nameless)
	if run(t, cache, nameless); nameless.listed != 2 {
		t.Error("an answer about a tree without a name was kept")
	}
}

func TestADamagedAnswerIsNone(t *testing.T) {
	cache := t.TempDir()
	tree := &counted{Tree: written(t, map[string]string{"app.py": remembering}), name: "one"}
	first := run(t, cache, tree)
	err := filepath.WalkDir(cache, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Truncate(path, 20)
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, run(t, cache, tree)); diff != "" {
		t.Errorf("with a damaged cache:\n%s", diff)
	}
	if tree.listed != 2 {
		t.Errorf("the tree was looked at %d times", tree.listed)
	}
}
