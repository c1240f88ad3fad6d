package unboundedbuffer

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
	Name:       "unboundedbuffer",
	Doc:        judge.Doc(doc, "unboundedbuffer"),
	URL:        "https://github.com/growlint/growlint/blob/main/analyzers/unboundedbuffer/doc.go",
	Requires:   []*analysis.Analyzer{program.Analyzer},
	ResultType: judge.ResultType,
	Run: func(pass *analysis.Pass) (any, error) {
		return judge.Holders(pass, func(c *program.Case) bool { return program.IsBuffer(c.Holder.Type().Kind) })
	},
}
