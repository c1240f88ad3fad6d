package analyzertest

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/source"
)

// A registry is one finding a file, which names each place that fills it but those whose class takes out what it puts in.
func TestAFindingNamesThePlacesOfAllClassesThatTakeNothingOut(t *testing.T) {
	folder, err := source.OpenFolder(filepath.Join("..", "..", "testdata", "rules", "unboundedregistry", "owners"))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := analyzers.New(analyzers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	result, err := engine.Run(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, f := range result.Findings {
		name := f.Path + " " + f.Symbol
		if got[name] != nil {
			t.Errorf("%s is reported twice", name)
		}
		for _, g := range f.Growth {
			got[name] = append(got[name], fmt.Sprint(g.Function, " ", g.Line))
		}
	}
	want := map[string][]string{
		"both.py atexit":     {"Session.__init__ 7", "Upload.__init__ 16"},
		"one.py atexit":      {"Upload.__init__ 19"},
		"own.py sys.modules": {"Loader.load 11"},
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %v", got)
	}
}
