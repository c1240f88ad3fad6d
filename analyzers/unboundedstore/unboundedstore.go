package unboundedstore

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
	Name:       "unboundedstore",
	Doc:        judge.Doc(doc, "unboundedstore"),
	URL:        "https://github.com/growlint/growlint/blob/main/analyzers/unboundedstore/doc.go",
	Requires:   []*analysis.Analyzer{program.Analyzer},
	ResultType: judge.ResultType,
	Run: func(pass *analysis.Pass) (any, error) {
		r := pass.ResultOf[program.Analyzer].(*program.Result)
		return judge.Cases(pass, r.Program.Stores(r.Question)), nil
	},
}
