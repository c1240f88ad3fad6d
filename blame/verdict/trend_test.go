package verdict

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func steps(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}

// Three points are never significant; 2/n! is the whole argument.
func TestExactPOfRisingPoints(t *testing.T) {
	for n, want := range map[int]float64{3: 2. / 6, 4: 2. / 24, 5: 2. / 120} {
		got := MannKendall(steps(n), steps(n))
		near(t, "p", got.P, want, 1e-12)
		if got.Rising() != (n >= 5) {
			t.Errorf("n=%d: Rising = %v", n, got.Rising())
		}
	}
}

// The exact distribution of S against a count of all orders of six.
func TestExactPAgainstEnumeration(t *testing.T) {
	counts := map[int]int{}
	total := 0
	permute(steps(6), 0, func(y []float64) {
		_, s := pairs(steps(6), y)
		counts[s]++
		total++
	})
	for s := range counts {
		tail := 0
		for other, n := range counts {
			if abs(other) >= abs(s) {
				tail += n
			}
		}
		near(t, "p", exactP(6, s), float64(tail)/float64(total), 1e-12)
	}
}

func permute(y []float64, k int, visit func([]float64)) {
	if k == len(y) {
		visit(y)
		return
	}
	for i := k; i < len(y); i++ {
		y[k], y[i] = y[i], y[k]
		permute(y, k+1, visit)
		y[k], y[i] = y[i], y[k]
	}
}

// Reference values: scipy 1.x, kendalltau(method='exact') and theilslopes(alpha=0.95).
func TestAgainstSciPy(t *testing.T) {
	near(t, "p of n=7", MannKendall(steps(7), []float64{120, 132, 128, 141, 150, 149, 163}).P, 0.010714285714285714, 1e-12)
	near(t, "p of n=10", MannKendall(steps(10), []float64{5, 3, 8, 7, 9, 12, 10, 11, 15, 14}).P, 0.0009463183421516755, 1e-12)
	y := []float64{
		100.01, 103.49, 102.63, 101.55, 105.73, 105.04, 112.3, 120.7, 113.54, 114.9, 122.45, 123.78, 124.53, 121.35, 127.85,
		133.48, 125.28, 131.71, 126.49, 131.55, 130.79, 140.82, 137.66, 147.36, 148.78, 149.07, 139.42, 151.31, 155.76, 158.57,
	}
	trend := MannKendall(steps(30), y)
	near(t, "Theil-Sen slope", trend.Slope, 1.916153846153847, 1e-9)
	slopes, _ := pairs(steps(30), y)
	slices.Sort(slopes)
	low, high := senInterval(slopes, varianceOfS(y))
	near(t, "lower end", low, 1.7000000000000013, 0.01)
	near(t, "upper end", high, 2.084583333333333, 0.01)
	if trend.Low > low || trend.High < high {
		t.Errorf("the correction for autocorrelation narrowed the interval: %v to %v", trend.Low, trend.High)
	}
}

// Ties: S, its variance and p worked out by hand from Kendall's formula (S = 60, variance 206, z = 4.1107).
func TestTies(t *testing.T) {
	y := []float64{1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 6, 7}
	_, s := pairs(steps(12), y)
	if s != 60 {
		t.Fatalf("S = %d, want 60", s)
	}
	near(t, "variance", varianceOfS(y), 206, 1e-9)
	near(t, "p", normalP(s, varianceOfS(y)), 3.944190958704574e-05, 1e-12)
	if flat := MannKendall(steps(20), make([]float64, 20)); flat.Rising() || flat.P != 1 {
		t.Errorf("a constant has a trend: %+v", flat)
	}
}

// Without the correction 38 % of such walks counted as rising. A one-sided test at 5 % may call some 2.5 % so; the
// correction leaves a little more.
func TestAutocorrelatedNoiseSeldomRises(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	rising := 0
	const runs = 400
	for range runs {
		y := make([]float64, 100)
		for i := 1; i < len(y); i++ {
			y[i] = 0.8*y[i-1] + rng.NormFloat64()
		}
		if MannKendall(steps(100), y).Rising() {
			rising++
		}
	}
	if share := float64(rising) / runs; share > 0.08 {
		t.Errorf("%.0f %% of autocorrelated noise is called rising", 100*share)
	}
}

func TestShape(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	line, curve := make([]float64, 60), make([]float64, 60)
	for i := range line {
		line[i] = 120 + 3*float64(i) + rng.NormFloat64()
		curve[i] = 100 + 5*math.Exp(float64(i)/12) + rng.NormFloat64()
	}
	for _, c := range []struct {
		name string
		y    []float64
		want string
	}{{"line", line, Linear}, {"curve", curve, Exponential}, {"four points", line[:4], Undetermined}, {"five points", line[:5], Undetermined}} {
		if got := ShapeOf(steps(len(c.y)), c.y); got.Name != c.want {
			t.Errorf("%s: shape %s (Δ %.1f), want %s", c.name, got.Name, got.Delta, c.want)
		}
	}
}

// On the values of a broken line a change point search splits the slope; on its differences it finds the break.
func TestOnset(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	y := make([]float64, 80)
	for i := range y {
		y[i] = 100 + rng.NormFloat64()*0.2
		if i > 30 {
			y[i] += 2 * float64(i-30)
		}
	}
	if got := Onset(y); got < 28 || got > 32 {
		t.Errorf("Onset = %d, want 30 or next to it", got)
	}
	if got := Onset(y[:5]); got != -1 {
		t.Errorf("Onset of five samples = %d, want none", got)
	}
}

func TestExhaustRefuses(t *testing.T) {
	rising := Trend{N: 20, P: 0.001, Slope: 2, Low: 1, High: 4}
	e, ok := Exhaust(100, 300, rising)
	if !ok || e.Seconds != 100 || e.Low != 50 || e.High != 200 {
		t.Errorf("Exhaust = %+v, %v", e, ok)
	}
	if e, ok := Exhaust(100, 300, Trend{N: 20, P: 0.001, Slope: 2, Low: -1, High: 4}); !ok || !math.IsInf(e.High, 1) {
		t.Errorf("an interval that includes zero must have no upper end: %+v", e)
	}
	for name, refused := range map[string]bool{
		"no limit":     second(Exhaust(100, 0, rising)),
		"no rise":      second(Exhaust(100, 300, Trend{N: 3, P: 0.33, Slope: 2})),
		"beyond limit": second(Exhaust(400, 300, rising)),
	} {
		if refused {
			t.Errorf("%s: extrapolated all the same", name)
		}
	}
}

func second(_ Exhaustion, ok bool) bool { return ok }
