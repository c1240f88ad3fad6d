package analyzers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/growlint/growlint/analyzers/source"
)

// A memoryTree is a tree of files in memory.
type memoryTree map[string]string

func (t memoryTree) List(context.Context) (source.Listing, error) {
	var l source.Listing
	for _, p := range slices.Sorted(maps.Keys(t)) {
		l.Entries = append(l.Entries, source.Entry{Path: p, Blob: blobName([]byte(t[p]))})
	}
	return l, nil
}

func (t memoryTree) Read(_ context.Context, e source.Entry) ([]byte, error) {
	return []byte(t[e.Path]), nil
}

// A writer makes up services whose modules use each other.
type writer struct {
	r *rand.Rand
}

func (w writer) pick(of ...string) string { return of[w.r.IntN(len(of))] }

var moduleNames = []string{"app/handlers.py", "app/store.py", "app/util.py", "app/__init__.py", "app/deep/worker.py", "app/deep/__init__.py", "lib/base.py", "main.py", "src/extra.py"}

// module writes one module: imports of others, classes that derive from each other, holders, growth, eviction, wrappers, tables of functions.
func (w writer) module() string {
	var b strings.Builder
	for range 1 + w.r.IntN(4) {
		b.WriteString(w.pick(
			"from app.store import Store, CACHE\n", "import app.util\n", "from app import handlers\n", "from .store import *\n", "from lib.base import Base, wrap\n",
			"from ..util import helper\n", "import lib.base as base\n", "from flask import Flask, request\napp = Flask(__name__)\n", "from app.util import *\n", "import functools\n", "from extra import Store as Other\n"))
	}
	for range 1 + w.r.IntN(6) {
		b.WriteString(w.definition())
	}
	return b.String()
}

func (w writer) definition() string {
	name := w.pick("helper", "record", "handle", "on_message", "wrap", "purge", "make")
	class := w.pick("Store", "Base", "Worker", "Registry")
	base := w.pick("", "(Base)", "(Store)", "(Base, Store)", "(base.Base)", "(app.util.Worker)")
	holder := w.pick("CACHE", "SEEN", "PENDING")
	key := w.pick("request.args['id']", "key", "'fixed'", "len(key)", "str(key)")
	switch w.r.IntN(9) {
	case 0:
		return holder + " = " + w.pick("{}", "[]", "set()", "dict()", "None", "Store()") + "\n"
	case 1:
		return fmt.Sprintf("def %s(key, value=None):\n    %s[%s] = value\n    return %s\n", name, holder, key, w.pick("value", "key", holder, "helper"))
	case 2:
		return fmt.Sprintf("@app.route('/%s')\ndef %s(key):\n    %s(key)\n    %s.append(key)\n    return helper(key)\n", name, name, w.pick("helper", "record", "handlers.record"), holder)
	case 3:
		return fmt.Sprintf("class %s%s:\n    shared = {}\n    def __init__(self, owner=None):\n        self.items = %s\n        self.owner = owner\n    def add(self, key):\n        self.%s[key] = %s(key)\n    def drop(self, key):\n        self.items.pop(key, None)\n", class, base, w.pick("{}", "dict()", "owner"), w.pick("items", "shared"), name)
	case 4:
		return fmt.Sprintf("def %s(func):\n    memo = {}\n    def inner(key):\n        memo[key] = func(key)\n        return memo[key]\n    return inner\n", w.pick("wrap", "make"))
	case 5:
		return fmt.Sprintf("@wrap\ndef %s(key):\n    %s.pop(key, None)\n", name, holder)
	case 6:
		return fmt.Sprintf("TABLE = {'a': %s, 'b': %s}\ndef dispatch(name, key):\n    return TABLE[name](key)\n", name, w.pick("helper", "record"))
	case 7:
		return fmt.Sprintf("registry = %s()\ndef %s(key):\n    registry.add(key)\n    while True:\n        registry.items[key] = 1\n", w.pick(class, "Store", "Other"), name)
	}
	return fmt.Sprintf("@functools.lru_cache(maxsize=None)\ndef %s(self, key):\n    return key\n", name)
}

// edit changes one or two files: added, changed, deleted, renamed.
func (w writer) edit(t memoryTree) memoryTree {
	next := maps.Clone(t)
	for range 1 + w.r.IntN(2) {
		path := moduleNames[w.r.IntN(len(moduleNames))]
		switch w.r.IntN(6) {
		case 0:
			delete(next, path)
		case 1:
			if text, ok := next[path]; ok {
				delete(next, path)
				next[moduleNames[w.r.IntN(len(moduleNames))]] = text
			}
		case 2:
			next[path] += w.definition()
		default:
			next[path] = w.module()
		}
	}
	return next
}

// printed is everything that a run says, as bytes.
func printed(t *testing.T, e *Engine, tree source.Tree) string {
	t.Helper()
	r, err := e.Run(t.Context(), tree)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", " ")
	if err := enc.Encode(r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestRunAfterEdits: an engine that has seen the trees before says, byte for byte, what one says that sees the tree for the first time.
func TestRunAfterEdits(t *testing.T) {
	findings := 0
	for seed := range uint64(40) {
		w := writer{rand.New(rand.NewPCG(seed, 1))}
		old, err := New(Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		tree := memoryTree{}
		for _, path := range moduleNames {
			tree[path] = w.module()
		}
		for step := range 12 {
			fresh, err := New(Options{Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			want, got := printed(t, fresh, tree), printed(t, old, tree)
			if want != got {
				t.Fatalf("seed %d, step %d: from scratch (-) and after edits (+) differ:\n%s\n%s", seed, step, cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")), texts(tree))
			}
			findings += strings.Count(want, `"fingerprint"`)
			tree = w.edit(tree)
		}
	}
	if findings < 500 {
		t.Errorf("the made-up trees have %d findings in all: too few to compare", findings)
	}
}

func texts(t memoryTree) string {
	var b strings.Builder
	for _, p := range slices.Sorted(maps.Keys(t)) {
		fmt.Fprintf(&b, "--- %s\n%s", p, t[p])
	}
	return b.String()
}
