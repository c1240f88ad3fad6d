package verdict

import (
	"slices"
	"time"

	"github.com/growlint/growlint/blame/evidence"
)

// The bounds of a request rate's ratio, argued for in docs/weighing.md, 'load-requests'.
const (
	loadFlat = 1.2
	loadRise = 1.5
)

func loadRequests(c *Case) Answer {
	ratio, cites, why := Ratio(c.Bundle, evidence.Requests, c.Moments.RollOut)
	if during, ids, ok := duringFailure(c); ok {
		ratio, cites, why = during, ids, ""
	}
	switch {
	case why != "":
		return Answer{Why: why}
	case ratio < loadFlat:
		if shape := shapeTrend(c).Outcome; shape == "flat" || shape == "plateau" {
			return Answer{Outcome: "flat-without-growth", Cites: append(slices.Clone(cites), c.Memory.Cites()...)}
		}
		return Answer{Outcome: "flat", Cites: cites}
	case ratio < loadRise:
		return Answer{Outcome: "unclear", Cites: cites}
	default:
		return Answer{Outcome: "rise", Cites: cites}
	}
}

func loadErrors(c *Case) Answer {
	ratio, cites, why := Ratio(c.Bundle, evidence.Errors, c.Moments.RollOut)
	switch {
	case why != "":
		return Answer{Why: why}
	case ratio > loadRise:
		return Answer{Outcome: "rise", Cites: cites}
	default:
		return Answer{Outcome: "flat", Cites: cites}
	}
}

// runUp is the time before a failure in which load would have brought it about, and burst the time that a spike has to last.
const (
	runUp = 30 * time.Minute
	burst = 5 * time.Minute
)

// duringFailure compares the busiest five minutes of the half hour before the first failure with the busy ones (nine of ten are quieter)
// before the roll-out, or before that half hour where no roll-out lies before it: over a whole afternoon a spike of half an hour does not show.
func duringFailure(c *Case) (ratio float64, cites []string, ok bool) {
	load := ReadLoad(c.Bundle)
	failure := c.Moments.Failure
	if failure == nil || len(load.Samples) == 0 {
		return 0, nil, false
	}
	begin := failure.At.Add(-runUp)
	until := begin
	if r := c.Moments.RollOut; r != nil && load.Samples[0].At.Before(r.At) && r.At.Before(until) {
		until = r.At
	}
	var before, during []float64
	for t := load.Samples[0].At; t.Before(until); t = t.Add(burst) {
		if n, ok := load.between(t, t.Add(burst)); ok {
			before = append(before, n)
		}
	}
	for t := begin; !t.Add(burst).After(failure.At); t = t.Add(burst / 5) {
		if n, ok := load.between(t, t.Add(burst)); ok {
			during = append(during, n)
		}
	}
	slices.Sort(before)
	if len(before) < minimumShape || len(during) == 0 || before[len(before)*9/10] <= 0 {
		return 0, nil, false
	}
	return slices.Max(during) / before[len(before)*9/10], append(slices.Clone(load.Cites), failure.ID), true
}

// Ratio returns the level of a role after the roll-out over the one before it: medians of a series, or peak over
// baseline of two figures. why says what is missing.
func Ratio(b *evidence.Bundle, role evidence.Role, rollout *evidence.Fact) (ratio float64, cites []string, why string) {
	if series := b.SeriesOf(role); len(series) > 0 && rollout != nil {
		var before, after []float64
		for _, f := range series {
			for _, s := range f.Series.Samples {
				if s.At.Before(rollout.At) {
					before = append(before, s.Value)
				} else {
					after = append(after, s.Value)
				}
			}
		}
		slices.Sort(before)
		slices.Sort(after)
		if median(before) > 0 && len(after) > 0 {
			return median(after) / median(before), append(ids(series...), rollout.ID), ""
		}
	}
	low, high := Span(b.Observations(role))
	if low == nil || low.Observation.Value <= 0 {
		return 0, nil, "no series or figures of " + string(role) + " from before and after the roll-out"
	}
	return high.Observation.Value / low.Observation.Value, ids(low, high), ""
}

// Span returns the observation of the baseline (or the lowest) and of the peak (or the highest); nil without two.
func Span(obs []*evidence.Fact) (low, high *evidence.Fact) {
	if len(obs) < 2 {
		return nil, nil
	}
	pick := func(phase string, better func(a, b float64) bool) *evidence.Fact {
		var best *evidence.Fact
		for _, f := range obs {
			if best == nil || f.Observation.Phase == phase && best.Observation.Phase != phase ||
				(f.Observation.Phase == phase) == (best.Observation.Phase == phase) && better(f.Observation.Value, best.Observation.Value) {
				best = f
			}
		}
		return best
	}
	low = pick("baseline", func(a, b float64) bool { return a < b })
	high = pick("peak", func(a, b float64) bool { return a > b })
	if low == high {
		return nil, nil
	}
	return low, high
}
