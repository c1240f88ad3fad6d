package unboundedlabels

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
	Name:       "unboundedlabels",
	Doc:        judge.Doc(doc, "unboundedlabels"),
	URL:        "https://github.com/growlint/growlint/blob/main/analyzers/unboundedlabels/doc.go",
	Requires:   []*analysis.Analyzer{program.Analyzer},
	ResultType: judge.ResultType,
	Run: func(pass *analysis.Pass) (any, error) {
		r := pass.ResultOf[program.Analyzer].(*program.Result)
		return judge.Cases(pass, r.Program.Series(r.Question)), nil
	},
}
