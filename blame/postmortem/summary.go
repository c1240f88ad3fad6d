package postmortem

import (
	"fmt"
	"slices"
	"strings"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/verdict"
)

func (a *author) summary() Section {
	lead := a.leading()
	status := []Claim{a.claim("summary.status", Computation, a.grounds(lead),
		fmt.Sprintf("%s: %s, %d %% (%s).", lead.Hypothesis.Title, a.report.Status, lead.Percent, "uncalibrated"),
		quantity("percent", float64(lead.Percent), "%"))}
	if rc := a.report.RootCause; rc != nil {
		status = append(status, a.claim("summary.cause", Cause, rc.Cites,
			fmt.Sprintf("The cause is %s at %s:%d, brought by commit %s of %s (%s).", rc.Symbol, rc.Path, rc.Line, short(rc.Commit), rc.Date, rc.Subject)))
	} else {
		status = append(status, a.gap("summary.cause", "No line is named as the cause. "+a.shutGates(), a.weighing))
		if s := a.code.suspect; a.suspected() {
			status = append(status, a.claim("summary.suspect", Observation, []string{s.cite, s.originCite},
				fmt.Sprintf("Under suspicion, not established: %s at %s:%d, since commit %s (%s).", s.finding.Symbol, s.finding.Path, s.finding.Line, short(s.commit.Hash), s.commit.Subject)))
		}
	}
	if f := a.moments.Failure; f != nil && a.moments.RollOut != nil {
		after := f.At.Sub(a.moments.RollOut.At).Seconds()
		status = append(status, a.claim("summary.failure", Computation, ids(f, a.moments.RollOut),
			fmt.Sprintf("The first failure on record came %s after the roll-out.", seconds(after)), quantity("after_rollout", after, "s")))
	}
	return Section{Number: 0, Key: "summary", Title: "Status and Summary", Blocks: []Block{
		{Claims: status},
		{Heading: "Coverage of the evidence", Table: a.coverage()},
		{Claims: a.unread()},
	}}
}

// shutGates says what CONFIRMED lacks.
func (a *author) shutGates() string {
	var missing []string
	for _, g := range a.verdict.Gates {
		if !g.Open {
			missing = append(missing, g.Says)
		}
	}
	if len(missing) == 0 {
		return "No single finding holds enough of application growth to be named alone."
	}
	return "Missing: " + strings.Join(missing, "; ") + "."
}

// kinds of evidence, whether they are there, and the checks that are blind without.
var kinds = []struct {
	name   string
	what   string // searched for, when absent
	facts  func(*author) []string
	checks []string
}{
	{"metrics (memory)", "memory series", series(evidence.Memory), []string{"timing-onset", "timing-before-after", "shape-trend"}},
	{"logs", "log", func(a *author) []string { return ids(a.bundle.Select(isLog)...) }, []string{"timing-failure", "load-queue", "exit-message"}},
	{"deployments", "deployment", func(a *author) []string { return ids(a.bundle.Select(isDeployment)...) }, []string{"timing-onset", "timing-failure", "provenance-ancestry"}},
	{"code", "repository with the deployed and the previous revision", func(a *author) []string { return some(a.code.runCite) }, []string{"code-finding", "provenance-ancestry", "provenance-range", "dependencies-lockfile"}},
	{"platform (exit code, reason)", "exit code or reason of a termination", func(a *author) []string { return a.verdict.Answer("exit-termination").Cites }, []string{"exit-termination"}},
	{"memory limit", "memory limit", func(a *author) []string { return a.memory.LimitCites }, []string{"configuration-limit"}},
	{"traffic", "request rate", series(evidence.Requests), []string{"load-requests", "load-follows"}},
	{"errors", "error rate", func(a *author) []string {
		return append(series(evidence.Errors)(a), ids(a.bundle.Observations(evidence.Errors)...)...)
	}, []string{"load-errors"}},
	{"alerts", "alert record", func(a *author) []string { return ids(a.bundle.Logs(evidence.AlertFired)...) }, nil},
	{"host", "figures of the host", func(a *author) []string {
		return append(series(evidence.Host)(a), ids(a.bundle.Logs(evidence.HostPressure)...)...)
	}, []string{"host-neighbours"}},
	{"flags and data changes", "record of flags or data changes", func(a *author) []string { return ids(a.bundle.Logs(evidence.FlagChange)...) }, []string{"flags-record"}},
}

func series(r evidence.Role) func(*author) []string {
	return func(a *author) []string { return ids(a.bundle.SeriesOf(r)...) }
}

func isLog(f *evidence.Fact) bool        { return f.Log != nil }
func isDeployment(f *evidence.Fact) bool { return f.Deployment != nil }

func some(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

func ids(facts ...*evidence.Fact) []string {
	var out []string
	for _, f := range facts {
		if f != nil {
			out = append(out, f.ID)
		}
	}
	return out
}

func (a *author) coverage() *Table {
	t := &Table{Columns: []string{"Evidence", "State", "Without it, blind for"}}
	for _, k := range kinds {
		cites, state := k.facts(a), "present"
		blind := ""
		if len(cites) == 0 {
			cites, state, blind = []string{a.absent(k.what)}, "absent", a.blinds(k.checks)
		} else if len(cites) > 3 {
			state = fmt.Sprintf("present (%s)", plural(len(cites), "fact", "facts"))
			cites = []string{cites[0], cites[len(cites)-1]}
		}
		t.Rows = append(t.Rows, a.row(cites, k.name, state, blind))
	}
	return t
}

// blinds names the hypotheses that the checks could tell apart from an unknown cause.
func (a *author) blinds(checks []string) string {
	if len(checks) == 0 {
		return "detection and response times"
	}
	var out []string
	for _, h := range a.table.Hypotheses {
		if slices.ContainsFunc(checks, func(id string) bool { return marks(a.table.Check(id), h.ID) }) {
			out = append(out, h.ID)
		}
	}
	return list(out)
}

func marks(c *verdict.Check, hypothesis string) bool {
	for _, o := range c.Outcomes {
		if m, ok := o.Marks[hypothesis]; ok && m != "0" {
			return true
		}
	}
	return false
}

// unread says which lines of the files no format explains, what was left aside, and what keeps the history from telling.
func (a *author) unread() []Claim {
	var out []Claim
	for i, f := range a.bundle.Files {
		key := fmt.Sprintf("coverage.file-%d", i)
		if f.Unparsed > 0 {
			out = append(out, a.claim(key, Gap, []string{a.fileCite(f)}, fmt.Sprintf("%s: %s could not be read as %s, the first is line %d.", f.Path, plural(f.Unparsed, "line", "lines"), f.Format, f.FirstUnparsed), quantity("unparsed", float64(f.Unparsed), "lines")))
		}
		if f.Note != "" {
			out = append(out, a.claim(key+"-note", Gap, []string{a.fileCite(f)}, f.Path+": "+f.Note+"."))
		}
	}
	if len(a.memory.Left) > 0 {
		out = append(out, a.claim("coverage.measures", Gap, a.memory.Left, fmt.Sprintf("Memory was measured as %s; series of other kinds were left aside, because kinds of memory cannot be compared.", named(a.memory.Measure))))
	}
	for i, l := range a.code.limits {
		out = append(out, a.claim(fmt.Sprintf("coverage.history-%d", i), Gap, []string{a.weighing}, "The history is not whole: "+l))
	}
	if n := len(a.code.submodules); n > 0 {
		out = append(out, a.claim("coverage.submodules", Gap, []string{a.code.revisionCite}, fmt.Sprintf("Not read, because they are repositories of their own: %s of the deployed revision (%s). Run growlint in them, too.",
			plural(n, "submodule", "submodules"), evidence.Redact(list(a.code.submodules)))))
	}
	return out
}

// fileCite is the id under which a file as a whole is cited: its first fact, or a search that found none in it.
func (a *author) fileCite(f evidence.File) string {
	for _, fact := range a.bundle.Facts {
		if fact.Path == f.Path {
			return fact.ID
		}
	}
	return a.add("N", Proof{What: "search", Text: "no notable record", Look: f.Path})
}

func named(measure string) string {
	if measure == "" {
		return "memory of unnamed kind"
	}
	return measure
}
