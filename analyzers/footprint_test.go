package analyzers

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/python"
)

// An edited is a tree, what it says and what that rests on.
type edited struct {
	tree     memoryTree
	indexes  map[string]*python.Index
	findings map[string]string // by path and symbol: one finding, as JSON
	rests    map[string]program.Footprint
}

func look(t *testing.T, tree memoryTree) edited {
	t.Helper()
	e, err := New(Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Run(t.Context(), tree)
	if err != nil {
		t.Fatal(err)
	}
	out := edited{tree, map[string]*python.Index{}, map[string]string{}, map[string]program.Footprint{}}
	for _, f := range r.Findings {
		f.Fingerprint = "" // tells the path, too, where another finding is like it
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		out.findings[f.Holder.Path+" "+f.Symbol] += string(text)
	}
	for _, m := range e.program.Modules {
		out.indexes[m.Path] = m.X
	}
	for _, h := range e.program.Holders() {
		if e.program.Examine(h) != nil {
			out.rests[h.M.Path+" "+h.Symbol] = e.program.FootprintOf(h)
		}
	}
	return out
}

// touches reports whether the difference of two trees touches a footprint.
func touches(f program.Footprint, a, b edited) bool {
	for p := range maps.Keys(mergedKeys(a.tree, b.tree)) {
		x, before := a.tree[p]
		y, after := b.tree[p]
		if before && after && x == y {
			continue
		}
		if slices.Contains(f.Paths, p) || f.Tree || before != after && path.Base(p) == "__init__.py" {
			return true
		}
		dotted := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(p, ".py"), "/__init__"), "/", ".")
		if slices.ContainsFunc(f.Imports, func(i string) bool { return i == dotted || strings.HasSuffix(dotted, "."+i) }) {
			return true
		}
		for _, index := range []*python.Index{a.indexes[p], b.indexes[p]} {
			named := false
			if index != nil {
				index.Mentions(func(name string, _ int32) { named = named || slices.Contains(f.Names, name) })
			}
			if named {
				return true
			}
		}
	}
	return false
}

func mergedKeys(a, b memoryTree) memoryTree {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// TestFootprint: a change of the tree that does not touch what a finding rests on does not change the finding. The incremental engine
// lives on that.
func TestFootprint(t *testing.T) {
	compared, touched := 0, 0
	for seed := range uint64(140) {
		w := writer{rand.New(rand.NewPCG(seed, 7))}
		tree := memoryTree{}
		for _, p := range moduleNames {
			tree[p] = w.module()
		}
		before := look(t, tree)
		for range 10 {
			after := look(t, w.edit(before.tree))
			for key, rests := range before.rests {
				if touches(rests, before, after) {
					touched++
					continue
				}
				compared++
				if before.findings[key] != after.findings[key] {
					t.Errorf("seed %d: %s changed, and nothing that it rests on: %v\nbefore %s\nafter  %s\n%s%s", seed, key, rests, before.findings[key], after.findings[key], texts(before.tree), texts(after.tree))
				}
			}
			before = after
		}
	}
	if compared < 200 || touched < 200 {
		t.Errorf("%d findings were compared, %d rested on what changed: too few to tell", compared, touched)
	}
	t.Logf("%d compared, %d touched", compared, touched)
}
