package verdict

import (
	"math"
	"testing"
	"time"

	"github.com/growlint/growlint/blame/evidence"
)

var day = time.Date(2026, 2, 12, 9, 0, 0, 0, time.UTC)

// memoryOf makes a fact of one sample a minute.
func memoryOf(values ...float64) *evidence.Fact {
	s := &evidence.Series{Role: evidence.Memory, Unit: "bytes"}
	for i, v := range values {
		s.Samples = append(s.Samples, evidence.Sample{At: day.Add(time.Duration(i) * time.Minute), Value: v})
	}
	return &evidence.Fact{ID: "E-001", Series: s}
}

// sawtooth is a leak of 10 a minute that is killed every 20 minutes.
func sawtooth(n int) []float64 {
	var out []float64
	for i := range n {
		out = append(out, 100+10*float64(i%20)+float64(i*7%3))
	}
	return out
}

func TestSlopeIsMeasuredOnEachLife(t *testing.T) {
	lives := splitLives(memoryOf(sawtooth(60)...), nil, time.Time{})
	if len(lives) != 3 {
		t.Fatalf("%d lives, want 3", len(lives))
	}
	for i := range lives {
		lives[i].measure()
		near(t, "slope a minute", 60*lives[i].Whole.Slope, 10, 0.3)
		if !lives[i].Rises() {
			t.Errorf("life %d does not rise: %+v, %+v", i, lives[i].Whole, lives[i].LastThird)
		}
	}
	x, y := axes(memoryOf(sawtooth(60)...).Series.Samples)
	if whole := MannKendall(x, y); 60*whole.Slope > 5 {
		t.Errorf("over all lives the slope is %v: the test does not show why lives are split", 60*whole.Slope)
	}
}

func TestLivesAreSplitAtGivenTimes(t *testing.T) {
	roll := day.Add(90 * time.Second)
	lives := splitLives(memoryOf(100, 101, 102, 103), []time.Time{roll}, roll)
	if len(lives) != 2 || lives[0].Deployed || !lives[1].Deployed || len(lives[0].Samples) != 2 {
		t.Errorf("lives = %+v", lives)
	}
}

func TestPlateauDoesNotRise(t *testing.T) {
	var values []float64
	for i := range 60 {
		values = append(values, min(100+10*float64(i), 300)+float64(i*13%7))
	}
	lives := splitLives(memoryOf(values...), nil, time.Time{})
	lives[0].measure()
	if l := lives[0]; l.Rises() || !l.Plateau() {
		t.Errorf("a warm-up that levels off: rises %v, plateau %v (last third p = %v)", l.Rises(), l.Plateau(), l.LastThird.P)
	}
}

func TestThinningKeepsTheTrend(t *testing.T) {
	var values []float64
	for i := range 5000 {
		values = append(values, 100+float64(i)+float64(i*31%11))
	}
	samples := thin(memoryOf(values...).Series.Samples, most)
	x, y := axes(samples)
	if len(samples) != most {
		t.Fatalf("%d samples, want %d", len(samples), most)
	}
	near(t, "slope a minute", 60*MannKendall(x, y).Slope, 1, 0.01)
}

// A leak that accelerates is a rise, too: the correction for autocorrelation must not take it for wandering noise.
func TestBentRiseIsARise(t *testing.T) {
	var values []float64
	for i := range 120 {
		values = append(values, 100*math.Exp(float64(i)/40)+float64(i*13%7))
	}
	lives := splitLives(memoryOf(values...), nil, time.Time{})
	lives[0].measure()
	if l := lives[0]; !l.Rises() || l.Shape.Name != Exponential {
		t.Errorf("rises %v (p = %v), shape %s", l.Rises(), l.Whole.P, l.Shape.Name)
	}
}
