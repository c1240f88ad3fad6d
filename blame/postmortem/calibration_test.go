package postmortem_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/blame/postmortem/synthetic"
	"github.com/growlint/growlint/blame/verdict"
)

var updateTable = flag.Bool("update", false, "write the reliability table into docs/weighing.md")

// brierReached is what the set comes to. The aim is .15, and it is missed; docs/weighing.md says why ('Reliability').
const brierReached = .32

// seedsATruth times the truths of the synthetic set is its size.
const seedsATruth = 7

// A judged incident is a synthetic one with the post-mortem that was made of it.
type judged struct {
	synthetic.Incident
	report *postmortem.Report
}

// brier is the multi-class score: the sum over all hypotheses of the squared distance from the truth.
func (j judged) brier() float64 {
	sum := 0.0
	for _, s := range j.report.Verdict.Standings {
		d := s.Share
		if s.ID == j.Right {
			d--
		}
		sum += d * d
	}
	return sum
}

func judge(t *testing.T, engine *analyzers.Engine, inc synthetic.Incident) judged {
	t.Helper()
	b, err := evidence.Read(inc.Bundle)
	if err != nil {
		t.Fatalf("%s: %v", inc, err)
	}
	in := postmortem.Input{Bundle: b}
	if b.Manifest.Repo != "" {
		repo, err := history.Open(b.Manifest.Repo, history.Options{NoGitProgram: true})
		if err != nil {
			t.Fatal(err)
		}
		defer repo.Close()
		in.Repo, in.Rules = repo, postmortem.NewRules(engine, repo)
	}
	r, err := postmortem.Build(context.Background(), in)
	if err != nil {
		t.Fatalf("%s: %v", inc, err)
	}
	return judged{inc, r}
}

// wronglyConfirmed says what is wrong with a CONFIRMED; "" where nothing is.
func (j judged) wronglyConfirmed() string {
	switch {
	case j.report.Status != verdict.Confirmed:
		return ""
	case j.Right != verdict.Application:
		return "confirmed application growth"
	case j.report.RootCause != nil && j.report.RootCause.Commit != j.Commit && !slices.Contains(j.Others, j.report.RootCause.Commit):
		return "named commit " + j.report.RootCause.Subject
	}
	return ""
}

// The bars of the synthetic set. What it says of is a model of services, not services.
func TestCalibrationOnSyntheticIncidents(t *testing.T) {
	engine, err := analyzers.New(analyzers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	var all []judged
	for _, truth := range synthetic.Truths {
		for seed := range uint64(seedsATruth) {
			all = append(all, judge(t, engine, synthetic.Make(t, truth, seed)))
		}
	}
	c := count(all)
	for _, j := range all {
		if why := j.wronglyConfirmed(); why != "" {
			t.Errorf("%s: %s", j.Incident, why)
		}
		if os.Getenv("GROWLINT_CALIBRATION") != "" {
			t.Log(j.line())
		}
	}
	if c.top < .90 {
		t.Errorf("the right hypothesis leads in %.0f %% of the cases that the evidence allows, want 90 %%", 100*c.top)
	}
	if c.confirmed < .70 {
		t.Errorf("CONFIRMED in %.0f %% of the cases whose gates can hold, want 70 %%", 100*c.confirmed)
	}
	if c.brier > brierReached {
		t.Errorf("Brier score %.3f, worse than %.2f", c.brier, brierReached)
	}
	compareTable(t, c.table())
}

func (j judged) line() string {
	var shares []string
	for _, s := range j.report.Verdict.Standings {
		shares = append(shares, fmt.Sprintf("%s %.0f", s.ID[:3], 100*s.Share))
	}
	mark := "ok   "
	if j.report.Leader != j.Right {
		mark = "WRONG"
	}
	var answers []string
	for _, a := range j.report.Verdict.Answers {
		if a.Outcome != "" {
			answers = append(answers, a.Check+"="+a.Outcome)
		}
	}
	return fmt.Sprintf("%s %-60s %-12s %v brier %.2f allowed %v | %s | %s", mark, j.Incident, j.report.Status, strings.Join(shares, " "), j.brier(), j.Allowed, strings.Join(answers, " "), strings.Join(j.Withheld, ","))
}

// A calibration is the account of the set.
type calibration struct {
	n, allowed, right, gated, confirmedN int
	top, confirmed, brier, brierAllowed  float64
	bins                                 [5]struct {
		n, right int
		share    float64
	}
	byTruth map[string]*struct {
		n, allowed, right, confirmed int
		brier                        float64
	}
	order []string
}

func count(all []judged) calibration {
	c := calibration{n: len(all), byTruth: map[string]*struct {
		n, allowed, right, confirmed int
		brier                        float64
	}{}}
	for _, j := range all {
		name, _, _ := strings.Cut(j.Truth, ":")
		of := c.byTruth[name]
		if of == nil {
			of = &struct {
				n, allowed, right, confirmed int
				brier                        float64
			}{}
			c.byTruth[name], c.order = of, append(c.order, name)
		}
		of.n++
		of.brier += j.brier()
		c.brier += j.brier()
		lead := j.report.Verdict.Standing(j.report.Leader)
		ok := j.report.Leader == j.Right
		if lead != nil {
			bin := min(int(lead.Share*5), 4)
			c.bins[bin].n++
			c.bins[bin].share += lead.Share
			if ok {
				c.bins[bin].right++
			}
		}
		if j.Allowed {
			c.allowed++
			of.allowed++
			c.brierAllowed += j.brier()
			if ok {
				c.right++
				of.right++
			}
		}
		if gatesHold(j) {
			c.gated++
			if j.report.Status == verdict.Confirmed {
				c.confirmedN++
			}
		}
		if j.report.Status == verdict.Confirmed {
			of.confirmed++
		}
	}
	c.brier /= float64(c.n)
	c.brierAllowed /= float64(max(c.allowed, 1))
	c.top = float64(c.right) / float64(max(c.allowed, 1))
	c.confirmed = float64(c.confirmedN) / float64(max(c.gated, 1))
	return c
}

// gatesHold says whether, by the truth, CONFIRMED can be had: a leak of the deployed range is the cause, nothing else came with it, and the
// evidence that the gates ask for was not withheld.
func gatesHold(j judged) bool {
	if j.Right != verdict.Application || j.Commit == "" || strings.Contains(j.Truth, "traffic") {
		return false
	}
	return !slices.ContainsFunc(j.Withheld, func(k string) bool {
		return slices.Contains([]string{synthetic.Code, synthetic.Previous, synthetic.Memory, synthetic.Requests}, k)
	})
}

// table is the part of docs/weighing.md that is measured.
func (c calibration) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d synthetic incidents, %d of them with the evidence that tells their truth apart. The right hypothesis leads in %d of these (%.0f %%). CONFIRMED in %d of the %d whose gates can hold (%.0f %%). Multi-class Brier score %.3f over all, %.3f over those that the evidence allows.\n\n",
		c.n, c.allowed, c.right, 100*c.top, c.confirmedN, c.gated, 100*c.confirmed, c.brier, c.brierAllowed)
	b.WriteString("| Share of the leader | Incidents | Mean share | Right |\n|---|---|---|---|\n")
	for i, x := range c.bins {
		mean, right := "", ""
		if x.n > 0 {
			mean, right = fmt.Sprintf("%.0f %%", 100*x.share/float64(x.n)), fmt.Sprintf("%d (%.0f %%)", x.right, 100*float64(x.right)/float64(x.n))
		}
		fmt.Fprintf(&b, "| %d to %d %% | %d | %s | %s |\n", i*20, i*20+20, x.n, mean, right)
	}
	b.WriteString("\n| Truth | Incidents | Evidence allows | Right leads there | CONFIRMED | Brier score |\n|---|---|---|---|---|---|\n")
	for _, name := range c.order {
		x := c.byTruth[name]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %.2f |\n", name, x.n, x.allowed, x.right, x.confirmed, x.brier/float64(x.n))
	}
	return b.String()
}

const (
	tableBegin = "<!-- reliability: written by `make calibrate` -->\n"
	tableEnd   = "<!-- /reliability -->"
)

func compareTable(t *testing.T, table string) {
	t.Helper()
	const doc = "../../docs/weighing.md"
	data, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(data), tableBegin)
	old, tail, ok2 := strings.Cut(rest, tableEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the table", doc)
	}
	if *updateTable {
		if err := os.WriteFile(doc, []byte(head+tableBegin+table+tableEnd+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old != table {
		t.Errorf("the reliability table of %s is out of date; run make calibrate and read the difference\n%s", doc, table)
	}
}
