// Package judge weighs a case: each fact that program found about a holder becomes a reason with a weight in log-odds, the reasons add
// up to the confidence, and the confidence decides the level. All weights stand in weights.go. It finds no facts of its own and
// writes no file.
package judge

import (
	"fmt"
	"go/token"
	"math"

	"golang.org/x/tools/go/analysis"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/program"
)

// A Verdict is the typed result of a rule for one holder: what a Diagnostic has no place for.
type Verdict struct {
	Finding finding.Finding
	Module  *program.Module
	Pos     uint32 // offset of the first growth, for the diagnostic
	End     uint32
	covered bool // something takes out what is put in
	// Told is the finding with the text of the lines that it names, once somebody has read them: as long as a verdict stands, so do the files that it speaks of.
	// It is shared by the trees that have the verdict, and not to be changed.
	Told *finding.Finding
}

// Levels are the confidences from which a finding is shown at a level.
const (
	WarningFrom = 0.80
	NoteFrom    = 0.07
)

// LevelOf returns the level of a confidence, "" below a note.
func LevelOf(confidence float64) finding.Level {
	switch {
	case confidence >= WarningFrom:
		return finding.Warning
	case confidence >= NoteFrom:
		return finding.Note
	}
	return ""
}

// Weigh turns a case into a verdict of a rule; nil where it is not worth a note.
func Weigh(rule string, c *program.Case) *Verdict {
	reasons := reasonsOf(c)
	sum := 0.0
	for _, r := range reasons {
		sum += r.Weight
	}
	confidence := math.Round(1000/(1+math.Exp(-sum))) / 1000
	level := LevelOf(confidence)
	if level == "" {
		return nil
	}
	g := c.Growths[0]
	f := g.At.M.F
	pos, end := f.Pos(g.At.N), f.End(g.At.N)
	line, col := f.LineCol(pos)
	endLine, endCol := f.LineCol(end)
	out := finding.Finding{
		Rule: rule, Level: level, Confidence: confidence, Path: g.At.M.Path, Line: line, Column: col, EndLine: endLine, EndColumn: endCol,
		Symbol: c.Holder.Symbol, Holder: holderOf(c), Entry: entryOf(g), Reasons: reasons, Fixes: []finding.Fix{},
		Introduced: finding.Transition{Status: finding.NotAsked}, Evictions: []finding.Eviction{},
		Footprint: finding.Footprint{Paths: c.Paths, Names: c.Names},
	}
	out.Growth = growthsOf(c)
	for _, e := range c.Evictions {
		out.Evictions = append(out.Evictions, finding.Eviction{Path: e.At.M.Path, Line: e.At.Line(), Function: functionName(e.Fn), WhyNot: e.WhyNot})
	}
	sortEvictions(out.Evictions)
	out.Message = message(c, out)
	return &Verdict{Finding: out, Module: g.At.M, Pos: pos, End: end, covered: c.Covered()}
}

// Diagnostic is the verdict as go/analysis knows it; the file must be in the file set.
func (v *Verdict) Diagnostic(file *token.File) analysis.Diagnostic {
	return analysis.Diagnostic{Pos: file.Pos(int(v.Pos)), End: file.Pos(int(v.End)), Category: v.Finding.Rule, Message: v.Finding.Message}
}

func holderOf(c *program.Case) finding.Holder {
	return finding.Holder{Kind: c.Holder.Type().Kind, Scope: c.Life.Scope.String(), Why: c.Life.Why, Path: c.Holder.Bind.M.Path, Line: c.Holder.Bind.Line()}
}

// growthsOf lists the places that put something in after set-up, each line once.
func growthsOf(c *program.Case) []finding.Growth {
	var out []finding.Growth
	seen := map[string]bool{}
	for _, g := range c.Growths {
		x := growthOf(g)
		at := fmt.Sprintf("%s:%d", x.Path, x.Line)
		if g.Repeat.Kind > program.RunsAtSetup && !seen[at] {
			seen[at] = true
			out = append(out, x)
		}
	}
	return out
}

func growthOf(g program.Growth) finding.Growth {
	driver := g.Key.Why
	if driver == "" {
		driver = "a value that cannot be traced"
	}
	return finding.Growth{Path: g.At.M.Path, Line: g.At.Line(), Function: functionName(g.Fn), Per: perOf(g), Driver: driver, Domain: g.Key.Domain.String()}
}

func perOf(g program.Growth) string {
	if g.Repeat.Per == "" {
		return "call"
	}
	return g.Repeat.Per
}

func functionName(fn program.Site) string {
	if fn.N <= 0 {
		return "<module>"
	}
	return fn.M.X.Qual(fn.M.X.ScopeAt(fn.N))
}

func entryOf(g program.Growth) []finding.Step {
	out := []finding.Step{}
	for _, s := range g.Repeat.Path {
		out = append(out, finding.Step{Path: s.At.M.Path, Line: s.At.Line(), Function: functionName(s.At), Why: s.Why})
	}
	return out
}
