package verdict

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Trend is a Mann-Kendall test with the Theil-Sen slope and its 95 % interval.
//
// Mann (1945), Kendall (1975); Sen (1968), J. Am. Stat. Assoc. 63: 1379–1389; the correction for autocorrelation is
// that of Yue and Wang (2004), Water Resour. Manage. 18: 201–218.
type Trend struct {
	N         int     `json:"n"`
	P         float64 `json:"p"`     // two-sided
	Slope     float64 `json:"slope"` // units of y per unit of x
	Low, High float64 // 95 % interval of the slope; -Inf and +Inf where n is too small for one
}

// Significance is the level below which a trend counts as one.
const Significance = 0.05

// Rising reports whether y rises with x at the 5 % level.
func (t Trend) Rising() bool { return t.N > 0 && t.P < Significance && t.Slope > 0 }

// exactUpTo is the largest n for which the exact distribution of S is used (no ties, no correction).
const exactUpTo = 10

// MannKendall tests y for a monotone trend over x, which must rise. Below three points P is 1.
func MannKendall(x, y []float64) Trend {
	n := len(y)
	t := Trend{N: n, P: 1, Low: math.Inf(-1), High: math.Inf(1)}
	if n < 2 {
		return t
	}
	slopes, s := pairs(x, y)
	slices.Sort(slopes)
	t.Slope = median(slopes)
	if n < 3 {
		return t
	}
	variance := varianceOfS(y)
	if n <= exactUpTo && !tied(y) {
		t.P = exactP(n, s)
	} else {
		variance *= inflation(y, s > 0)
		t.P = normalP(s, variance)
	}
	t.Low, t.High = senInterval(slopes, variance)
	return t
}

// pairs returns the slopes of all pairs of points, and Kendall's S.
func pairs(x, y []float64) (slopes []float64, s int) {
	for i := range y {
		for j := i + 1; j < len(y); j++ {
			switch {
			case y[j] > y[i]:
				s++
			case y[j] < y[i]:
				s--
			}
			if dx := x[j] - x[i]; dx > 0 {
				slopes = append(slopes, (y[j]-y[i])/dx)
			}
		}
	}
	return slopes, s
}

func tied(y []float64) bool {
	sorted := slices.Sorted(slices.Values(y))
	return len(slices.Compact(sorted)) < len(y)
}

// varianceOfS is n(n-1)(2n+5)/18, less what ties take away.
func varianceOfS(y []float64) float64 {
	term := func(n float64) float64 { return n * (n - 1) * (2*n + 5) }
	v := term(float64(len(y)))
	counts := map[float64]float64{}
	for _, a := range y {
		counts[a]++
	}
	for _, c := range counts {
		v -= term(c)
	}
	return v / 18
}

// exactP is the two-sided probability of |S| or more among all n! orders, by the Mahonian numbers: the orders of n
// with k inversions.
func exactP(n, s int) float64 {
	counts := []float64{1}
	for m := 2; m <= n; m++ {
		next := make([]float64, len(counts)+m-1)
		for k, c := range counts {
			for j := range m {
				next[k+j] += c
			}
		}
		counts = next
	}
	total, tail := 0.0, 0.0
	pairs := n * (n - 1) / 2
	for k, c := range counts {
		total += c
		if abs(pairs-2*k) >= abs(s) {
			tail += c
		}
	}
	return math.Min(1, tail/total)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func normalP(s int, variance float64) float64 {
	if variance <= 0 || s == 0 {
		return 1
	}
	z := (math.Abs(float64(s)) - 1) / math.Sqrt(variance)
	return math.Min(1, 2*(1-distuv.UnitNormal.CDF(z)))
}

// inflation is how much autocorrelation widens the variance of S: noise that remembers itself looks like a trend. It is
// measured on what is left when the best monotone curve is taken away, and never below 1. A straight line would not
// do: what it leaves of a bent but clear rise is as smooth as the rise itself.
func inflation(y []float64, rising bool) float64 {
	n := len(y)
	if n <= exactUpTo {
		return 1
	}
	rest := make([]float64, n)
	for i, fit := range monotone(y, rising) {
		rest[i] = y[i] - fit
	}
	r := stat.Correlation(rest[:n-1], rest[1:], nil)
	if math.IsNaN(r) || r <= 0 {
		return 1
	}
	r = math.Min(r, .99)
	return (1 + r) / (1 - r)
}

// monotone is isotonic regression by pooling adjacent violators (Ayer et al. 1955).
func monotone(y []float64, rising bool) []float64 {
	sign := 1.0
	if !rising {
		sign = -1
	}
	type pool struct{ sum, n float64 }
	var pools []pool
	for _, v := range y {
		pools = append(pools, pool{sign * v, 1})
		for k := len(pools) - 1; k > 0 && pools[k-1].sum*pools[k].n >= pools[k].sum*pools[k-1].n; k-- {
			pools[k-1].sum += pools[k].sum
			pools[k-1].n += pools[k].n
			pools = pools[:k]
		}
	}
	out := make([]float64, 0, len(y))
	for _, p := range pools {
		for range int(p.n) {
			out = append(out, sign*p.sum/p.n)
		}
	}
	return out
}

// senInterval is the 95 % interval of the Theil-Sen slope: order statistics of the pair slopes (Sen 1968, section 6).
func senInterval(sorted []float64, variance float64) (low, high float64) {
	n := float64(len(sorted))
	c := 1.959963984540054 * math.Sqrt(math.Max(variance, 0))
	lo, hi := int(math.Floor((n-c)/2)), int(math.Ceil((n+c)/2))
	if lo < 0 || hi >= len(sorted) {
		return math.Inf(-1), math.Inf(1)
	}
	return sorted[lo], sorted[hi]
}

func median(sorted []float64) float64 {
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return sorted[n/2]
	default:
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
}
