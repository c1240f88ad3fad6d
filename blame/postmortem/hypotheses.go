package postmortem

import (
	"fmt"
	"sort"
	"strings"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/verdict"
)

// ranked returns the standings by share, 'something else' last among equals.
func (a *author) ranked() []*verdict.Standing {
	var out []*verdict.Standing
	for i := range a.verdict.Standings {
		out = append(out, &a.verdict.Standings[i])
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Share > out[j].Share })
	return out
}

func (a *author) hypotheses() Section {
	s := Section{Number: 5, Key: "hypotheses", Title: "Hypotheses Considered"}
	s.Blocks = append(s.Blocks, Block{Claims: []Claim{a.claim("hypotheses.method", Computation, []string{a.weighing},
		fmt.Sprintf("Weighed in decibans with table version %d, %s. A check that nothing answers counts 0 dB and is listed as not assessed.", a.table.Version, a.report.Calibration))}})
	for i, st := range a.ranked() {
		s.Blocks = append(s.Blocks, a.hypothesis(i+1, st)...)
	}
	return append2(s, Block{Heading: "Sensitivity", Level: 3, Table: a.sensitivity()})
}

func append2(s Section, b ...Block) Section {
	s.Blocks = append(s.Blocks, b...)
	return s
}

func (a *author) hypothesis(n int, st *verdict.Standing) []Block {
	title := fmt.Sprintf("Hypothesis %d: %s (Category: %s)", n, st.Hypothesis.Title, st.Hypothesis.Category)
	var pro, con, neutral []Claim
	for _, c := range st.Contributions {
		claim := a.contribution(st.ID, c)
		switch {
		case c.DB > 0:
			pro = append(pro, claim)
		case c.DB < 0:
			con = append(con, claim)
		case strings.HasPrefix(c.Check, st.ID): // a check of its own that says nothing either way
			neutral = append(neutral, claim)
		}
	}
	blocks := []Block{{Heading: title, Level: 3, Hypothesis: st.ID}}
	blocks = append(blocks, Block{Heading: "Evidence FOR:", Claims: orNone(a, st.ID+".for", pro)}, Block{Heading: "Evidence AGAINST:", Claims: orNone(a, st.ID+".against", append(con, neutral...))})
	if open := a.open(st); len(open) > 0 {
		blocks = append(blocks, Block{Heading: "NOT ASSESSED:", Claims: open})
	}
	confidence := a.claim("hypotheses."+st.ID+".confidence", Computation, a.grounds(st),
		fmt.Sprintf("Confidence: %d %% (prior %s, evidence %s)", st.Percent, percentage(st.Prior), decibans(st.DB)), quantity("percent", float64(st.Percent), "%"), quantity("db", st.DB, "dB"))
	status := a.claim("hypotheses."+st.ID+".status", Computation, a.grounds(st), "Status: "+string(st.Status))
	return append(blocks, Block{Claims: []Claim{confidence, status}})
}

func orNone(a *author, key string, claims []Claim) []Claim {
	if len(claims) > 0 {
		return claims
	}
	return []Claim{a.gap("hypotheses."+key, "none")}
}

func (a *author) contribution(hypothesis string, c verdict.Contribution) Claim {
	says := a.table.Check(c.Check).Outcomes[c.Outcome].Says
	note := ""
	if !c.Counted {
		note = ", not counted beside a stronger one of group " + c.Group
	}
	return a.claim("hypotheses."+hypothesis+"."+c.Check, Computation, append([]string{a.weighing}, c.Cites...),
		fmt.Sprintf("%s (%s, %s%s).", upper(says), c.Mark, decibans(c.DB), note), quantity("db", c.DB, "dB"))
}

func upper(s string) string {
	return strings.TrimSuffix(sentence(s), ".")
}

// open lists the checks that could tell this hypothesis from an unknown cause and were not answered.
func (a *author) open(st *verdict.Standing) []Claim {
	var out []Claim
	for _, ans := range a.verdict.Answers {
		check := a.table.Check(ans.Check)
		if ans.Outcome == "" && marks(check, st.ID) {
			out = append(out, a.gap("hypotheses."+st.ID+".open."+ans.Check, check.Asks+" "+upper(ans.Why)+"; collect "+a.collects(ans.Check)+".", a.weighing))
		}
	}
	return out
}

// collects names what would answer a check.
func (a *author) collects(check string) string {
	for _, u := range a.table.Unknowns {
		for _, id := range u.Checks {
			if id == check {
				return u.What
			}
		}
	}
	return "the logs and notes of the incident"
}

func (a *author) sensitivity() *Table {
	t := &Table{Columns: []string{"Change", "Leader", "Share of that leader", "Share of " + a.leading().ID}}
	cites := []string{a.weighing}
	for _, s := range append(append([]verdict.Sensitivity{}, a.verdict.LeaveOut...), a.verdict.Priors...) {
		leader := s.Leader
		if leader == "" {
			leader = "none alone"
		}
		t.Rows = append(t.Rows, a.row(cites, s.Change, leader, percentage(s.Share), percentage(s.Present)))
	}
	return t
}

func (a *author) evaluation() Section {
	s := Section{Number: 6, Key: "evaluation", Title: "Evidence Evaluation"}
	s.Blocks = []Block{
		{Heading: "Temporal Correlation Analysis:", Claims: a.temporal()},
		{Heading: "Memory Growth Pattern:", Claims: a.pattern()},
		{Heading: "Log Signal Analysis:", Claims: a.logSignals()},
		{Heading: "Cross-Hypothesis Fit:", Table: a.fit()},
	}
	return s
}

func (a *author) temporal() []Claim {
	var out []Claim
	for _, id := range []string{"timing-onset", "timing-failure", "provenance-ancestry"} {
		ans := a.verdict.Answer(id)
		if ans.Outcome == "" {
			out = append(out, a.gap("evaluation."+id, "NOT ASSESSED: "+a.table.Check(id).Asks+" "+upper(ans.Why)+".", a.weighing))
			continue
		}
		out = append(out, a.claim("evaluation."+id, Observation, append([]string{a.weighing}, ans.Cites...), sentence(a.table.Check(id).Outcomes[ans.Outcome].Says)))
	}
	return append(out, a.claim("evaluation.correlation", Observation, []string{a.weighing}, "Coming after a deployment is correlation; only a finding, its ancestry and an onset together make it more."))
}

func (a *author) pattern() []Claim {
	ans := a.verdict.Answer("shape-trend")
	if ans.Outcome == "" {
		cites := append(a.memory.Cites(), a.methods)
		return []Claim{a.gap("evaluation.pattern", "Growth pattern undetermined: "+ans.Why+".", cites...)}
	}
	return []Claim{a.claim("evaluation.pattern", Computation, append(ans.Cites, a.methods), sentence(a.table.Check("shape-trend").Outcomes[ans.Outcome].Says))}
}

// logSignals counts what the logs are understood to say.
func (a *author) logSignals() []Claim {
	var out []Claim
	for _, s := range []evidence.Signal{evidence.ProcessStart, evidence.MemoryWarning, evidence.AllocationFail, evidence.Crash, evidence.SigKill, evidence.CgroupKill, evidence.Overload, evidence.Recovery} {
		if lines := a.bundle.Logs(s); len(lines) > 0 {
			cites := ids(lines...)
			if len(cites) > 6 {
				cites = append(cites[:3:3], cites[len(cites)-1])
			}
			out = append(out, a.claim("evaluation.log."+strings.ReplaceAll(string(s), " ", "-"), Observation, cites, fmt.Sprintf("%s: %s.", upper(string(s)), plural(len(lines), "record", "records")), quantity("records", float64(len(lines)), "")))
		}
	}
	if len(out) == 0 {
		return []Claim{a.gap("evaluation.log", "No log line carries a known signal.", a.absent("log"))}
	}
	return out
}

// fit is the table of the analysis of competing hypotheses: what each answered check says to each hypothesis.
func (a *author) fit() *Table {
	t := &Table{Columns: []string{"Check", "Outcome"}}
	for _, h := range a.table.Hypotheses {
		t.Columns = append(t.Columns, h.ID)
	}
	for _, ans := range a.verdict.Answers {
		if ans.Outcome == "" {
			continue
		}
		cells := []string{ans.Check, ans.Outcome}
		for _, h := range a.table.Hypotheses {
			mark := a.table.Check(ans.Check).Outcomes[ans.Outcome].Marks[h.ID]
			if mark == "" {
				mark = "0"
			}
			cells = append(cells, string(mark))
		}
		t.Rows = append(t.Rows, a.row(append([]string{a.weighing}, ans.Cites...), cells...))
	}
	return t
}

func (a *author) ruledOut() Section {
	var out []Claim
	for _, st := range a.ranked() {
		if st.Status != verdict.RuledOut {
			continue
		}
		for _, c := range st.Contributions {
			if c.Mark == "--" {
				out = append(out, a.claim("ruled-out."+st.ID, Computation, append([]string{a.weighing}, c.Cites...),
					fmt.Sprintf("%s (%d %%): %s.", st.Hypothesis.Title, st.Percent, a.table.Check(c.Check).Outcomes[c.Outcome].Says), quantity("percent", float64(st.Percent), "%")))
				break
			}
		}
	}
	if len(out) == 0 {
		out = append(out, a.gap("ruled-out.none", "Nothing is ruled out: that needs an observation that the hypothesis makes very unlikely, and the bundle holds none. Lack of evidence for a hypothesis is not one.", a.weighing))
	}
	return Section{Number: 7, Key: "ruled-out", Title: "Ruled-Out Hypotheses", Blocks: []Block{{Claims: out}}}
}
