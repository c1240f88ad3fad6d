package verdict

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"pgregory.net/changepoint"
)

// The shapes of a rising life.
const (
	Linear       = "linear"
	Exponential  = "exponential"
	Undetermined = "undetermined"
)

// A Shape is the better of two models of growth, where one is clearly better.
type Shape struct {
	Name  string
	Delta float64 // AICc of the worse model less that of the better one
	Why   string  // of an undetermined shape
}

// minimumShape is the number of samples below which no shape is told; clearly is the difference of AICc at which one is
// (Burnham and Anderson 2002: beyond 4 the worse model has considerably less support).
const (
	minimumShape = 5
	clearly      = 4
)

// ShapeOf compares y = a + b·x with y = a + b·e^(cx) by the corrected Akaike criterion.
func ShapeOf(x, y []float64) Shape {
	if len(y) < minimumShape {
		return Shape{Name: Undetermined, Why: "fewer than 5 samples"}
	}
	line := aicc(linearRSS(x, y), len(y), 3)
	curve := aicc(exponentialRSS(x, y), len(y), 4)
	switch {
	case math.IsInf(curve, 1) || math.Abs(line-curve) <= clearly:
		return Shape{Name: Undetermined, Delta: math.Abs(line - curve), Why: "linear and exponential growth fit about equally well"}
	case line < curve:
		return Shape{Name: Linear, Delta: curve - line}
	default:
		return Shape{Name: Exponential, Delta: line - curve}
	}
}

// aicc is Akaike's criterion with the correction for small samples; k counts the variance as a parameter.
func aicc(rss float64, n, k int) float64 {
	if n-k-1 <= 0 {
		return math.Inf(1)
	}
	nf, kf := float64(n), float64(k)
	return nf*math.Log(rss/nf) + 2*kf + 2*kf*(kf+1)/(nf-kf-1)
}

func linearRSS(x, y []float64) float64 {
	a, b := stat.LinearRegression(x, y, nil, false)
	return residuals(x, y, func(t float64) float64 { return a + b*t })
}

// exponentialRSS searches the rate c, over which the model is not linear, on a grid from nearly straight to twenty
// e-foldings over the life; a and b follow by regression.
func exponentialRSS(x, y []float64) float64 {
	best := math.Inf(1)
	span := x[len(x)-1] - x[0]
	if span <= 0 {
		return best
	}
	warped := make([]float64, len(x))
	for step := range 120 {
		c := 0.5 * math.Pow(40, float64(step)/119) / span
		for i := range x {
			warped[i] = math.Exp(c * (x[i] - x[len(x)-1])) // scaled to 1 at the end, so that it does not overflow
		}
		best = math.Min(best, linearRSS(warped, y))
	}
	return best
}

// A life levels off where growth towards a level explains it clearly better than a straight line (levelDelta, for the reason that
// followDelta has), and no more than levelRest of the growth is still to come.
const (
	levelDelta = 10
	levelRest  = 0.25
)

// levelling compares y = a + b·x with y = a + b·(1 − e^(−cx)), b and c above zero.
func levelling(x, y []float64) bool {
	span := x[len(x)-1] - x[0]
	if len(y) < 2*minimumShape || span <= 0 {
		return false
	}
	best, rest := math.Inf(1), 1.0
	warped := make([]float64, len(x))
	for step := range 60 {
		c := math.Pow(30, float64(step)/59) / span // from one e-folding over the life to thirty
		for i := range x {
			warped[i] = 1 - math.Exp(-c*(x[i]-x[0]))
		}
		a, b := stat.LinearRegression(warped, y, nil, false)
		if !(b > 0) {
			continue
		}
		if rss := residuals(warped, y, func(t float64) float64 { return a + b*t }); rss < best {
			best, rest = rss, math.Exp(-c*span)
		}
	}
	if math.IsInf(best, 1) {
		return false
	}
	return aicc(linearRSS(x, y), len(y), 3)-aicc(best, len(y), 4) > levelDelta && rest <= levelRest
}

func residuals(x, y []float64, model func(float64) float64) float64 {
	sum, scale := 0.0, 0.0
	for i := range y {
		d := y[i] - model(x[i])
		sum += d * d
		scale += y[i] * y[i]
	}
	return math.Max(sum, 1e-18*scale+1e-300) // a perfect fit must not reach the logarithm of zero
}

// Onset returns the index at which y begins to grow differently: the first change point of its first differences
// (ED-PELT), or -1. On the values themselves a trend splits into arbitrary steps.
func Onset(y []float64) int {
	const segment = 5
	if len(y) < 2*segment+1 {
		return -1
	}
	diffs := make([]float64, len(y)-1)
	for i := range diffs {
		diffs[i] = y[i+1] - y[i]
	}
	points := changepoint.NonParametric(diffs, segment)
	if len(points) == 0 {
		return -1
	}
	return points[0]
}
