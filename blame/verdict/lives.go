package verdict

import (
	"slices"
	"time"

	"github.com/growlint/growlint/blame/evidence"
)

// A Life is the memory of one process from its start to its end. Over several lives a leak measures as noise, so every
// statistic is made on one.
type Life struct {
	Series   *evidence.Fact
	From, To time.Time // of its first and last sample
	Samples  []evidence.Sample
	Deployed bool // it began at or after the roll-out; true where no roll-out is known, since one version is all that is seen
	After    bool // it began at or after the NEXT roll-out: it is a life of neither version

	Whole     Trend // bytes per second
	FirstHalf Trend
	LastThird Trend
	Shape     Shape
	Level     float64   // bytes at the beginning
	Growth    float64   // bytes that were added until the end
	Levelling bool      // it grows less and less, towards a level that it has nearly reached
	Onset     time.Time // zero where no change point was found
}

// Rises reports whether memory rises over the whole life, still does in its last third, does not level off, and by so much that it matters.
func (l *Life) Rises() bool {
	return l.Whole.Rising() && l.LastThird.Rising() && l.matters() && !l.Levelling
}

// Plateau reports whether memory rose by so much that it matters, and then did not, or less and less. A last third of fewer than five samples
// cannot tell.
func (l *Life) Plateau() bool {
	if !l.matters() || l.LastThird.N < minimumShape {
		return false
	}
	return l.Whole.Rising() && l.Levelling || (l.Whole.Rising() || l.FirstHalf.Rising()) && !l.LastThird.Rising()
}

// Flat reports whether memory shows no rise that matters.
func (l *Life) Flat() bool {
	return !l.Rises() && !l.Plateau() && (!l.Whole.Rising() || !l.matters())
}

// mattering is the share of its first level by which memory has to grow within a life for a rise to be one that could exhaust it: with
// many samples every process grows significantly, and nearly none of them enough.
const mattering = 0.1

func (l *Life) matters() bool { return l.Growth >= mattering*l.Level }

// growth measures the level that a life begins with and what is added until its end: medians of its first and its last tenth.
func (l *Life) growth() (level, growth float64) {
	n := len(l.Samples)
	tenth := max(n/10, 1)
	level = middle(l.Samples[:tenth])
	return level, middle(l.Samples[n-tenth:]) - level
}

func middle(samples []evidence.Sample) float64 {
	values := make([]float64, 0, len(samples))
	for _, s := range samples {
		values = append(values, s.Value)
	}
	slices.Sort(values)
	return median(values)
}

// Measurable reports whether the life has enough samples for a trend to be told from chance (n = 5: p = 0.017).
func (l *Life) Measurable() bool { return len(l.Samples) >= minimumShape }

// restartDrop is the share of the previous value below which memory can only have fallen because the process was
// replaced: an allocator gives back some pages, not half of a service.
const restartDrop = 0.5

// startDrop is the share below which memory has to fall for a start that names no pod to be taken for this pod's.
const startDrop = 0.9

// splitLives cuts a series at restarts: at the given times, and where memory falls by half.
func splitLives(f *evidence.Fact, starts []time.Time, rollout time.Time) []Life {
	return splitAt(f, starts, nil, rollout)
}

// splitAt cuts at the sure times, and at the unsure ones where memory fell by a tenth: a process that has just started holds less.
func splitAt(f *evidence.Fact, sure, unsure []time.Time, rollout time.Time) []Life {
	var lives []Life
	var current []evidence.Sample
	flush := func() {
		if len(current) > 0 {
			from, to := current[0].At, current[len(current)-1].At
			lives = append(lives, Life{Series: f, From: from, To: to, Samples: current, Deployed: rollout.IsZero() || !from.Before(rollout)})
			current = nil
		}
	}
	for i, s := range f.Series.Samples {
		if i > 0 {
			before := f.Series.Samples[i-1]
			if replaced(before, s, sure) || s.Value < startDrop*before.Value && replaced(before, s, unsure) {
				flush()
			}
		}
		current = append(current, s)
	}
	flush()
	return lives
}

func replaced(before, after evidence.Sample, starts []time.Time) bool {
	if after.Value < restartDrop*before.Value {
		return true
	}
	return slices.ContainsFunc(starts, func(t time.Time) bool { return t.After(before.At) && !t.After(after.At) })
}

// starts collects the times at which the process of a series was replaced: roll-outs, recorded starts, steps of a restart counter. What
// happened to another pod cuts no life of this one; what names no pod cuts a series of several only where memory fell, see replaced.
func starts(b *evidence.Bundle, f *evidence.Fact, several bool, rollouts ...time.Time) (sure, unsure []time.Time) {
	for _, t := range rollouts {
		if !t.IsZero() {
			sure = append(sure, t)
		}
	}
	for _, s := range b.Logs(evidence.ProcessStart) {
		switch {
		case s.Pod == "" && several:
			unsure = append(unsure, s.At)
		case s.Pod == "" || f.Pod == "" || s.Pod == f.Pod:
			sure = append(sure, s.At)
		}
	}
	for _, r := range b.SeriesOf(evidence.Restarts) {
		if r.Pod != "" && f.Pod != "" && r.Pod != f.Pod {
			continue
		}
		for i, s := range r.Series.Samples {
			if i > 0 && s.Value > r.Series.Samples[i-1].Value {
				sure = append(sure, s.At)
			}
		}
	}
	return sure, unsure
}

// most bounds the samples that a statistic looks at: those over pairs cost the square of it. Longer lives are thinned to
// the medians of equal runs, which keeps a trend and loses only noise.
const most = 400

func (l *Life) measure() {
	x, y := axes(thin(l.Samples, most))
	l.Whole = MannKendall(x, y)
	l.FirstHalf = MannKendall(axes(thin(l.Samples[:len(l.Samples)/2], most)))
	third := thin(l.Samples[len(l.Samples)-len(l.Samples)/3:], most)
	l.LastThird = MannKendall(axes(third))
	l.Level, l.Growth = l.growth()
	l.Levelling = l.Measurable() && levelling(axes(thin(l.Samples, onsetPoints)))
	l.Shape = Shape{Name: Undetermined, Why: "memory does not rise"}
	if !l.Measurable() {
		l.Shape.Why = "fewer than 5 samples"
	} else if l.Whole.Rising() {
		l.Shape = ShapeOf(x, y)
	}
	x, y = axes(thin(l.Samples, onsetPoints))
	if i := Onset(y); i >= 0 {
		l.Onset = l.From.Add(time.Duration(x[i] * float64(time.Second)))
	}
}

// onsetPoints is the resolution at which an onset is looked for: first differences of neighbouring samples are nearly all noise, those of
// medians over a hundredth of a life show the growth.
const onsetPoints = 100

// axes returns seconds since the first sample, and values.
func axes(samples []evidence.Sample) (x, y []float64) {
	for _, s := range samples {
		x = append(x, s.At.Sub(samples[0].At).Seconds())
		y = append(y, s.Value)
	}
	return x, y
}

func thin(samples []evidence.Sample, limit int) []evidence.Sample {
	if len(samples) <= limit {
		return samples
	}
	out := make([]evidence.Sample, 0, limit)
	for i := range limit {
		run := samples[i*len(samples)/limit : (i+1)*len(samples)/limit]
		values := make([]float64, 0, len(run))
		for _, s := range run {
			values = append(values, s.Value)
		}
		slices.Sort(values)
		out = append(out, evidence.Sample{At: run[len(run)/2].At, Value: median(values)})
	}
	return out
}
