package postmortem

import (
	"fmt"
	"strings"
)

func (a *author) remediation() Section {
	s := Section{Number: 12, Key: "remediation", Title: "Remediation & Follow-ups"}
	s.Blocks = []Block{
		{Heading: "Immediate Actions:", Ordered: true, Claims: a.immediate()},
	}
	if sus := a.code.suspect; sus != nil {
		if fixed := a.fixedLine(sus); fixed != nil {
			s.Blocks = append(s.Blocks, Block{Heading: "The line that binds it, bounded:", Excerpt: fixed})
		}
	}
	return append2(s, []Block{
		{Heading: "Short-Term (1 week):", Ordered: true, Claims: a.week()},
		{Heading: "Long-Term (1 month):", Ordered: true, Claims: a.month()},
	}...)
}

const unassigned = " Owner: unassigned."

func (a *author) immediate() []Claim {
	var out []Claim
	if s := a.code.suspect; s != nil {
		out = append(append(append(a.revert(s), a.recycle()...), a.fix(s)...), a.bound())
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
	var out []Claim
	if n := a.otherFindings(); n > 0 {
		out = append(out, a.claim("remediation.others", Action, append(some(a.code.runCite), a.weighing), fmt.Sprintf("Decide on each of %s of the service.%s", plural(n, "other finding", "other findings"), unassigned), quantity("findings", float64(n), "")))
	}
	for _, l := range a.code.looks {
		if !l.found && monthly[l.what] != "" {
			out = append(out, a.claim("remediation."+l.what, Action, []string{l.cite}, monthly[l.what]+unassigned))
		}
	}
	return append(out, a.claim("remediation.retain", Action, []string{a.weighing}, "Keep memory, requests, limits and terminations of each process long enough to answer the questions that stayed open here."+unassigned))
}

// otherFindings counts the findings of the service beside the suspect.
func (a *author) otherFindings() int {
	n := 0
	for _, c := range a.code.candidates {
		if c.InService && (a.code.suspect == nil || c.Cite != a.code.suspect.cite) {
			n++
		}
	}
	return n
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
