package analyzers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/token"
	"slices"
	"sort"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/judge"
	"github.com/growlint/growlint/analyzers/program"
)

// A judged is what the rules say of a tree: findings, and the verdicts that they were made of.
type judged struct {
	findings []finding.Finding
	verdicts []*judge.Verdict
}

// judgeAll runs the rules over a linked tree and merges what they say of the holders that a question is about: one finding a holder.
func judgeAll(p *program.Program, q *program.Question) (*judged, error) {
	gathered, err := gather(p, q)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	paths := make([]string, len(p.Modules))
	for i, m := range p.Modules {
		paths[i] = m.Path
	}
	out := &judged{make([]finding.Finding, 0, len(gathered.Cases)), make([]*judge.Verdict, 0, len(gathered.Cases))}
	byHolder := make(map[holderPlace]int, len(gathered.Cases))
	for _, rule := range Suite() {
		verdicts, err := runRule(rule, fset, gathered, paths)
		if err != nil {
			return nil, err
		}
		for _, v := range verdicts {
			f := &v.Finding
			key := holderPlace{f.Holder.Path, f.Symbol, f.Holder.Line}
			if at, ok := byHolder[key]; ok {
				out.findings[at].Reasons = append(slices.Clip(out.findings[at].Reasons), finding.Reason{What: "also reported by " + f.Rule})
				continue
			}
			byHolder[key] = len(out.findings)
			out.findings, out.verdicts = append(out.findings, toldBy(v)), append(out.verdicts, v)
			told := &out.findings[len(out.findings)-1]
			told.Level = finding.Min(f.Level, rule.Highest)
		}
	}
	return out, nil
}

type holderPlace struct {
	path, symbol string
	line         int
}

// toldBy is the finding of a verdict: as it was told before, or a copy of which what this package writes belongs to it. A verdict serves the trees after
// this one, too.
func toldBy(v *judge.Verdict) finding.Finding {
	if v.Told != nil {
		return *v.Told
	}
	f := v.Finding
	f.Growth, f.Evictions = slices.Clone(f.Growth), slices.Clone(f.Evictions)
	return f
}

// gather examines holders; a panic there becomes an error.
func gather(p *program.Program, q *program.Question) (r *program.Result, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("internal error while linking: %v; please report it", x)
		}
	}()
	return program.Gather(p, q), nil
}

// runRule runs one analyzer with the linked tree handed in. A panic becomes an error that names the rule.
func runRule(rule Rule, fset *token.FileSet, gathered *program.Result, paths []string) (out []*judge.Verdict, err error) {
	a := rule.Analyzer
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("internal error in rule %s: %v; please report it", a.Name, x)
		}
	}()
	pass := &analysis.Pass{
		Analyzer: a, Fset: fset, OtherFiles: paths, ResultOf: map[*analysis.Analyzer]any{program.Analyzer: gathered},
		ReadFile: func(name string) ([]byte, error) {
			return nil, fmt.Errorf("%s: rules read the linked facts, not files", name)
		},
	}
	result, err := a.Run(pass)
	if err != nil {
		return nil, fmt.Errorf("rule %s: %v", a.Name, err)
	}
	return result.([]*judge.Verdict), nil
}

// identify gives each finding its fingerprint: the symbol and the normalised growth statements, and the path where two would collide.
// The rule is no part of it: a finding that is classified anew is the same finding.
func identify(fs []finding.Finding) {
	seen := make(map[string]int, len(fs))
	for i := range fs {
		seen[fs[i].Fingerprint]++
	}
	for i := range fs {
		if seen[fs[i].Fingerprint] > 1 {
			fs[i].Fingerprint = fingerprint(&fs[i], fs[i].Holder.Path)
		}
	}
}

func fingerprint(f *finding.Finding, path string) string {
	var statements []string
	for _, g := range f.Growth {
		statements = append(statements, strings.Join(strings.Fields(g.Text), " "))
	}
	sort.Strings(statements)
	sum := sha256.Sum256([]byte(path + "\x00" + f.Symbol + "\x00" + strings.Join(statements, "\x00")))
	return hex.EncodeToString(sum[:])
}
