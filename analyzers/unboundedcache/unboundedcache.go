package unboundedcache

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/growlint/growlint/analyzers/judge"
	"github.com/growlint/growlint/analyzers/program"
)

//go:embed doc.go
var doc string

// Analyzer is the rule.
var Analyzer = &analysis.Analyzer{
	Name:       "unboundedcache",
	Doc:        judge.Doc(doc, "unboundedcache"),
	URL:        "https://github.com/growlint/growlint/blob/main/analyzers/unboundedcache/doc.go",
	Requires:   []*analysis.Analyzer{program.Analyzer},
	ResultType: judge.ResultType,
	Run:        run,
}

func run(pass *analysis.Pass) (any, error) {
	var out []*judge.Verdict
	for _, c := range pass.ResultOf[program.Analyzer].(*program.Result).Program.Caches() {
		if v := judge.Weigh(pass.Analyzer.Name, c); v != nil {
			judge.Report(pass, v)
			out = append(out, v)
		}
	}
	return out, nil
}
