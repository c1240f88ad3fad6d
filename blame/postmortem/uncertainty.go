package postmortem

import (
	"fmt"
	"slices"
	"strings"

	"github.com/growlint/growlint/blame/verdict"
)

// commands that collect an unknown. {…} is filled in from the bundle; what the bundle does not say stays in capitals.
var commands = map[string]string{
	"diff":     "git -C REPOSITORY show {commit}; then growlint incident BUNDLE --repo REPOSITORY",
	"deployed": "kubectl get deployment {service} -o jsonpath='{.spec.template.spec.containers[*].image}'; then git -C REPOSITORY rev-parse '{version}^0'",
	"memory":   "promtool query range --start={from} --end={to} --step=15s -o json http://PROMETHEUS:9090 'container_memory_working_set_bytes{container=\"{service}\"}'",
	"limit":    "kubectl get pod -l app={service} -o json",
	"requests": "promtool query range --start={from} --end={to} --step=15s -o json http://PROMETHEUS:9090 'sum(rate(http_requests_total{service=\"{service}\"}[1m]))'",
	"exit":     "kubectl get pod -l app={service} -o json",
	"restarts": "promtool query range --start={from} --end={to} --step=15s -o json http://PROMETHEUS:9090 'kube_pod_container_status_restarts_total{container=\"{service}\"}'",
	"errors":   "promtool query range --start={from} --end={to} --step=15s -o json http://PROMETHEUS:9090 'sum(rate(http_requests_total{service=\"{service}\",status=~\"5..\"}[1m]))'",
	"flags":    "the audit log of the feature-flag service from {from} to {to}",
	"host":     "promtool query range --start={from} --end={to} --step=15s -o json http://PROMETHEUS:9090 'node_memory_MemAvailable_bytes{instance=\"HOST\"}'",
}

// nextSteps are the unknowns in the order in which they are worth collecting.
func (a *author) nextSteps() []NextStep {
	fill := a.blanks()
	out := []NextStep{}
	for _, u := range a.verdict.Unknowns {
		if records := a.suspectedRecords(); u.ID == "diff" && len(records) > 0 {
			u.What = "the diff of " + short(records[0].Commit.SHA)
		}
		out = append(out, NextStep{Ranked: u, Command: fill.Replace(commands[u.ID])})
	}
	return out
}

func (a *author) blanks() *strings.Replacer {
	return fillIn(a.bundle, a.report.Service, a.suspectedRecords())
}

func (a *author) uncertainty() Section {
	s := Section{Number: 13, Key: "uncertainty", Title: "Remaining Uncertainty"}
	t := &Table{Columns: []string{"Unknown", "Could move the leading hypothesis", "Collect it with"}}
	lead := a.leading()
	for _, u := range a.report.Uncertainty {
		move := fmt.Sprintf("%s from %s to %s or %s", lead.ID, percentage(lead.Share), percentage(u.Low), percentage(u.High))
		if u.Gate != "" {
			move += "; without it CONFIRMED is out of reach (gate: " + u.Gate + ")"
		}
		t.Rows = append(t.Rows, a.row([]string{a.weighing}, u.What, move, u.Command))
	}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, Block{Table: t})
	}
	out := append(a.rivals(), a.gap("uncertainty.calibration", "The percentages are "+a.report.Calibration+".", a.weighing))
	if e := a.verdict.Standing(verdict.SomethingElse); e != nil {
		out = append(out, a.claim("uncertainty.else", Computation, a.grounds(e), fmt.Sprintf("Something that nobody thought of keeps %d %%.", e.Percent), quantity("percent", float64(e.Percent), "%")))
	}
	return append2(s, Block{Claims: out})
}

// experiments tell a rival from growth in the application.
var experiments = map[string]string{
	"dependency":    "Run the deployed version with the dependencies of before, under the same load: if memory still rises, it is not they.",
	"traffic":       "Give the previous version the load of the incident: if its memory rises as well, it is the load.",
	"configuration": "Run the deployed version with the settings and the limit of before: if memory still rises, it is not they.",
	"flag":          "Turn the flag or the data back with the deployed version running: if memory still rises, it is not they.",
	"host":          "Compare with the deployed version on another host.",
}

// rivals are the hypotheses beside the leader that have an observation of their own in their favour, each with what would decide.
func (a *author) rivals() []Claim {
	var out []Claim
	for _, st := range a.ranked() {
		if st.ID == a.verdict.Leader || experiments[st.ID] == "" {
			continue
		}
		for _, c := range st.Contributions {
			if c.Mark == "++" && slices.Contains(st.Hypothesis.Home, c.Group) {
				out = append(out, a.claim("uncertainty.rival-"+st.ID, Action, append([]string{a.weighing}, c.Cites...),
					fmt.Sprintf("An open rival is %q (%d %%): %s. %s", st.Hypothesis.Title, st.Percent, a.table.Check(c.Check).Outcomes[c.Outcome].Says, experiments[st.ID]), quantity("percent", float64(st.Percent), "%")))
				break
			}
		}
	}
	return out
}

func (a *author) confidence() Section {
	s := Section{Number: 14, Key: "confidence", Title: "Confidence Summary"}
	t := &Table{Columns: []string{"Hypothesis", "Prior", "Evidence", "Confidence", "Status"}}
	for _, st := range a.ranked() {
		t.Rows = append(t.Rows, a.row(a.grounds(st), st.Hypothesis.Title, percentage(st.Prior), decibans(st.DB), fmt.Sprintf("%d %%", st.Percent), string(st.Status)))
	}
	gates := &Table{Columns: []string{"Condition of CONFIRMED", "Holds"}}
	for _, g := range a.verdict.Gates {
		gates.Rows = append(gates.Rows, a.row(a.gateCites(g), g.Says, yes(g.Open)))
	}
	s.Blocks = []Block{{Table: t}, {Table: gates}}
	return s
}

func (a *author) appendix() Section {
	s := Section{Number: 14, Key: "appendix", Title: "Appendix: Evidence Index"}
	files := &Table{Columns: []string{"File", "Format", "Bytes", "Records", "Unparsed lines", "SHA-256"}}
	for _, f := range a.bundle.Files {
		files.Rows = append(files.Rows, a.row([]string{a.fileCite(f)}, f.Path, f.Format, fmt.Sprint(f.Bytes), fmt.Sprint(f.Records), fmt.Sprint(f.Unparsed), f.SHA256))
	}
	index := &Table{Columns: []string{"Id", "Place", "UTC", "Excerpt", "Transformation"}}
	for i := range a.bundle.Facts {
		f := &a.bundle.Facts[i]
		when := ""
		if !f.At.IsZero() {
			when = stamp(f.At)
		}
		index.Rows = append(index.Rows, a.row([]string{f.ID}, f.ID, place(f), when, f.Text, f.Transformation))
	}
	proofs := &Table{Columns: []string{"Id", "What", "Shows", "How, or where was looked"}}
	for _, p := range a.proofs {
		at := p.Text
		if p.Path != "" && p.Line > 0 {
			at = fmt.Sprintf("%s:%d: %s", p.Path, p.Line, p.Text)
		} else if p.Path != "" {
			at = p.Path + ": " + p.Text
		}
		proofs.Rows = append(proofs.Rows, a.row([]string{p.ID}, p.ID, p.What, at, p.Look))
	}
	priors := &Table{Columns: []string{"Hypothesis", "Prior (table version " + fmt.Sprint(a.table.Version) + ")"}}
	for _, st := range a.verdict.Standings {
		priors.Rows = append(priors.Rows, a.row([]string{a.weighing}, st.Hypothesis.Title, percentage(st.Prior)))
	}
	s.Blocks = []Block{{Heading: "Files", Table: files}, {Heading: "Facts", Table: index}, {Heading: "Proofs, searches, methods", Table: proofs}, {Heading: "Priors", Table: priors}}
	return s
}
