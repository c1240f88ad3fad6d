package postmortem

import (
	"errors"
	"math"
	"testing"
)

func TestAClaimWithoutCitationIsRefused(t *testing.T) {
	for name, build := range map[string]func() (Claim, error){
		"a number in the text": func() (Claim, error) { return NewClaim("k", Observation, "memory rose by 860 MB", nil) },
		"a number as a value": func() (Claim, error) {
			return NewClaim("k", Computation, "memory rose", nil, quantity("d", 1, "bytes"))
		},
		"a cause": func() (Claim, error) { return NewClaim("k", Cause, "the cache did it", nil) },
	} {
		if _, err := build(); !errors.Is(err, ErrUncited) {
			t.Errorf("%s: %v, want ErrUncited", name, err)
		}
	}
	if _, err := NewClaim("k", Gap, "no series", nil); err != nil {
		t.Errorf("a gap without a number: %v", err)
	}
	if c, err := NewClaim("k", Cause, "the cache did it", []string{"C-001", "C-001"}); err != nil || len(c.Cites) != 1 {
		t.Errorf("a cited cause: %+v, %v", c, err)
	}
}

func TestACitationMustBeAnIdThatExists(t *testing.T) {
	if _, err := NewClaim("k", Observation, "a", []string{"somewhere"}); err == nil {
		t.Error("a citation that is no id was accepted")
	}
	w := writer{book: newBook()}
	w.claim("k", Observation, []string{"E-999"}, "a")
	if w.err == nil {
		t.Error("a citation that leads nowhere was accepted")
	}
	if _, err := NewClaim("k", Computation, "a", []string{"E-001"}, quantity("p", math.NaN(), "")); err == nil {
		t.Error("a value that is no number was accepted")
	}
}

// A row of a table is a claim, too.
func TestARowWithoutCitationIsRefused(t *testing.T) {
	w := writer{book: newBook()}
	w.row(nil, "application", "43 %")
	if !errors.Is(w.err, ErrUncited) {
		t.Errorf("row: %v", w.err)
	}
}

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		seconds(101): "101 s", seconds(588499): "6 d 19:28:19", seconds(4715): "1 h 18 min 35 s", seconds(-4): "-4 s", seconds(2.5): "2.5 s",
		megabytes(980e6): "980 MB", megabytes(1e9): "1,000 MB", megabytes(2040): "2.0 kB", megabytes(8.6e6): "8.6 MB", megabytes(0): "0 MB",
		percentage(0.001): "0.1 %", percentage(0.038): "3.8 %", percentage(37): "3,700 %", percentage(0.85): "85 %",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestRoundLimit(t *testing.T) {
	for v, want := range map[float64]float64{980e6: 1000e6, 1000e6: 1000e6, 1001e6: 2000e6, 430e6: 500e6} {
		if got := roundLimit(v); got != want {
			t.Errorf("roundLimit(%v) = %v, want %v", v, got, want)
		}
	}
}
