package replay

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metricsql"
	"gonum.org/v1/gonum/stat"

	"github.com/growlint/growlint/blame/evidence"
)

// A rangeFunction makes one value of the samples of a window; ok is false where they do not suffice. args are the scalar
// arguments, window is the length, and at the time of evaluation.
type rangeFunction func(samples []evidence.Sample, args []float64, at time.Time, window time.Duration) (v float64, ok bool)

// rangeFunctions do what those of Prometheus do.
// https://prometheus.io/docs/prometheus/latest/querying/functions/
var rangeFunctions = map[string]rangeFunction{
	"rate": func(s []evidence.Sample, _ []float64, at time.Time, w time.Duration) (float64, bool) {
		return extrapolated(s, at, w, true, true)
	},
	"increase": func(s []evidence.Sample, _ []float64, at time.Time, w time.Duration) (float64, bool) {
		return extrapolated(s, at, w, true, false)
	},
	"delta": func(s []evidence.Sample, _ []float64, at time.Time, w time.Duration) (float64, bool) {
		return extrapolated(s, at, w, false, false)
	},
	"irate":           instantRate,
	"idelta":          instantDelta,
	"deriv":           derivative,
	"predict_linear":  predictLinear,
	"avg_over_time":   over(func(v []float64) float64 { return sum(v) / float64(len(v)) }),
	"sum_over_time":   over(sum),
	"max_over_time":   over(slices.Max[[]float64]),
	"min_over_time":   over(slices.Min[[]float64]),
	"count_over_time": over(func(v []float64) float64 { return float64(len(v)) }),
	"last_over_time":  over(func(v []float64) float64 { return v[len(v)-1] }),
	"changes":         over(func(v []float64) float64 { return steps(v, func(a, b float64) bool { return a != b }) }),
	"resets":          over(func(v []float64) float64 { return steps(v, func(a, b float64) bool { return b < a }) }),
}

// plainFunctions change each value by itself.
var plainFunctions = map[string]func(v float64) float64{
	"abs": math.Abs, "ceil": math.Ceil, "floor": math.Floor, "sqrt": math.Sqrt, "ln": math.Log, "exp": math.Exp,
}

func (e *evaluation) function(x *metricsql.FuncExpr) (vector, error) {
	name := strings.ToLower(x.Name)
	if f := rangeFunctions[name]; f != nil {
		return e.overRange(name, f, x)
	}
	if f := plainFunctions[name]; f != nil && len(x.Args) == 1 {
		in, err := e.eval(x.Args[0])
		out := slices.Clone(in)
		for i := range out {
			out[i].value = f(out[i].value)
		}
		return out, err
	}
	switch {
	case name == "time" && len(x.Args) == 0:
		return scalar(float64(e.at.UnixMilli()) / 1000), nil
	case name == "vector" && len(x.Args) == 1:
		v, err := e.eval(x.Args[0])
		if err != nil || len(v) != 1 {
			return nil, err
		}
		return vector{{labels: labels{}, value: v[0].value}}, nil
	case name == "scalar" && len(x.Args) == 1:
		v, err := e.eval(x.Args[0])
		if err != nil {
			return nil, err
		}
		if len(v) != 1 {
			return scalar(math.NaN()), nil
		}
		return scalar(v[0].value), nil
	case name == "union" && len(x.Args) == 1: // parentheses
		return e.eval(x.Args[0])
	case name == "absent" || name == "absent_over_time":
		return nil, cannotf("%s asks whether a series exists, which a bundle does not tell", name)
	}
	return nil, cannotf("growlint does not evaluate the function %s", x.Name)
}

// overRange evaluates f(metric[window] offset d, scalars…).
func (e *evaluation) overRange(name string, f rangeFunction, x *metricsql.FuncExpr) (vector, error) {
	if len(x.Args) == 0 {
		return nil, cannotf("%s without a range", name)
	}
	r, ok := x.Args[0].(*metricsql.RollupExpr)
	if !ok || r.Window == nil {
		return nil, cannotf("%s needs a range, such as [10m]", name)
	}
	m, ok := r.Expr.(*metricsql.MetricExpr)
	if !ok || r.Step != nil || r.At != nil || r.InheritStep {
		return nil, cannotf("growlint does not evaluate the subquery in %s", name)
	}
	args := []float64{0}[:0]
	for _, a := range x.Args[1:] {
		v, err := e.eval(a)
		if err != nil {
			return nil, err
		}
		if len(v) != 1 {
			return nil, cannotf("%s needs numbers behind the range", name)
		}
		args = append(args, v[0].value)
	}
	if want := map[bool]int{true: 1}[name == "predict_linear"]; len(args) != want {
		return nil, cannotf("%s has another number of arguments than Prometheus', %d", name, want+1)
	}
	window, at := e.duration(r.Window), e.at.Add(-e.duration(r.Offset))
	var out vector
	for _, w := range e.chosen[m].window(at, window) {
		if v, ok := f(w.samples, args, at, window); ok {
			out = append(out, element{labels: w.labels, value: v})
		}
	}
	return out, nil
}

func over(f func([]float64) float64) rangeFunction {
	return func(s []evidence.Sample, _ []float64, _ time.Time, _ time.Duration) (float64, bool) {
		values := make([]float64, len(s))
		for i := range s {
			values[i] = s[i].Value
		}
		return f(values), true
	}
}

func steps(v []float64, is func(a, b float64) bool) float64 {
	n := 0.0
	for i := 1; i < len(v); i++ {
		if is(v[i-1], v[i]) {
			n++
		}
	}
	return n
}

// extrapolated is Prometheus' estimate over the whole window from the samples inside it: the difference between the last and
// the first, resets of a counter added, stretched to the window's ends where they are near.
func extrapolated(s []evidence.Sample, at time.Time, window time.Duration, counter, perSecond bool) (float64, bool) {
	if len(s) < 2 {
		return 0, false
	}
	first, last := s[0], s[len(s)-1]
	result := last.Value - first.Value
	if counter {
		for i := 1; i < len(s); i++ {
			if s[i].Value < s[i-1].Value {
				result += s[i-1].Value
			}
		}
	}
	toStart, toEnd := first.At.Sub(at.Add(-window)).Seconds(), at.Sub(last.At).Seconds()
	sampled := last.At.Sub(first.At).Seconds()
	between := sampled / float64(len(s)-1)
	if counter && result > 0 && first.Value >= 0 { // a counter does not extrapolate below zero
		toStart = math.Min(toStart, sampled*first.Value/result)
	}
	threshold := between * 1.1
	stretched := sampled
	for _, gap := range []float64{toStart, toEnd} {
		if gap < threshold {
			stretched += gap
		} else {
			stretched += between / 2
		}
	}
	result *= stretched / sampled
	if perSecond {
		result /= window.Seconds()
	}
	return result, true
}

func instantDelta(s []evidence.Sample, _ []float64, _ time.Time, _ time.Duration) (float64, bool) {
	if len(s) < 2 {
		return 0, false
	}
	return s[len(s)-1].Value - s[len(s)-2].Value, true
}

func instantRate(s []evidence.Sample, _ []float64, _ time.Time, _ time.Duration) (float64, bool) {
	if len(s) < 2 {
		return 0, false
	}
	a, b := s[len(s)-2], s[len(s)-1]
	d := b.Value - a.Value
	if d < 0 {
		d = b.Value // a counter that was reset
	}
	return d / b.At.Sub(a.At).Seconds(), true
}

// line is the least-squares line through the samples, in seconds from a time.
func line(s []evidence.Sample, from time.Time) (intercept, slope float64, ok bool) {
	if len(s) < 2 {
		return 0, 0, false
	}
	x, y := make([]float64, len(s)), make([]float64, len(s))
	for i := range s {
		x[i], y[i] = s[i].At.Sub(from).Seconds(), s[i].Value
	}
	intercept, slope = stat.LinearRegression(x, y, nil, false)
	return intercept, slope, true
}

func derivative(s []evidence.Sample, _ []float64, at time.Time, _ time.Duration) (float64, bool) {
	_, slope, ok := line(s, at)
	return slope, ok
}

func predictLinear(s []evidence.Sample, args []float64, at time.Time, _ time.Duration) (float64, bool) {
	intercept, slope, ok := line(s, at)
	return intercept + slope*args[0], ok
}
