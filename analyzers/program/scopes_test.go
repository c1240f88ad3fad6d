package program_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/python"
)

// Each folder testdata/scopes/NAME is one tree. A class line with `# scope: process` says how long its instances live, and
// `# scope: process suggested` that this is no more than suggested; a def line with `# runs: again per request` how often the function runs.
var expectation = regexp.MustCompile(`# (scope|runs): ([a-z -]+?)\s*(?:#|$)`)

func TestScopes(t *testing.T) {
	root := filepath.Join("..", "..", "testdata", "scopes")
	trees, err := os.ReadDir(root)
	if err != nil || len(trees) == 0 {
		t.Fatalf("no trees in %s: %v", root, err)
	}
	for _, tree := range trees {
		t.Run(tree.Name(), func(t *testing.T) { checkScopes(t, filepath.Join(root, tree.Name())) })
	}
}

func checkScopes(t *testing.T, dir string) {
	got := answers(t, dir)
	met := 0
	walkPython(t, dir, func(path string, src []byte) {
		for i, line := range strings.Split(string(src), "\n") {
			m := expectation.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			met++
			at := fmt.Sprintf("%s:%d", path, i+1)
			if got[at] == nil {
				t.Errorf("%s: neither a class nor a function", at)
			} else if have := got[at][m[1]]; have != m[2] {
				t.Errorf("%s: %s: got %q, want %q: %s", at, strings.TrimSpace(line), have, m[2], got[at]["why"])
			}
		}
	})
	if met == 0 {
		t.Errorf("%s has no expectation: nothing would be tested", dir)
	}
}

// answers gives what the program says of each line that starts a class or a function.
func answers(t *testing.T, dir string) map[string]map[string]string {
	p := program.Link(sources(t, dir))
	classes, functions := p.Scopes()
	out := map[string]map[string]string{}
	for _, c := range classes {
		scope := c.Scope
		if !c.Proven && scope != "unknown" && scope != "call" {
			scope += " suggested"
		}
		out[fmt.Sprintf("%s:%d", c.Path, c.Line)] = map[string]string{"scope": scope, "why": c.Why}
	}
	for _, f := range functions {
		runs := f.Runs
		if strings.HasPrefix(runs, "again") {
			runs += " per " + f.Per
		}
		out[fmt.Sprintf("%s:%d", f.Path, f.Line)] = map[string]string{"runs": runs, "why": fmt.Sprint(f.Steps)}
	}
	return out
}

func sources(t *testing.T, dir string) []program.Source {
	t.Helper()
	parser := python.NewParser()
	defer parser.Close()
	var out []program.Source
	walkPython(t, dir, func(path string, src []byte) {
		f, err := parser.Parse(src)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, program.Source{Path: path, Index: python.NewIndex(f)})
	})
	return out
}

func walkPython(t *testing.T, dir string, visit func(path string, src []byte)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".py") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		visit(filepath.ToSlash(rel), src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
