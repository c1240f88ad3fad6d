package program_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/python"
)

// TestCallGraph: each archive under testdata/calls is a tree with the calls that it makes, all of them and no other.
// Functions that call nothing are not listed.
func TestCallGraph(t *testing.T) {
	archives, err := filepath.Glob("../../testdata/calls/*.txtar")
	if err != nil || len(archives) < 15 {
		t.Fatalf("%d archives, %v", len(archives), err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var sources []program.Source
			var want []string
			for _, f := range a.Files {
				if f.Name == "calls" {
					want = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
					continue
				}
				sources = append(sources, parsed(t, f.Name, string(f.Data)))
			}
			got := edges(program.Link(sources).CallGraph(func(string) bool { return true }))
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("calls (-expected +found):\n%s", diff)
			}
		})
	}
}

func edges(graph map[string][]string) []string {
	var out []string
	for _, from := range slices.Sorted(maps.Keys(graph)) {
		if len(graph[from]) > 0 {
			out = append(out, from+": "+strings.Join(graph[from], " "))
		}
	}
	slices.Sort(out)
	return out
}

func parsed(t *testing.T, path, text string) program.Source {
	t.Helper()
	parser := python.NewParser()
	defer parser.Close()
	f, err := parser.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return program.Source{Path: path, Index: python.NewIndex(f)}
}
