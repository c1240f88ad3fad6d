package unboundedregistry

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
	Name:       "unboundedregistry",
	Doc:        judge.Doc(doc, "unboundedregistry"),
	URL:        "https://github.com/growlint/growlint/blob/main/analyzers/unboundedregistry/doc.go",
	Requires:   []*analysis.Analyzer{program.Analyzer},
	ResultType: judge.ResultType,
	Run: func(pass *analysis.Pass) (any, error) {
		r := pass.ResultOf[program.Analyzer].(*program.Result)
		return judge.Cases(pass, r.Program.Registries(r.Question)), nil
	},
}
