package verdict

import (
	"time"

	"github.com/growlint/growlint/blame/evidence"
)

// Moments are the turning points of the first failure after the roll-out. A nil fact is a moment that the bundle
// does not tell.
type Moments struct {
	RollOut    *evidence.Fact
	Start      *evidence.Fact // of the process that failed
	Warning    *evidence.Fact
	Allocation *evidence.Fact // the first report of an allocation that failed
	Failure    *evidence.Fact // crash or kill
}

// FindMoments reads them from deployments and logs.
func FindMoments(b *evidence.Bundle) Moments {
	var m Moments
	m.RollOut = rollOut(b)
	from := at(m.RollOut)
	m.Failure = firstAfter(from, b.Logs(evidence.Crash), b.Logs(evidence.SigKill), b.Logs(evidence.CgroupKill), b.Logs(evidence.GlobalOOM))
	if m.Failure == nil {
		m.Failure = firstAfter(from, b.Logs(evidence.AllocationFail))
	}
	m.Failure = earlierRestart(b, m.Failure, from)
	end := at(m.Failure)
	for _, f := range b.Logs(evidence.ProcessStart) {
		if end.IsZero() || !f.At.After(end) {
			if m.Start == nil || f.At.After(m.Start.At) {
				m.Start = f
			}
		}
	}
	m.Warning = firstAfter(at(m.Start), b.Logs(evidence.MemoryWarning))
	m.Allocation = firstAfter(at(m.Start), b.Logs(evidence.AllocationFail))
	return m
}

// earlierRestart returns the first step of a restart counter after the roll-out, where it lies before the failure that is recorded: platforms
// keep the last end of a container only. The fact is that of the series, at the time of the step.
func earlierRestart(b *evidence.Bundle, failure *evidence.Fact, from time.Time) *evidence.Fact {
	if failure == nil {
		return nil // a restart alone is no failure: roll-outs and operators restart, too
	}
	first := failure
	for _, f := range b.SeriesOf(evidence.Restarts) {
		for i, s := range f.Series.Samples {
			if i == 0 || s.Value <= f.Series.Samples[i-1].Value || s.At.Before(from) {
				continue
			}
			if s.At.Before(first.At.Add(-time.Minute)) {
				step := *f
				step.At, step.Text = s.At, "restart counter rises: "+f.Text
				first = &step
			}
			break
		}
	}
	return first
}

func rollOut(b *evidence.Bundle) *evidence.Fact {
	if f := b.RollOut(); f != nil && !f.At.IsZero() {
		return f
	}
	for _, f := range b.Logs(evidence.RollOut) {
		return f
	}
	return nil
}

func at(f *evidence.Fact) time.Time {
	if f == nil {
		return time.Time{}
	}
	return f.At
}

// firstAfter returns the earliest fact that is not before from.
func firstAfter(from time.Time, lists ...[]*evidence.Fact) *evidence.Fact {
	var first *evidence.Fact
	for _, list := range lists {
		for _, f := range list {
			if !f.At.Before(from) && (first == nil || f.At.Before(first.At)) {
				first = f
			}
		}
	}
	return first
}
