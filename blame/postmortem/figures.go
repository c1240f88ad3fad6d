package postmortem

import (
	"math"
	"time"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/verdict"
)

// Figures are the untimed measurements that people write down after an incident: a baseline, a peak, something between.
// They allow bounds, not a trend; this file works the bounds out.
type figures struct {
	all       []*evidence.Fact // memory, in the order of the manifest
	low, peak *evidence.Fact
	between   *evidence.Fact // neither baseline nor peak: 'pre-incident'
	spans     []span         // over which the growth may have happened
}

// A span is one possible time of the growth.
type span struct {
	from, to *evidence.Fact
}

func (s span) seconds() float64 { return s.to.At.Sub(s.from.At).Seconds() }

func timeOf(f *evidence.Fact) time.Time {
	if f == nil {
		return time.Time{}
	}
	return f.At
}

func readFigures(b *evidence.Bundle, m verdict.Moments) figures {
	f := figures{all: b.Observations(evidence.Memory)}
	f.low, f.peak = verdict.Span(f.all)
	for _, o := range f.all {
		if o != f.low && o != f.peak {
			f.between = o
		}
	}
	for _, from := range []*evidence.Fact{m.Start, m.RollOut} {
		for _, to := range []*evidence.Fact{m.Allocation, m.Failure} {
			if from != nil && to != nil && to.At.After(from.At) {
				f.spans = append(f.spans, span{from, to})
			}
		}
	}
	return f
}

// bases are the figures from which memory may have grown to the peak.
func (f figures) bases() []*evidence.Fact {
	var out []*evidence.Fact
	for _, o := range f.all {
		if f.peak != nil && o.Observation.Value < f.peak.Observation.Value {
			out = append(out, o)
		}
	}
	return out
}

// rates returns the smallest and the largest mean growth (bytes per second) over all bases and spans; ok is false
// where there is no pair of figures or no span.
func (f figures) rates() (low, high float64, cites []string, ok bool) {
	low, high = math.Inf(1), 0
	for _, base := range f.bases() {
		for _, s := range f.spans {
			r := (f.peak.Observation.Value - base.Observation.Value) / s.seconds()
			low, high = math.Min(low, r), math.Max(high, r)
			cites = append(cites, base.ID, s.from.ID, s.to.ID, f.peak.ID)
		}
	}
	return low, high, unique(cites), len(cites) > 0
}

// impliedLimits returns the range of limits (bytes) that a warning at a percentage implies if memory grew linearly to the
// peak: at the warning it stood lower by the growth that was still to come.
func (f figures) impliedLimits(warning *evidence.Fact) (low, high float64, ok bool) {
	low, high = math.Inf(1), 0
	for _, base := range f.bases() {
		for _, s := range f.spans {
			if warning.At.Before(s.from.At) || warning.At.After(s.to.At) {
				continue
			}
			rate := (f.peak.Observation.Value - base.Observation.Value) / s.seconds()
			then := f.peak.Observation.Value - rate*s.to.At.Sub(warning.At).Seconds()
			limit := then / (warning.Log.Percent / 100)
			low, high, ok = math.Min(low, limit), math.Max(high, limit), true
		}
	}
	return low, high, ok
}

// roundLimit is the next size at or above v with one significant digit: what somebody who reads a dashboard takes a
// limit to be.
func roundLimit(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	return math.Ceil(v/unit-1e-9) * unit
}
