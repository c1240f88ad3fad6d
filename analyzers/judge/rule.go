package judge

import (
	"go/token"
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
	var out []*Verdict
	for _, c := range cases {
		if v := Weigh(pass.Analyzer.Name, c); v != nil {
			Report(pass, v)
			out = append(out, v)
		}
	}
	return out
}

// Report hands a verdict to the pass as a diagnostic.
func Report(pass *analysis.Pass, v *Verdict) { pass.Report(v.Diagnostic(FileOf(pass.Fset, v.Module))) }

// FileOf returns the token file of a module, adding it where the set does not have it yet.
func FileOf(fset *token.FileSet, m *program.Module) *token.File {
	var file *token.File
	fset.Iterate(func(f *token.File) bool {
		if f.Name() == m.Path {
			file = f
		}
		return file == nil
	})
	if file != nil {
		return file
	}
	file = fset.AddFile(m.Path, -1, m.F.Bytes)
	lines := m.F.LineStarts()
	if last := len(lines) - 1; last > 0 && lines[last] >= m.F.Bytes { // a final newline starts no line for go/token
		lines = lines[:last]
	}
	file.SetLines(lines)
	return file
}
