package verdict

import (
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat"

	"github.com/growlint/growlint/blame/evidence"
)

// A Follow says what the memory of a life goes with: the request rate of the moment, or the requests served since it began.
type Follow struct {
	Delta float64 // AICc of memory over the rate, less that over the total: above zero the total explains it better
	Total Trend   // memory over the number of requests served: its slope is bytes a request
}

// followPoints bounds the samples of a life that the two lines are compared on, and followDelta is the difference of AICc beyond
// which the worse line has essentially no support (Burnham and Anderson 2002, section 2.6).
const (
	followPoints = 60
	followDelta  = 10
)

// Load is the total request rate over time.
type Load struct {
	Samples []evidence.Sample // 1/s, in order
	Cites   []string
}

// ReadLoad adds up the series of requests: each replica may report its own.
func ReadLoad(b *evidence.Bundle) Load {
	var l Load
	series := slices.DeleteFunc(b.SeriesOf(evidence.Requests), func(f *evidence.Fact) bool { return len(f.Series.Samples) == 0 })
	l.Cites = ids(series...)
	switch len(series) {
	case 0:
		return l
	case 1:
		l.Samples = series[0].Series.Samples
		return l
	}
	sum := map[time.Time]float64{}
	for _, f := range series {
		for _, s := range f.Series.Samples {
			sum[s.At] += s.Value
		}
	}
	for at, v := range sum {
		l.Samples = append(l.Samples, evidence.Sample{At: at, Value: v})
	}
	slices.SortFunc(l.Samples, func(a, b evidence.Sample) int { return a.At.Compare(b.At) })
	return l
}

// between integrates the rate (requests) from a to b, each sample holding until the next one; ok is false where less than nine tenths of
// the time is covered by samples.
func (l Load) between(a, b time.Time) (requests float64, ok bool) {
	i, _ := slices.BinarySearchFunc(l.Samples, a, func(s evidence.Sample, t time.Time) int { return s.At.Compare(t) })
	if i > 0 {
		i--
	}
	covered := 0.0
	for ; i < len(l.Samples) && l.Samples[i].At.Before(b); i++ {
		from, to := l.Samples[i].At, b
		if i+1 < len(l.Samples) && l.Samples[i+1].At.Before(b) {
			to = l.Samples[i+1].At
		}
		if from.Before(a) {
			from = a
		}
		if span := to.Sub(from); span > 0 && to.Sub(l.Samples[i].At) <= longestGap {
			covered += span.Seconds()
			requests += l.Samples[i].Value * span.Seconds()
		}
	}
	return requests, covered >= .9*b.Sub(a).Seconds()
}

// longestGap is how long a sample of the rate is taken to hold.
const longestGap = 5 * time.Minute

// Follows compares the two lines on one life; replicas is the number of processes that share the load. ok is false where the rate does not
// cover the life.
func (l Load) Follows(life *Life, replicas int) (f Follow, ok bool) {
	samples := thin(life.Samples, followPoints)
	if len(samples) < minimumShape || len(l.Samples) == 0 {
		return f, false
	}
	step := life.To.Sub(life.From) / time.Duration(len(samples))
	total := 0.0
	var rate, served, memory []float64
	for i, s := range samples {
		if i > 0 {
			n, ok := l.between(samples[i-1].At, s.At)
			if !ok {
				return f, false
			}
			total += n / float64(replicas)
		}
		n, ok := l.between(s.At.Add(-step), s.At)
		if !ok {
			n, _ = l.between(s.At, s.At.Add(step)) // at the very start of the series
		}
		rate, served, memory = append(rate, n/step.Seconds()), append(served, total), append(memory, s.Value)
	}
	f.Delta = upward(rate, memory) - upward(served, memory)
	f.Total = MannKendall(served, memory)
	return f, true
}

// upward is the AICc of a straight line that does not fall; of a constant, where the best line would.
func upward(x, y []float64) float64 {
	a, b := stat.LinearRegression(x, y, nil, false)
	if !(b > 0) || math.IsInf(b, 0) { // NaN, where x does not vary
		mean := stat.Mean(y, nil)
		return aicc(residuals(x, y, func(float64) float64 { return mean }), len(y), 2)
	}
	return aicc(residuals(x, y, func(t float64) float64 { return a + b*t }), len(y), 3)
}

// replicasAt counts the series that have samples around the middle of a life.
func (b *Behaviour) replicasAt(l *Life) int {
	middle := l.From.Add(l.To.Sub(l.From) / 2)
	seen := map[string]bool{l.Series.ID: true}
	for i := range b.Lives {
		if o := &b.Lives[i]; !o.From.After(middle) && !o.To.Before(middle) {
			seen[o.Series.ID] = true
		}
	}
	return len(seen)
}

// PerRequest is what a request leaves behind (bytes), with its 95 % interval: the median over the rising lives of the deployed version
// of memory over the requests served. ok is false without a rate that covers one.
func (b *Behaviour) PerRequest(load Load) (t Trend, ok bool) {
	var slopes, lows, highs []float64
	for _, l := range b.Of(true) {
		if !l.Rises() {
			continue
		}
		f, ok := load.Follows(l, b.replicasAt(l))
		if !ok || !f.Total.Rising() || math.IsInf(f.Total.Low, 0) || math.IsInf(f.Total.High, 0) {
			continue
		}
		t.N += f.Total.N
		slopes, lows, highs = append(slopes, f.Total.Slope), append(lows, f.Total.Low), append(highs, f.Total.High)
	}
	if len(slopes) == 0 {
		return t, false
	}
	for _, v := range [][]float64{slopes, lows, highs} {
		slices.Sort(v)
	}
	t.Slope, t.Low, t.High = median(slopes), median(lows), median(highs)
	return t, true
}

// loadFollows adds up the evidence of the lives of the deployed version; where none is known, of all.
func loadFollows(c *Case) Answer {
	load := ReadLoad(c.Bundle)
	sum, n := 0.0, 0
	for _, l := range c.Memory.Of(true) {
		if l.Levelling {
			continue // it follows neither
		}
		if f, ok := load.Follows(l, c.Memory.replicasAt(l)); ok {
			sum, n = sum+f.Delta, n+1
		}
	}
	cites := append(c.Memory.Cites(), load.Cites...)
	switch {
	case n == 0:
		return Answer{Why: "needs a memory series and a request rate of the same time"}
	case sum > followDelta:
		return Answer{Outcome: "total", Cites: cites}
	case sum < -followDelta:
		return Answer{Outcome: "rate", Cites: cites}
	default:
		return Answer{Why: "the request rate moved too little, or memory did, to tell which of the two it follows"}
	}
}
