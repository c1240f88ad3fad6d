package postmortem

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// megabytes writes bytes as MB of 10^6, the unit of the whole post-mortem.
func megabytes(v float64) string {
	mb := v / 1e6
	switch a := math.Abs(mb); {
	case a >= 100 || a == math.Trunc(a):
		return thousands(mb) + " MB"
	case a >= 1:
		return strconv.FormatFloat(mb, 'f', 1, 64) + " MB"
	case a >= 0.001:
		return strconv.FormatFloat(mb*1000, 'f', 1, 64) + " kB"
	default:
		return strconv.FormatFloat(v, 'f', 0, 64) + " B"
	}
}

// Size writes bytes the way the whole post-mortem does, for those who draw it.
func Size(v float64) string { return megabytes(v) }

// thousands writes a whole number with commas.
func thousands(v float64) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if v <= -0.5 {
		s = "-" + s
	}
	return s
}

// seconds writes a duration so that short ones can be compared and long ones be read: "101 s", "27 min 34 s",
// "1 h 18 min 38 s", "6 d 19:28:19".
func seconds(s float64) string {
	sign := ""
	if s < 0 {
		sign, s = "-", -s
	}
	whole := int64(math.Round(s))
	switch {
	case s < 10 && s != math.Trunc(s):
		return sign + strconv.FormatFloat(s, 'f', 1, 64) + " s"
	case whole < 600:
		return fmt.Sprintf("%s%d s", sign, whole)
	case whole < 86400:
		return sign + clockWords(whole)
	default:
		return fmt.Sprintf("%s%d d %02d:%02d:%02d", sign, whole/86400, whole/3600%24, whole/60%60, whole%60)
	}
}

// clockWords are hours, minutes and seconds without those that are zero.
func clockWords(s int64) string {
	var parts []string
	for _, p := range []struct {
		n    int64
		unit string
	}{{s / 3600, "h"}, {s / 60 % 60, "min"}, {s % 60, "s"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.unit))
		}
	}
	return strings.Join(parts, " ")
}

func signed(s float64) string {
	if s < 0 {
		return seconds(s)
	}
	return "+" + seconds(s)
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z07:00") }

func percentage(share float64) string {
	p := 100 * share
	if math.Abs(p) >= 10 || p == math.Trunc(p) {
		return thousands(p) + " %"
	}
	return strconv.FormatFloat(p, 'f', 1, 64) + " %"
}

func decibans(db float64) string { return fmt.Sprintf("%+.1f dB", db) }

func probability(p float64) string {
	if p < 0.0001 {
		return "p < 0.0001"
	}
	return "p = " + strconv.FormatFloat(p, 'g', 2, 64)
}

// short is the abbreviation of a commit.
func short(sha string) string {
	if len(sha) > 7 {
		return sha[:7]
	}
	return sha
}

// quantity makes a Quantity; between gives it an interval where both ends are numbers.
func quantity(name string, v float64, unit string) Quantity {
	return Quantity{Name: name, Value: v, Unit: unit}
}

func (q Quantity) between(low, high float64) Quantity {
	if !math.IsInf(low, 0) && !math.IsNaN(low) {
		q.Low = &low
	}
	if !math.IsInf(high, 0) && !math.IsNaN(high) {
		q.High = &high
	}
	return q
}

// list joins words as a sentence does.
func list(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(float64(n)) + " " + many
}
