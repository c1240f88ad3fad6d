package analyzers

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
)

// TestQuestionOfEachRule: what each rule finds is found, too, where only its symbol or its file is asked about, and nothing else is.
func TestQuestionOfEachRule(t *testing.T) {
	root := filepath.Join("..", "testdata", "rules")
	rules, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules {
		t.Run(rule.Name(), func(t *testing.T) {
			tree, err := source.OpenFolder(filepath.Join(root, rule.Name()))
			if err != nil {
				t.Fatal(err)
			}
			all := newEngine(t)
			whole, err := all.Run(t.Context(), tree)
			if err != nil {
				t.Fatal(err)
			}
			asked := newEngine(t)
			named := 0
			for i, f := range whole.Findings {
				if f.Rule == rule.Name() {
					named++
				}
				q := []Question{{Symbol: f.Symbol}, {Paths: []string{f.Path}}}[i%2]
				got, err := asked.Ask(t.Context(), tree, q)
				if err != nil {
					t.Fatal(err)
				}
				want := slices.DeleteFunc(slices.Clone(whole.Findings), func(f finding.Finding) bool { return f.Symbol != q.Symbol && !slices.Contains(q.Paths, f.Path) })
				if d := cmp.Diff(unmarked(want), unmarked(got.Findings)); d != "" {
					t.Fatalf("%+v: (-run +asked)\n%s", q, d)
				}
			}
			if named == 0 {
				t.Error("the rule finds nothing in its own folder: it was not asked about")
			}
		})
	}
}

func newEngine(t *testing.T) *Engine {
	t.Helper()
	e, err := New(Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// unmarked leaves the fingerprints out: they tell the path where other findings of the tree are alike.
func unmarked(fs []finding.Finding) []finding.Finding {
	out := slices.Clone(fs)
	for i := range out {
		out[i].Fingerprint = ""
	}
	return out
}
