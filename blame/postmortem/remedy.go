package postmortem

import (
	"fmt"
	"strings"
)

func (a *author) remediation() Section {
	s := Section{Number: 12, Key: "remediation", Title: "Remediation & Follow-ups"}
	s.Blocks = []Block{
		{Heading: "Immediate Actions:", Ordered: true, Claims: a.immediate()},
		{Heading: "Short-Term (1 week):", Ordered: true, Claims: a.week()},
		{Heading: "Long-Term (1 month):", Ordered: true, Claims: a.month()},
	}
	return s
}

const unassigned = " Owner: unassigned."

func (a *author) immediate() []Claim {
	var out []Claim
	if s := a.code.suspect; s != nil {
		text := fmt.Sprintf("Bound %s at %s:%d, or take entries out again.", s.finding.Symbol, s.finding.Path, s.finding.Line)
		if len(s.finding.Fixes) > 0 {
			text += " " + s.finding.Fixes[0].Message + "."
		}
		out = append(out, a.claim("remediation.fix", Action, []string{s.cite}, text+unassigned), a.bound(), a.revert(s))
	} else {
		out = append(out, a.recordedReverts()...)
		out = append(out, a.gap("remediation.bound", "Bound not computable: neither the line, nor the entry size, nor the request rate is known.", a.weighing))
	}
	if len(a.report.Uncertainty) > 0 && a.report.RootCause == nil {
		u := a.report.Uncertainty[0]
		out = append(out, a.claim("remediation.collect", Action, []string{a.weighing}, "Before anything is changed for good, collect "+u.What+"."+unassigned))
	}
	return out
}

// revert says what else a revert of the commit would take back.
func (a *author) revert(s *suspect) Claim {
	var others []string
	for _, ch := range s.changed {
		if ch.Path != s.finding.Path {
			others = append(others, ch.Path)
		}
	}
	added, removed := diffStat(s.diff)
	text := fmt.Sprintf("Rolling back to %s takes the commit out. Risk of reverting commit %s alone: it also takes back what its message says (%s): %d lines added and %d removed in %s",
		short(a.code.previous.Commit), short(s.commit.Hash), s.commit.Subject, added, removed, s.finding.Path)
	if fns := addedFunctions(s.diff); len(fns) > 0 {
		text += ", among them " + list(fns)
	}
	if len(others) > 0 {
		text += "; and changes in " + list(others)
	}
	return a.claim("remediation.revert", Action, []string{s.diffCite, s.originCite, a.code.revisionCite}, text+"."+unassigned, quantity("lines_added", float64(added), ""), quantity("lines_removed", float64(removed), ""), quantity("other_files", float64(len(others)), ""))
}

func diffStat(diff string) (added, removed int) {
	for line := range strings.SplitSeq(diff, "\n") {
		switch {
		case strings.HasPrefix(line, "+++"), strings.HasPrefix(line, "---"):
		case strings.HasPrefix(line, "+"):
			added++
		case strings.HasPrefix(line, "-"):
			removed++
		}
	}
	return added, removed
}

// addedFunctions names the functions and classes that a diff adds.
func addedFunctions(diff string) []string {
	var out []string
	for line := range strings.SplitSeq(diff, "\n") {
		body, ok := strings.CutPrefix(line, "+")
		if !ok {
			continue
		}
		for _, word := range []string{"def ", "class ", "async def "} {
			if rest, ok := strings.CutPrefix(strings.TrimSpace(body), word); ok {
				name, _, _ := strings.Cut(strings.NewReplacer("(", " ", ":", " ").Replace(rest), " ")
				out = append(out, name)
			}
		}
	}
	return out
}

// recordedReverts warns about reverting commits that only their messages are known of.
func (a *author) recordedReverts() []Claim {
	var out []Claim
	for i, f := range a.suspectedRecords() {
		if i == 0 {
			out = append(out, a.claim("remediation.revert", Action, []string{f.ID}, fmt.Sprintf("Do not revert commit %s unseen: a revert also takes back what its message says it did, %q. What else it does is not known without its diff.%s", short(f.Commit.SHA), f.Commit.Subject, unassigned)))
		}
	}
	if a.moments.RollOut != nil {
		out = append(out, a.claim("remediation.rollback", Action, ids(a.moments.RollOut), "Roll back to the version that ran before, if its memory was steady; which one that was the bundle does not prove."+unassigned))
	}
	return out
}

// boundShare is the part of the memory limit that one cache is given here: enough to be of use, small enough that the
// service keeps its reserve.
const boundShare = 0.10

func (a *author) bound() Claim {
	q, cites, ok := a.entrySize()
	if !ok || a.memory.Limit == 0 || q.Value <= 0 {
		return a.gap("remediation.bound", "Bound not computable: it needs the entry size (a rising series and the request rate) and the memory limit.", a.weighing)
	}
	entries := boundShare * a.memory.Limit / *q.High
	cites = append(cites, a.memory.LimitCites...)
	return a.claim("remediation.bound", Action, cites, fmt.Sprintf("A bound of %s entries keeps it within %.0f %% of the limit (%s), at up to %s an entry as measured.%s", thousands(entries), 100*boundShare, megabytes(boundShare*a.memory.Limit), megabytes(*q.High), unassigned),
		quantity("entries", entries, ""))
}

func (a *author) week() []Claim {
	cites := []string{a.weighing}
	out := []Claim{}
	if s := a.code.suspect; s != nil {
		out = append(out, a.claim("remediation.metric", Action, []string{s.cite}, fmt.Sprintf("Export the number of entries of %s as a metric.%s", s.finding.Symbol, unassigned)))
		if !s.fires {
			cites = []string{s.firesCite}
		}
	}
	for _, l := range a.code.looks {
		if !l.found && weekly[l.what] != "" {
			out = append(out, a.claim("remediation."+l.what, Action, []string{l.cite}, weekly[l.what]+unassigned))
		}
	}
	return append(out, a.claim("remediation.alert", Action, append(cites, a.thresholdCites()...), "Alert on the rate of growth of memory as well as on its level; the replay above says what each would have given."+unassigned))
}

func (a *author) thresholdCites() []string {
	return append(append([]string{}, a.memory.Cites()...), ids(a.figures.all...)...)
}

func (a *author) month() []Claim {
	out := []Claim{a.claim("remediation.review", Action, append(some(a.code.runCite), a.weighing), "Go through the other findings of the service and decide on each."+unassigned)}
	for _, l := range a.code.looks {
		if !l.found && monthly[l.what] != "" {
			out = append(out, a.claim("remediation."+l.what, Action, []string{l.cite}, monthly[l.what]+unassigned))
		}
	}
	return append(out, a.claim("remediation.retain", Action, []string{a.weighing}, "Keep memory, requests, limits and terminations of each process long enough to answer the questions that stayed open here."+unassigned))
}

// What follows from a means of prevention that was looked for and not found, by horizon.
var (
	weekly = map[string]string{
		"a linter for unbounded growth": "Run growlint on every change before it is merged.",
		"CI configuration":              "Run the tests on every change.",
		"alert rules on memory":         "Add alert rules on memory to the repository.",
		"a memory limit":                "Write the memory limit into the repository.",
		"recycling of workers":          "Recycle workers after a number of requests: it bounds a leak, and does not mend it.",
	}
	monthly = map[string]string{
		"a load or memory test":       "Add a load test that asserts that memory levels off.",
		"a canary or staged roll-out": "Roll out in stages, and compare memory at the same age of the process before going on.",
		"a health check":              "Add a health check.",
		"pre-commit hooks":            "Offer the checks as pre-commit hooks.",
	}
)
