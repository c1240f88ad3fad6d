package metamorph

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
)

// findings returns one line for each finding of a tree: what may not change.
func findings(t *testing.T, tree Tree, c *Change) []string {
	t.Helper()
	engine, err := analyzers.New(analyzers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	result, err := engine.Run(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i := range result.Findings {
		out = append(out, describe(&result.Findings[i], c))
	}
	slices.Sort(out)
	return out
}

// describe writes a finding with its places where a change has them.
func describe(f *finding.Finding, c *Change) string {
	symbol := f.Symbol
	at := func(path string, line int) string {
		p := Place{path, line}
		if c != nil {
			p = c.At(p)
		}
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	}
	if c != nil {
		symbol = c.Symbol(f.Holder.Path, symbol)
	}
	var growth []string
	for _, g := range f.Growth {
		growth = append(growth, at(g.Path, g.Line))
	}
	slices.Sort(growth)
	suppressed := ""
	if f.Suppressed != nil {
		suppressed = " suppressed"
	}
	return fmt.Sprintf("%s: %s of %s at %s%s", symbol, f.Level, f.Rule, strings.Join(growth, ", "), suppressed)
}

// differences compares what is found before and after a change.
func differences(t *testing.T, tree Tree, tr Transformation) []string {
	t.Helper()
	c := tr.Do(Parse(tree))
	before, after := findings(t, tree, &c), findings(t, c.Tree, nil)
	var out []string
	for _, b := range before {
		if !slices.Contains(after, b) {
			out = append(out, "gone:     "+b)
		}
	}
	for _, a := range after {
		if !slices.Contains(before, a) {
			out = append(out, "has come: "+a)
		}
	}
	return out
}

// The examples of the rules, each a tree of its own.
func exampleTrees(t *testing.T) map[string]Tree {
	t.Helper()
	root := filepath.Join("..", "..", "testdata", "rules")
	dirs, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil || len(dirs) < 10 {
		t.Fatalf("the examples of the rules are not where they were: %v", err)
	}
	out := map[string]Tree{}
	for _, d := range dirs {
		tree, err := Load(d)
		if err != nil {
			t.Fatal(err)
		}
		rel, _ := filepath.Rel(root, d)
		out[filepath.ToSlash(rel)] = tree
	}
	return out
}

func TestFindingsOfExamplesStayUnderChangesThatDoNotMatter(t *testing.T) {
	trees := exampleTrees(t)
	for _, tr := range Transformations() {
		t.Run(tr.Name, func(t *testing.T) {
			changed := 0
			for _, name := range slices.Sorted(maps.Keys(trees)) {
				if d := differences(t, trees[name], tr); len(d) > 0 {
					t.Errorf("%s:\n  %s", name, strings.Join(d, "\n  "))
				}
				c := tr.Do(Parse(trees[name]))
				for path := range trees[name] {
					if string(trees[name][path]) != string(c.Tree[path]) {
						changed++
					}
				}
			}
			if changed < 5 {
				t.Errorf("the change touches %d files: too few to show anything", changed)
			}
		})
	}
}

// GROWLINT_METAMORPH_TREES names folders of real code, separated as in PATH.
func TestFindingsOfRealCodeStayUnderChangesThatDoNotMatter(t *testing.T) {
	for _, dir := range filepath.SplitList(os.Getenv("GROWLINT_METAMORPH_TREES")) {
		tree, err := Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, tr := range Transformations() {
			d := differences(t, tree, tr)
			t.Logf("%s: %s: %d differences", dir, tr.Name, len(d))
			if len(d) > 0 {
				t.Errorf("%s: %s:\n  %s", dir, tr.Name, strings.Join(d, "\n  "))
			}
		}
	}
}
