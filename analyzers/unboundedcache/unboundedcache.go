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
	gathered := pass.ResultOf[program.Analyzer].(*program.Result)
	cases := gathered.Program.Caches(gathered.Question)
	for _, c := range gathered.Cases {
		if c.Memo {
			cases = append(cases, c)
		}
	}
	return judge.Cases(pass, cases), nil
}
