package analyzertest

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/growlint/growlint/analyzers"
)

// Each folder testdata/rules/RULE/CASE is one tree.
func TestRules(t *testing.T) {
	root := filepath.Join("..", "..", "testdata", "rules")
	for _, rule := range analyzers.Suite() {
		name := rule.Analyzer.Name
		cases, err := os.ReadDir(filepath.Join(root, name))
		if err != nil || len(cases) == 0 {
			t.Errorf("rule %s has no cases in testdata/rules: %v", name, err)
		}
		for _, c := range cases {
			t.Run(name+"/"+c.Name(), func(t *testing.T) { Run(t, filepath.Join(root, name, c.Name()), name) })
		}
	}
}

func TestTheSuiteIsValid(t *testing.T) {
	var all []*analysis.Analyzer
	for _, r := range analyzers.Suite() {
		all = append(all, r.Analyzer)
		if len(r.Analyzer.Doc) < 400 || r.Since == "" {
			t.Errorf("%s: a rule needs its page and the version that brought it", r.Analyzer.Name)
		}
	}
	if err := analysis.Validate(all); err != nil {
		t.Error(err)
	}
}
