package program

import (
	"go/token"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/growlint/growlint/analyzers/python"
)

// Result is what the rules require: the linked tree, and the cases of the holders that grow.
type Result struct {
	Program  *Program
	Cases    []*Case
	Question *Question // what is looked for; rules that find their cases themselves leave out what it is not about

	fset  *token.FileSet
	files map[*Module]*token.File // of fset
}

// File returns the file of a module in the set that positions of diagnostics count in, adding it where the set does not have it yet.
func (r *Result) File(fset *token.FileSet, m *Module) *token.File {
	if r.fset != fset {
		r.fset, r.files = fset, map[*Module]*token.File{}
	}
	if file := r.files[m]; file != nil {
		return file
	}
	file := fset.AddFile(m.Path, -1, m.F.Bytes)
	lines := m.F.LineStarts()
	if last := len(lines) - 1; last > 0 && lines[last] >= m.F.Bytes { // a final newline starts no line for go/token
		lines = lines[:last]
	}
	file.SetLines(lines)
	r.files[m] = file
	return file
}

// Analyzer gives the rules the linked tree. Under growlint's own driver its result is handed in, made from cached facts; under any other it
// parses the files of the pass itself.
var Analyzer = &analysis.Analyzer{
	Name:       "growth",
	Doc:        "link the Python files of a tree and gather the containers that code fills after set-up",
	Run:        run,
	ResultType: reflect.TypeFor[*Result](),
}

func run(pass *analysis.Pass) (any, error) {
	parser := python.NewParser()
	defer parser.Close()
	var sources []Source
	for _, path := range pass.OtherFiles {
		src, err := pass.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f, err := parser.Parse(src)
		if err != nil {
			continue // the driver names files that cannot be read
		}
		sources = append(sources, Source{Path: path, Index: python.NewIndex(f)})
	}
	return Gather(Link(sources), nil), nil
}

// Gather examines the holders of a program that a question is about.
func Gather(p *Program, q *Question) *Result {
	r := &Result{Program: p, Question: q}
	for _, h := range p.holdersAbout(q) {
		if c := p.Examine(h); c != nil {
			r.Cases = append(r.Cases, c)
		}
	}
	return r
}
