package verdict

import (
	"math"
	"slices"
	"time"

	"github.com/aclements/go-moremath/stats"

	"github.com/growlint/growlint/blame/evidence"
)

// A Behaviour is how memory moved, as far as the bundle tells.
type Behaviour struct {
	Measure string   // the kind of memory that was measured; kinds are never mixed
	Left    []string // ids of memory series of other kinds, left aside
	Lives   []Life
	// BeforeAfter is the one-sided Mann-Whitney p of 'higher after the roll-out than before, at the same age'; NaN
	// where one side is missing.
	BeforeAfter          float64
	BeforeN, AfterN      int
	Limit                float64 // bytes; 0 where unknown
	LimitBefore          float64 // bytes; 0 where no series of the limit covers the time before the roll-out
	LimitCites           []string
	PeakBefore, PeakLast float64 // bytes: highest sample before the roll-out, and of the deployed version
}

// preference among kinds of memory: what the kernel kills for comes first.
var preference = []string{"working set", "cgroup", "resident set", "", "heap"}

// MeasureMemory splits the memory series at restarts and measures every life.
func MeasureMemory(b *evidence.Bundle, rollout time.Time) *Behaviour {
	out := &Behaviour{BeforeAfter: math.NaN()}
	out.readLimit(b, rollout)
	series := b.SeriesOf(evidence.Memory)
	out.Measure = chooseMeasure(series)
	next := nextRollOut(b, rollout)
	for _, f := range series {
		if f.Series.Measure != out.Measure || f.Series.Unit != "bytes" {
			out.Left = append(out.Left, f.ID)
			continue
		}
		for _, l := range livesOf(b, f, series, rollout, next) {
			l.measure()
			out.Lives = append(out.Lives, l)
			out.notePeak(l)
		}
	}
	slices.SortStableFunc(out.Lives, func(a, b Life) int { return a.From.Compare(b.From) })
	out.compare()
	return out
}

// rolling is how long before a roll-out is complete its first pods may run already.
const rolling = 15 * time.Minute

// livesOf splits a series and says which version each life ran. A pod that appears while others run, shortly before the roll-out is
// complete, is one of the roll-out's own, and is not replaced by it.
func livesOf(b *evidence.Bundle, f *evidence.Fact, all []*evidence.Fact, rollout, next time.Time) []Life {
	own := false
	if n := f.Series.Samples; f.Pod != "" && len(n) > 0 && !rollout.IsZero() && n[0].At.Before(rollout) && rollout.Sub(n[0].At) <= rolling {
		own = slices.ContainsFunc(all, func(o *evidence.Fact) bool {
			return o.Pod != f.Pod && len(o.Series.Samples) > 0 && rollout.Sub(o.Series.Samples[0].At) > rolling
		})
	}
	rollouts := []time.Time{rollout, next}
	if own {
		rollouts[0] = time.Time{}
	}
	sure, unsure := starts(b, f, len(all) > 1, rollouts...)
	lives := splitAt(f, sure, unsure, rollout)
	for i := range lives {
		l := &lives[i]
		l.Deployed = l.Deployed || own
		if !next.IsZero() && !l.From.Before(next) {
			l.Deployed, l.After = false, true
		}
	}
	return lives
}

// nextRollOut is when something else was rolled out, a roll-back among others; zero where no record says so.
func nextRollOut(b *evidence.Bundle, rollout time.Time) time.Time {
	var next time.Time
	for _, f := range b.LiveDeployments() {
		if !rollout.IsZero() && f.At.After(rollout) && (next.IsZero() || f.At.Before(next)) {
			next = f.At
		}
	}
	return next
}

func chooseMeasure(series []*evidence.Fact) string {
	for _, m := range preference {
		if slices.ContainsFunc(series, func(f *evidence.Fact) bool { return f.Series.Measure == m && f.Series.Unit == "bytes" }) {
			return m
		}
	}
	return ""
}

func (b *Behaviour) notePeak(l Life) {
	if l.After {
		return
	}
	peak := &b.PeakBefore
	if l.Deployed {
		peak = &b.PeakLast
	}
	for _, s := range l.Samples {
		*peak = math.Max(*peak, s.Value)
	}
}

// readLimit prefers a series of the limit, which shows both sides of the roll-out, over the one figure of the manifest.
func (b *Behaviour) readLimit(bundle *evidence.Bundle, rollout time.Time) {
	for _, f := range bundle.Select(func(f *evidence.Fact) bool { return f.Limit != nil }) {
		b.Limit, b.LimitCites = f.Limit.Bytes, []string{f.ID}
	}
	for _, f := range bundle.SeriesOf(evidence.MemLimit) {
		for _, s := range f.Series.Samples {
			if s.Value <= 0 {
				continue // 0 is how cAdvisor says that there is no limit
			}
			if !rollout.IsZero() && s.At.Before(rollout) {
				b.LimitBefore = s.Value
			} else {
				b.Limit = s.Value
			}
		}
		b.LimitCites = append(b.LimitCites, f.ID)
	}
}

// Of returns the measurable lives of the deployed version, or those before it.
func (b *Behaviour) Of(deployed bool) []*Life {
	var out []*Life
	for i := range b.Lives {
		if l := &b.Lives[i]; l.Deployed == deployed && !l.After && l.Measurable() {
			out = append(out, l)
		}
	}
	return out
}

// Cites returns the ids of the series that were measured.
func (b *Behaviour) Cites() []string {
	var out []string
	for _, l := range b.Lives {
		if !slices.Contains(out, l.Series.ID) {
			out = append(out, l.Series.ID)
		}
	}
	return out
}

// samplesALife bounds what one life gives to the comparison: neighbouring samples repeat each other, and a test that
// takes them for independent finds differences everywhere.
const samplesALife = 12

// compare tests the later half of the ages that both sides reached.
func (b *Behaviour) compare() {
	before, after := b.Of(false), b.Of(true)
	age := math.Min(longest(before), longest(after))
	if age <= 0 {
		return
	}
	x, y := atAge(after, age), atAge(before, age)
	res, err := stats.MannWhitneyUTest(x, y, stats.LocationGreater)
	if err != nil {
		return // one side empty, or all samples equal: no comparison
	}
	b.BeforeAfter, b.AfterN, b.BeforeN = res.P, len(x), len(y)
}

func longest(lives []*Life) float64 {
	var out float64
	for _, l := range lives {
		out = math.Max(out, l.To.Sub(l.From).Seconds())
	}
	return out
}

func atAge(lives []*Life, age float64) []float64 {
	var out []float64
	for _, l := range lives {
		var phase []evidence.Sample
		for _, s := range l.Samples {
			if a := s.At.Sub(l.From).Seconds(); a >= age/2 && a <= age {
				phase = append(phase, s)
			}
		}
		for _, s := range thin(phase, samplesALife) {
			out = append(out, s.Value)
		}
	}
	return out
}

// An Exhaustion is the time that is left until a limit at the measured slope.
type Exhaustion struct {
	Seconds   float64
	Low, High float64 // from the interval of the slope; High is +Inf where the slope may be zero
}

// Exhaust extrapolates from now (bytes) to the limit. It refuses (false) without a limit, without a rise, and beyond
// the limit.
func Exhaust(now, limit float64, t Trend) (Exhaustion, bool) {
	if limit <= 0 || !t.Rising() || now >= limit {
		return Exhaustion{}, false
	}
	e := Exhaustion{Seconds: (limit - now) / t.Slope, Low: (limit - now) / t.High, High: math.Inf(1)}
	if t.Low > 0 {
		e.High = (limit - now) / t.Low
	}
	return e, true
}
