package verdict

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// openGates decides what CONFIRMED needs.
func (v *Verdict) openGates() {
	basis := v.Table.posterior(v.Answers, "annotation", nil)
	share := 0.0
	for i, h := range v.Table.Hypotheses {
		if h.ID == Application {
			share = basis[i]
		}
	}
	same := v.Leader == Application
	for _, s := range v.LeaveOut {
		same = same && s.Leader == v.Leader
	}
	v.Gates = []Gate{
		{"finding", "a finding at a line that became true inside the deployed range", v.Answer("code-finding").Outcome == "new"},
		{"ancestry", "proof that its commit is in what was deployed and not in what ran before", v.Answer("provenance-ancestry").Outcome == "proven"},
		{"onset", "memory rises since the roll-out and did not before", v.Answer("timing-onset").Outcome == "after"},
		{"share", fmt.Sprintf("at least %.0f %% without annotations", 100*confirmShare), share >= confirmShare},
		{"rivals", "no open rival: load and dependencies looked at, and no other hypothesis with an observation of its own in its favour", v.noRival()},
		{"robust", "the same leader whichever group is left out", same},
	}
}

// noRival reports whether what can grow from a roll-out on as a leak does was looked at, and nothing speaks strongly for another hypothesis in
// its own groups.
func (v *Verdict) noRival() bool {
	answered := func(checks ...string) bool {
		return slices.ContainsFunc(checks, func(id string) bool { return v.Answer(id).Outcome != "" })
	}
	if !answered("load-requests", "load-follows") || !answered("dependencies-lockfile") {
		return false
	}
	for _, s := range v.Standings {
		if s.ID == Application {
			continue
		}
		if slices.ContainsFunc(s.Contributions, func(c Contribution) bool { return c.Mark == "++" && slices.Contains(s.Hypothesis.Home, c.Group) }) {
			return false
		}
	}
	return true
}

func (v *Verdict) gatesOpen() bool {
	return !slices.ContainsFunc(v.Gates, func(g Gate) bool { return !g.Open })
}

func (v *Verdict) gateShut(id string) bool {
	return slices.ContainsFunc(v.Gates, func(g Gate) bool { return g.ID == id && !g.Open })
}

func (v *Verdict) setStatuses() {
	for i := range v.Standings {
		v.Standings[i].Status = v.status(&v.Standings[i])
	}
}

func (v *Verdict) status(s *Standing) Status {
	leads := s.ID == v.Leader && s.ID != SomethingElse
	switch {
	case leads && s.ID == Application && v.gatesOpen():
		return Confirmed
	case leads && s.DB > 0:
		return Leading
	case !leads && s.ruledOut():
		return RuledOut
	case s.ID == SomethingElse || v.assessed(s.Hypothesis):
		return Possible
	default:
		return NotAssessed
	}
}

func (s *Standing) ruledOut() bool {
	return slices.ContainsFunc(s.Contributions, func(c Contribution) bool { return c.Mark == "--" })
}

// assessed reports whether a check of the hypothesis' own groups was answered with something that bears on it.
func (v *Verdict) assessed(h Hypothesis) bool {
	return slices.ContainsFunc(v.Answers, func(a Answer) bool {
		check := v.Table.Check(a.Check)
		_, bears := check.Outcomes[a.Outcome].Marks[h.ID]
		return bears && slices.Contains(h.Home, check.Group)
	})
}

// A Ranked unknown says how far the leading hypothesis could move if it were known.
type Ranked struct {
	ID   string  `json:"id"`
	What string  `json:"what"`
	Gate string  `json:"gate,omitempty"` // the shut gate of CONFIRMED that it would open
	Low  float64 `json:"low"`            // the leader's share, over all outcomes
	High float64 `json:"high"`
}

// rankUnknowns orders what nobody knows: first what keeps a gate shut, in the order of the gates; then by the larger of
// possible gain and loss of the leader.
func (v *Verdict) rankUnknowns() {
	leader := v.Leader
	if leader == "" {
		leader = Application
	}
	now := v.Standing(leader).Share
	for _, u := range v.Table.Unknowns {
		open := slices.DeleteFunc(slices.Clone(u.Checks), func(id string) bool { return v.Answer(id).Outcome != "" })
		if len(open) == 0 {
			continue
		}
		r := Ranked{ID: u.ID, What: u.What, Low: now, High: now}
		if u.Gate != "" && v.gateShut(u.Gate) {
			r.Gate = u.Gate
		}
		v.reach(leader, open, v.Answers, &r)
		v.Unknowns = append(v.Unknowns, r)
	}
	move := func(r Ranked) float64 { return math.Max(now-r.Low, r.High-now) }
	sort.SliceStable(v.Unknowns, func(a, b int) bool {
		x, y := v.Unknowns[a], v.Unknowns[b]
		if (x.Gate != "") != (y.Gate != "") {
			return x.Gate != ""
		}
		return x.Gate == "" && move(x) > move(y)
	})
}

// reach tries every combination of outcomes of the open checks. An outcome that needs other evidence as well cannot be had by this unknown
// alone, and a check that has no others stays open.
func (v *Verdict) reach(leader string, open []string, answers []Answer, r *Ranked) {
	if len(open) == 0 {
		for i, share := range v.Table.posterior(answers, "", nil) {
			if v.Table.Hypotheses[i].ID == leader {
				r.Low, r.High = math.Min(r.Low, share), math.Max(r.High, share)
			}
		}
		return
	}
	reached := false
	for outcome, o := range v.Table.Check(open[0]).Outcomes {
		if o.With != "" && !slices.ContainsFunc(answers, func(a Answer) bool { return a.Check == o.With && a.Outcome != "" }) {
			continue // it takes more than this unknown to learn that
		}
		reached = true
		tried := slices.Clone(answers)
		for i := range tried {
			if tried[i].Check == open[0] {
				tried[i].Outcome = outcome
			}
		}
		v.reach(leader, open[1:], tried, r)
	}
	if !reached {
		v.reach(leader, open[1:], answers, r)
	}
}
