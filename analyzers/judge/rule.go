package judge

import (
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/growlint/growlint/analyzers/program"
)

// ResultType is the type that every rule returns.
var ResultType = reflect.TypeFor[[]*Verdict]()

// Holders runs a rule over the cases whose holder it is about.
func Holders(pass *analysis.Pass, about func(*program.Holder) bool) ([]*Verdict, error) {
	var out []*Verdict
	for _, c := range pass.ResultOf[program.Analyzer].(*program.Result).Cases {
		if !about(c.Holder) {
			continue
		}
		if v := Weigh(pass.Analyzer.Name, c); v != nil {
			Report(pass, v)
			out = append(out, v)
		}
	}
	return out, nil
}

// Cases weighs cases and reports those that are worth it.
func Cases(pass *analysis.Pass, cases []*program.Case) []*Verdict {
	var all []*Verdict
	for _, c := range cases {
		if v := Weigh(pass.Analyzer.Name, c); v != nil {
			all = append(all, v)
		}
	}
	out := perHolder(all)
	for _, v := range out {
		Report(pass, v)
	}
	return out
}

// Report hands a verdict to the pass as a diagnostic.
func Report(pass *analysis.Pass, v *Verdict) {
	pass.Report(v.Diagnostic(pass.ResultOf[program.Analyzer].(*program.Result).File(pass.Fset, v.Module)))
}
