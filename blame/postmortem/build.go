package postmortem

import (
	"context"
	"fmt"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/verdict"
)

// An Input is what a post-mortem is made from. Repo and Rules are both nil where there is no repository.
type Input struct {
	Bundle *evidence.Bundle
	Repo   Repository
	Rules  Analysis
}

// An author writes one post-mortem. Its methods, one a section, only read what was gathered and weighed before.
type author struct {
	writer
	bundle   *evidence.Bundle
	moments  verdict.Moments
	memory   *verdict.Behaviour
	figures  figures
	code     *code
	table    *verdict.Table
	verdict  *verdict.Verdict
	report   *Report
	weighing string // M-…: the table of the weighing
	methods  string // M-…: the statistics
}

// Build makes the post-mortem. The same input gives the same report. Errors are those of the repository and the rules, and
// claims that could not be built; what the evidence does not hold is said in the report instead.
func Build(ctx context.Context, in Input) (*Report, error) {
	table, err := verdict.LoadTable()
	if err != nil {
		return nil, err
	}
	a := &author{writer: writer{book: newBook()}, bundle: in.Bundle, table: table}
	for _, f := range in.Bundle.Facts {
		a.known[f.ID] = true
	}
	a.weighing = a.add("M", Proof{What: "method", Text: fmt.Sprintf("table of priors and checks, version %d", table.Version), Look: "docs/weighing.md"})
	a.methods = a.add("M", Proof{What: "method", Text: "Mann-Kendall with Theil-Sen on each life, change point on first differences, AICc for the shape, Mann-Whitney before against after", Look: "docs/weighing.md; blame/verdict"})
	if a.code, err = gather(ctx, a.book, a.table, in.Bundle, in.Repo, in.Rules); err != nil {
		return nil, err
	}
	a.moments = verdict.FindMoments(in.Bundle)
	a.memory = verdict.MeasureMemory(in.Bundle, timeOf(a.moments.RollOut))
	a.figures = readFigures(in.Bundle, a.moments)
	c := &verdict.Case{Bundle: in.Bundle, Moments: a.moments, Memory: a.memory, Code: a.code.forWeighing()}
	a.verdict = verdict.Weigh(table, verdict.Evaluate(table, c), a.code.candidates)
	a.write()
	if a.err != nil {
		return nil, a.err
	}
	return a.report, nil
}

// write fills the report, section by section in the order of the specification.
func (a *author) write() {
	m := a.bundle.Manifest
	a.report = &Report{
		Version: Version, ID: evidence.Redact(m.ID), Title: evidence.Redact(m.Title), Service: evidence.Redact(m.Service), Environment: evidence.Redact(m.Environment),
		Verdict: a.verdict, Deployed: a.code.deployed, Previous: a.code.previous, Findings: a.code.findings,
		Files: a.bundle.Files, Evidence: a.bundle.Facts, TableVersion: a.table.Version,
		Calibration: "uncalibrated: no labelled set of incidents stands behind the marks yet",
		Memory:      a.lives(), Leader: a.verdict.Leader, Status: verdict.Possible,
	}
	if s := a.verdict.Standing(a.verdict.Leader); s != nil {
		a.report.Status, a.report.Percent = s.Status, s.Percent
	}
	a.report.RootCause = a.rootCauseLine()
	a.report.Timeline = a.events()
	a.report.Uncertainty = a.nextSteps()
	for _, section := range []func() Section{
		a.summary, a.impact, a.timeline, a.memorySection, a.change, a.hypotheses, a.evaluation, a.ruledOut,
		a.rootCause, a.contributing, a.consistency, a.detection, a.prevention, a.remediation, a.uncertainty, a.confidence, a.appendix,
	} {
		a.report.Sections = append(a.report.Sections, section())
	}
	a.report.Proofs = a.proofs
}

// absent files a search of the bundle that found nothing, and returns its id.
func (a *author) absent(what string) string {
	where := fmt.Sprintf("%s and its %s", evidence.ManifestName, plural(len(a.bundle.Files)-1, "source", "sources"))
	for _, p := range a.proofs {
		if p.What == "search" && p.Text == "no "+what && p.Look == where {
			return p.ID
		}
	}
	return a.add("N", Proof{What: "search", Text: "no " + what, Look: where})
}

// leading returns the standing that leads, or that of application growth where two lead alike.
func (a *author) leading() *verdict.Standing {
	if s := a.verdict.Standing(a.verdict.Leader); s != nil {
		return s
	}
	return a.verdict.Standing(verdict.Application)
}

// grounds are the ids of everything that counted for or against a hypothesis, and of the table that weighed it.
func (a *author) grounds(s *verdict.Standing) []string {
	out := []string{a.weighing}
	for _, c := range s.Contributions {
		if c.Counted && c.DB != 0 {
			out = append(out, c.Cites...)
		}
	}
	return unique(out)
}

func (a *author) rootCauseLine() *RootCause {
	s := a.code.suspect
	if s == nil || a.verdict.Standing(verdict.Application).Status != verdict.Confirmed || !a.verdict.Named {
		return nil
	}
	return &RootCause{
		Commit: s.commit.Hash, Author: s.commit.Author, Date: stamp(s.commit.Authored), Subject: s.commit.Subject,
		Path: s.finding.Path, Line: s.finding.Line, Symbol: s.finding.Symbol, Rule: s.finding.Rule, Confidence: s.finding.Confidence,
		Cites: []string{s.cite, s.originCite, s.ancestryCite, s.diffCite},
	}
}
