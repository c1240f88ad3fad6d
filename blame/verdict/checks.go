package verdict

import (
	"math"
	"slices"
	"time"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/pattern"
)

// Code is what the repository says, as far as it was asked.
type Code struct {
	Why        string // why the code could not be asked; "" where it was
	Candidates []Candidate
	FindCites  []string // of the run of the rules: C-… of findings, or N-… of a run that found nothing

	Ancestry      string // proven, refuted, older, or "" where it could not be decided
	AncestryWhy   string
	AncestryCites []string

	Range      string // code or no-code: what the deployed range changes; ""
	RangeWhy   string
	RangeCites []string

	Dependencies      string // changed, unchanged, or ""
	DependenciesWhy   string
	DependenciesCites []string

	Limit      string // lowered, where a manifest in the deployed range lowers the memory limit; ""
	LimitCites []string
}

// A Case is everything that the checks look at.
type Case struct {
	Bundle  *evidence.Bundle
	Moments Moments
	Memory  *Behaviour
	Code    Code
}

// checkers answer the checks of the table; a check without one is NOT ASSESSED.
var checkers = map[string]func(*Case) Answer{
	"code-finding":          codeFinding,
	"provenance-ancestry":   provenance,
	"provenance-range":      provenanceRange,
	"timing-onset":          timingOnset,
	"timing-before-after":   timingBeforeAfter,
	"timing-failure":        timingFailure,
	"shape-trend":           shapeTrend,
	"load-requests":         loadRequests,
	"load-follows":          loadFollows,
	"load-errors":           loadErrors,
	"load-queue":            signal(evidence.Overload, "seen", "no log line speaks of it, which says nothing"),
	"configuration-limit":   configurationLimit,
	"dependencies-lockfile": dependencies,
	"exit-message":          exitMessage,
	"exit-termination":      exitTermination,
	"flags-record":          flagsRecord,
	"annotation-hint":       annotationHint,
	"host-neighbours":       hostNeighbours,
}

// Evaluate asks every check of the table.
func Evaluate(t *Table, c *Case) []Answer {
	var out []Answer
	for _, check := range t.Checks {
		ask, ok := checkers[check.ID]
		if !ok {
			continue
		}
		a := ask(c)
		a.Check = check.ID
		out = append(out, a)
	}
	return out
}

func ids(facts ...*evidence.Fact) []string {
	var out []string
	for _, f := range facts {
		if f != nil && !slices.Contains(out, f.ID) {
			out = append(out, f.ID)
		}
	}
	return out
}

func codeFinding(c *Case) Answer {
	if c.Code.Why != "" {
		return Answer{Why: c.Code.Why}
	}
	outcome := "none"
	for _, f := range c.Code.Candidates {
		if !f.InService || !f.Finding.Level.AtLeast("warning") {
			continue
		}
		if f.New {
			return Answer{Outcome: "new", Cites: []string{f.Cite}}
		}
		outcome = "old"
	}
	return Answer{Outcome: outcome, Cites: c.Code.FindCites}
}

func provenance(c *Case) Answer {
	return Answer{Outcome: c.Code.Ancestry, Why: c.Code.AncestryWhy, Cites: c.Code.AncestryCites}
}

func dependencies(c *Case) Answer {
	return Answer{Outcome: c.Code.Dependencies, Why: c.Code.DependenciesWhy, Cites: c.Code.DependenciesCites}
}

// provenanceRange asks what the deployed range changed.
func provenanceRange(c *Case) Answer {
	a := Answer{Outcome: c.Code.Range, Why: c.Code.RangeWhy, Cites: c.Code.RangeCites}
	if a.Outcome == "no-code" && timingOnset(c).Outcome == "after" {
		a.Outcome = "no-code-with-onset"
		a.Cites = append(slices.Clone(a.Cites), c.Memory.Cites()...)
	}
	return a
}

// timingOnset compares the lives on both sides of the roll-out. Without measurable lives on both it can only say that growth
// began later: a rise in the only version that was looked at may be as old as the service.
func timingOnset(c *Case) Answer {
	before, after := c.Memory.Of(false), c.Memory.Of(true)
	cites := append(c.Memory.Cites(), ids(c.Moments.RollOut)...)
	rose, rises := share(before, (*Life).Rises), share(after, (*Life).Rises)
	switch {
	case rises > 0 && !(rose > .5) && beganLater(after):
		return Answer{Outcome: "later", Cites: cites}
	case c.Moments.RollOut == nil:
		return Answer{Why: "the time of the roll-out is not known"}
	case len(before) == 0 || len(after) == 0:
		return Answer{Why: "needs a memory series of 5 timed samples or more on both sides of the roll-out"}
	case rose > .5:
		return Answer{Outcome: "before", Cites: cites}
	case rises > .5:
		return Answer{Outcome: "after", Cites: cites}
	case rises == 0 && share(after, (*Life).Flat) > .5:
		return Answer{Outcome: "never", Cites: cites}
	default:
		return Answer{Why: "memory rises in some lives of the deployed version and not in others, or their last thirds are too short (fewer than 5 samples) to tell a rise from a warm-up"}
	}
}

// beganLater reports whether, in most of the series, growth began in the middle of a life or after lives without any. That later lives
// grow from their start is no contradiction: whatever set it off still holds.
func beganLater(lives []*Life) bool {
	first := map[string]*Life{} // the first rising life of each series
	quiet := map[string]bool{}  // a life without growth came before it
	for _, l := range lives {   // in the order of their times
		switch {
		case first[l.Series.ID] != nil:
		case l.Rises():
			first[l.Series.ID] = l
		case l.Flat():
			quiet[l.Series.ID] = true
		}
	}
	late := 0
	for id, l := range first {
		if quiet[id] || lateOnset(l) {
			late++
		}
	}
	return 2*late > len(first)
}

// lateOnset reports whether a life begins to rise only after its first third, and did not rise before.
func lateOnset(l *Life) bool {
	if l.Onset.IsZero() || l.Onset.Sub(l.From) < l.To.Sub(l.From)/3 {
		return false
	}
	n, _ := slices.BinarySearchFunc(l.Samples, l.Onset, func(s evidence.Sample, t time.Time) int { return s.At.Compare(t) })
	return !MannKendall(axes(thin(l.Samples[:n], most))).Rising()
}

// share is the part of the lives that is something; of no lives it is zero.
func share(lives []*Life, is func(*Life) bool) float64 {
	if len(lives) == 0 {
		return 0
	}
	n := 0
	for _, l := range lives {
		if is(l) {
			n++
		}
	}
	return float64(n) / float64(len(lives))
}

func timingBeforeAfter(c *Case) Answer {
	p := c.Memory.BeforeAfter
	if math.IsNaN(p) {
		return Answer{Why: "needs memory at the same age of the process on both sides of the roll-out"}
	}
	outcome := "same"
	if p < 0.01 {
		outcome = "higher"
	}
	return Answer{Outcome: outcome, Cites: c.Memory.Cites()}
}

// soon is argued for in docs/weighing.md, 'timing-failure'.
const soon = 30 * time.Minute

func timingFailure(c *Case) Answer {
	if c.Moments.RollOut == nil || c.Moments.Failure == nil {
		return Answer{Why: "needs the times of the roll-out and of the failure"}
	}
	a := Answer{Outcome: "later", Cites: ids(c.Moments.RollOut, c.Moments.Failure)}
	if c.Moments.Failure.At.Sub(c.Moments.RollOut.At) <= soon {
		a.Outcome = "soon"
	}
	return a
}

func shapeTrend(c *Case) Answer {
	lives := c.Memory.Of(true)
	if len(lives) == 0 {
		return Answer{Why: "needs a memory series of 5 timed samples or more of the deployed version"}
	}
	a := Answer{Cites: c.Memory.Cites()}
	rises, levels, flat := share(lives, (*Life).Rises), share(lives, (*Life).Plateau), share(lives, (*Life).Flat)
	switch {
	case rises > .5:
		a.Outcome = "rising"
	case rises == 0 && levels+flat > .5 && levels > flat:
		a.Outcome = "plateau"
	case rises == 0 && levels+flat > .5:
		a.Outcome = "flat"
	default:
		return Answer{Why: "the lives of the deployed version behave differently, or their last thirds are too short (fewer than 5 samples) to tell a rise from a warm-up"}
	}
	return a
}

// tightShare is the share of the limit beyond which a service had no room to begin with.
const tightShare = 0.85

func configurationLimit(c *Case) Answer {
	m := c.Memory
	cites := append(slices.Clone(m.LimitCites), m.Cites()...)
	switch {
	case m.Limit > 0 && m.LimitBefore > 0 && m.Limit < .99*m.LimitBefore && m.PeakBefore > m.Limit:
		return Answer{Outcome: "lowered-below", Cites: cites}
	case m.Limit > 0 && m.LimitBefore > 0 && m.Limit < .99*m.LimitBefore:
		return Answer{Outcome: "lowered", Cites: cites}
	case m.LimitBefore == 0 && c.Code.Limit == "lowered": // what was in force, where a series shows it, wins over what was written
		return Answer{Outcome: "lowered", Cites: c.Code.LimitCites}
	case m.Limit == 0:
		return Answer{Why: "the memory limit is not known"}
	case workingSet(m):
		return Answer{Outcome: "working-set", Cites: cites}
	case m.PeakBefore == 0:
		return Answer{Why: "what the previous version needed is not known"}
	case m.PeakBefore > tightShare*m.Limit:
		return Answer{Outcome: "tight", Cites: cites}
	case m.LimitBefore == 0:
		return Answer{Outcome: "ample", Cites: cites}
	default:
		return Answer{Outcome: "unchanged", Cites: cites}
	}
}

// workingSet reports whether memory of the deployed version levels off just below the limit.
func workingSet(m *Behaviour) bool {
	lives := m.Of(true)
	return m.PeakLast > tightShare*m.Limit && share(lives, (*Life).Plateau) > .5
}

// The windows of flags and hosts, argued for in docs/weighing.md.
const (
	flagDay     = 24 * time.Hour
	flagOnset   = 15 * time.Minute
	hostBefore  = 30 * time.Minute
	hostPressed = 1. / 20
	hostCalm    = 3. / 20
)

func flagsRecord(c *Case) Answer {
	end := at(c.Moments.Failure)
	flips := slices.DeleteFunc(c.Bundle.Logs(evidence.FlagChange), func(f *evidence.Fact) bool {
		return !end.IsZero() && (f.At.After(end) || end.Sub(f.At) > flagDay)
	})
	if len(flips) == 0 {
		return Answer{Why: "no record of a flag changed in the day before the failure"}
	}
	for _, l := range c.Memory.Of(true) {
		if !l.Rises() || !lateOnset(l) {
			continue
		}
		for _, f := range flips {
			if d := l.Onset.Sub(f.At); d.Abs() <= flagOnset {
				return Answer{Outcome: "flipped-at-onset", Cites: append(ids(f), c.Memory.Cites()...)}
			}
		}
	}
	return Answer{Outcome: "flipped", Cites: ids(flips...)}
}

// hostNeighbours reads what the platform says of the host, and a series of its available memory around the failure.
func hostNeighbours(c *Case) Answer {
	if found := c.Bundle.Logs(evidence.HostPressure); len(found) > 0 {
		return Answer{Outcome: "pressed", Cites: ids(found...)}
	}
	if found := c.Bundle.Logs(evidence.GlobalOOM); len(found) > 0 {
		return Answer{Outcome: "pressed", Cites: ids(found...)}
	}
	end := at(c.Moments.Failure)
	series := c.Bundle.SeriesOf(evidence.Host)
	low, seen := math.Inf(1), false
	for _, f := range series {
		top := 0.0
		for _, s := range f.Series.Samples {
			top = math.Max(top, s.Value)
		}
		for _, s := range f.Series.Samples {
			if top > 0 && (end.IsZero() || !s.At.After(end) && end.Sub(s.At) <= hostBefore) {
				low, seen = math.Min(low, s.Value/top), true
			}
		}
	}
	switch {
	case !seen:
		return Answer{Why: "no figures of the host in the bundle"}
	case low < hostPressed:
		return Answer{Outcome: "pressed", Cites: ids(series...)}
	case low > hostCalm:
		return Answer{Outcome: "calm", Cites: ids(series...)}
	default:
		return Answer{Why: "the host was low on memory, and not so low that it had to act"}
	}
}

func signal(s evidence.Signal, outcome, why string) func(*Case) Answer {
	return func(c *Case) Answer {
		if found := c.Bundle.Logs(s); len(found) > 0 {
			return Answer{Outcome: outcome, Cites: ids(found...)}
		}
		return Answer{Why: why}
	}
}

func exitMessage(c *Case) Answer {
	return signal(evidence.AllocationFail, "allocation", "no process reported an allocation that failed")(c)
}

func exitTermination(c *Case) Answer {
	for _, s := range []struct {
		signal  evidence.Signal
		outcome string
	}{{evidence.CgroupKill, "cgroup"}, {evidence.GlobalOOM, "global"}, {evidence.SigKill, "sigkill"}} {
		if found := c.Bundle.Logs(s.signal); len(found) > 0 {
			return Answer{Outcome: s.outcome, Cites: ids(found...)}
		}
	}
	return Answer{Why: "exit code and reason of the termination were not collected"}
}

// hints recognise what a note blames.
var hints = []struct {
	outcome string
	pattern *pattern.Pattern
}{
	{"application", pattern.New(`(?i)\bunbounded\b|\bleak|\bcache\b|\bappend\b|never (freed|evicted|cleared)|\bgrows?\b`)},
	{"traffic", pattern.New(`(?i)\btraffic\b|\bspike\b|\bsurge\b|\bload\b`)},
}

func annotationHint(c *Case) Answer {
	for _, h := range hints {
		for _, f := range c.Bundle.Select(func(f *evidence.Fact) bool { return f.Annotation != nil }) {
			if h.pattern.MatchString(f.Annotation.Text) {
				return Answer{Outcome: h.outcome, Cites: ids(f)}
			}
		}
	}
	return Answer{Why: "no note names a cause"}
}
