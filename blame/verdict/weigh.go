package verdict

import (
	"math"
	"slices"
	"sort"
)

// A Status says what the evidence allows to be said of a hypothesis.
type Status string

// The statuses; what each needs stands in docs/weighing.md, 'Gates'.
const (
	Confirmed   Status = "CONFIRMED"
	Leading     Status = "LEADING"
	Possible    Status = "POSSIBLE"
	RuledOut    Status = "RULED OUT"
	NotAssessed Status = "NOT ASSESSED"
)

// An Answer is what the evidence says to one check. Outcome "" is NOT ASSESSED; Why then says what is missing.
type Answer struct {
	Check   string   `json:"check"`
	Outcome string   `json:"outcome,omitempty"`
	Why     string   `json:"why,omitempty"`
	Cites   []string `json:"cites,omitempty"`
}

// A Contribution is one check's part in one hypothesis.
type Contribution struct {
	Check   string   `json:"check"`
	Group   string   `json:"group"`
	Outcome string   `json:"outcome"`
	Mark    Mark     `json:"mark"`
	DB      float64  `json:"db"`
	Counted bool     `json:"counted"` // false where a stronger one of the same group counts
	Cites   []string `json:"cites"`
}

// A Standing is where one hypothesis stands.
type Standing struct {
	Hypothesis    Hypothesis     `json:"-"`
	ID            string         `json:"id"`
	Prior         float64        `json:"prior"` // normalised, 0 to 1
	DB            float64        `json:"db"`
	Share         float64        `json:"share"`   // 0 to 1
	Percent       int            `json:"percent"` // largest-remainder rounding; all together 100
	Status        Status         `json:"status"`
	Contributions []Contribution `json:"contributions"`
}

// A Sensitivity is the result under one change of the weighing.
type Sensitivity struct {
	Change  string  `json:"change"`
	Leader  string  `json:"leader"`
	Share   float64 `json:"share"`   // of that leader
	Present float64 `json:"present"` // share of the hypothesis that leads unchanged
}

// A Gate is one condition of CONFIRMED.
type Gate struct {
	ID   string `json:"id"`
	Says string `json:"says"`
	Open bool   `json:"open"`
}

// A Verdict is the weighed set of hypotheses.
type Verdict struct {
	Table     *Table        `json:"-"`
	Version   int           `json:"table_version"`
	Answers   []Answer      `json:"answers"` // one a check, in the order of the table
	Standings []Standing    `json:"standings"`
	Leader    string        `json:"leader"` // "" where two lead alike
	LeaveOut  []Sensitivity `json:"leave_one_group_out"`
	Priors    []Sensitivity `json:"prior_sensitivity"`
	Gates     []Gate        `json:"gates"`
	Family    []Member      `json:"family"`
	Named     bool          `json:"named"` // the first of the family is THE cause
	Unknowns  []Ranked      `json:"unknowns"`
}

// Standing returns the standing of a hypothesis, or nil.
func (v *Verdict) Standing(id string) *Standing {
	i := slices.IndexFunc(v.Standings, func(s Standing) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &v.Standings[i]
}

// Answer returns the answer to a check; every check of the table has one.
func (v *Verdict) Answer(check string) Answer {
	for _, a := range v.Answers {
		if a.Check == check {
			return a
		}
	}
	return Answer{Check: check}
}

// The thresholds of the gates.
const (
	confirmShare = 0.90
	namedShare   = 0.80
)

// Weigh applies the table to the answers. Candidates are the findings that application growth may be; see Rank.
func Weigh(t *Table, answers []Answer, candidates []Candidate) *Verdict {
	v := &Verdict{Table: t, Version: t.Version}
	for _, c := range t.Checks {
		a := Answer{Check: c.ID, Why: "nothing in the bundle answers it"}
		for _, given := range answers {
			if given.Check == c.ID {
				a = given
			}
		}
		v.Answers = append(v.Answers, a)
	}
	shares := t.posterior(v.Answers, "", nil)
	percents := largestRemainder(shares, 100)
	for i, h := range t.Hypotheses {
		s := Standing{Hypothesis: h, ID: h.ID, Prior: t.prior(i, nil), Share: shares[i], Percent: percents[i], Contributions: t.contributions(h.ID, v.Answers, "")}
		for _, c := range s.Contributions {
			if c.Counted {
				s.DB += c.DB
			}
		}
		v.Standings = append(v.Standings, s)
	}
	v.Leader = t.leader(shares)
	v.sensitivity()
	v.Family = Rank(t, candidates, v.Answer("timing-onset").Outcome)
	v.Named = len(v.Family) > 0 && v.Family[0].Candidate != nil && v.Family[0].Share >= namedShare
	v.openGates()
	v.setStatuses()
	v.rankUnknowns()
	return v
}

// DB is the contribution of a likelihood in decibans, against the 0.5 of an unknown cause.
func DB(likelihood float64) float64 { return 10 * math.Log10(likelihood/0.5) }

func (t *Table) prior(i int, factors map[string]float64) float64 {
	total, own := 0.0, 0.0
	for j, h := range t.Hypotheses {
		p := h.Prior
		if f, ok := factors[h.ID]; ok {
			p *= f
		}
		total += p
		if j == i {
			own = p
		}
	}
	return own / total
}

// posterior returns the normalised shares in the order of the hypotheses, without one group ("" leaves none out) and
// with priors multiplied by factors.
func (t *Table) posterior(answers []Answer, without string, factors map[string]float64) []float64 {
	out := make([]float64, len(t.Hypotheses))
	sum := 0.0
	for i, h := range t.Hypotheses {
		db := 0.0
		for _, c := range t.contributions(h.ID, answers, without) {
			if c.Counted {
				db += c.DB
			}
		}
		out[i] = t.prior(i, factors) * math.Pow(10, db/10)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// contributions returns what each answered check says of a hypothesis, the strongest of each group marked as counted.
func (t *Table) contributions(hypothesis string, answers []Answer, without string) []Contribution {
	var out []Contribution
	strongest := map[string]int{}
	for _, a := range answers {
		check := t.Check(a.Check)
		if a.Outcome == "" || check == nil || check.Group == without {
			continue
		}
		mark, ok := check.Outcomes[a.Outcome].Marks[hypothesis]
		if !ok {
			mark = "0"
		}
		c := Contribution{Check: check.ID, Group: check.Group, Outcome: a.Outcome, Mark: mark, DB: DB(mark.Likelihood()), Cites: a.Cites}
		if best, ok := strongest[check.Group]; !ok || stronger(c, out[best]) {
			strongest[check.Group] = len(out)
		}
		out = append(out, c)
	}
	for _, i := range strongest {
		out[i].Counted = true
	}
	return out
}

// stronger compares by size; of two that are equally strong, the one against wins.
func stronger(a, b Contribution) bool {
	if math.Abs(a.DB) != math.Abs(b.DB) {
		return math.Abs(a.DB) > math.Abs(b.DB)
	}
	return a.DB < b.DB
}

// leader returns the hypothesis with the largest share, or "" where two have it.
func (t *Table) leader(shares []float64) string {
	best := 0
	tie := false
	for i := 1; i < len(shares); i++ {
		switch d := shares[i] - shares[best]; {
		case d > 1e-9:
			best, tie = i, false
		case d > -1e-9:
			tie = true
		}
	}
	if tie {
		return ""
	}
	return t.Hypotheses[best].ID
}

// largestRemainder rounds shares so that they add up to total.
func largestRemainder(shares []float64, total int) []int {
	out := make([]int, len(shares))
	order := make([]int, len(shares))
	left := total
	for i, s := range shares {
		out[i] = int(math.Floor(s*float64(total) + 1e-9))
		left -= out[i]
		order[i] = i
	}
	rest := func(i int) float64 { return shares[i]*float64(total) - float64(out[i]) }
	sort.SliceStable(order, func(a, b int) bool { return rest(order[a]) > rest(order[b]) })
	for k := range left {
		out[order[k%len(order)]]++
	}
	return out
}

func (v *Verdict) sensitivity() {
	for _, g := range v.Table.Groups() {
		v.LeaveOut = append(v.LeaveOut, v.under("without "+g, g, nil))
	}
	if v.Leader == "" {
		return
	}
	for _, f := range []struct {
		words  string
		factor float64
	}{{"prior of the leader at a third", 1. / 3}, {"prior of the leader at three times", 3}} {
		v.Priors = append(v.Priors, v.under(f.words, "", map[string]float64{v.Leader: f.factor}))
	}
}

func (v *Verdict) under(change, without string, factors map[string]float64) Sensitivity {
	shares := v.Table.posterior(v.Answers, without, factors)
	s := Sensitivity{Change: change, Leader: v.Table.leader(shares)}
	for i, h := range v.Table.Hypotheses {
		if h.ID == s.Leader {
			s.Share = shares[i]
		}
		if h.ID == v.Leader {
			s.Present = shares[i]
		}
	}
	return s
}
