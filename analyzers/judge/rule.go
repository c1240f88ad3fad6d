package judge

import (
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/growlint/growlint/analyzers/program"
)

// ResultType is the type that every rule returns.
var ResultType = reflect.TypeFor[[]*Verdict]()

// Holders runs a rule over the cases whose holder it is about.
func Holders(pass *analysis.Pass, about func(*program.Case) bool) ([]*Verdict, error) {
	var out []*Verdict
	for _, c := range pass.ResultOf[program.Analyzer].(*program.Result).Cases {
		if !about(c) {
			continue
		}
		if v := once(pass.Analyzer.Name, c); v != nil {
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
		if v := Weigh(pass.Analyzer.Name, c); v != nil { // anew, since several may become one
			all = append(all, v)
		}
	}
	out := perHolder(all)
	for _, v := range out {
		Report(pass, v)
	}
	return out
}

// once is Weigh, asked once for each case: the verdict is not to be changed.
func once(rule string, c *program.Case) *Verdict {
	return c.Once(rule, func() any { return Weigh(rule, c) }).(*Verdict)
}

// Report hands a verdict to the pass as a diagnostic, where the driver wants them: growlint's own takes the verdicts, and leaves Report out.
func Report(pass *analysis.Pass, v *Verdict) {
	if pass.Report == nil {
		return
	}
	pass.Report(v.Diagnostic(pass.ResultOf[program.Analyzer].(*program.Result).File(pass.Fset, v.Module)))
}
