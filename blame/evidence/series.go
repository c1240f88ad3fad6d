package evidence

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/growlint/growlint/blame/pattern"
)

// newSeries makes the fact of a series: role, measure and unit settled, samples in order of time, what was done said.
// Errors name an unknown unit.
func newSeries(in input, name string, labels map[string]string, samples []Sample) (Fact, error) {
	s := &Series{Name: name, Labels: maps.Clone(in.source.Labels), Samples: samples}
	if s.Labels == nil {
		s.Labels = map[string]string{}
	}
	maps.Copy(s.Labels, labels)
	hint := name + " " + in.source.Query
	if s.Role = in.source.Role; s.Role == "" {
		s.Role = roleOf(hint)
	}
	if s.Role == Memory {
		s.Measure = measureOf(hint)
	}
	unit := in.source.Unit
	if unit == "" && s.Measure == "percent of limit" {
		unit = "percent"
	}
	factor, base, err := toBase(s.Role, unit)
	if err != nil {
		return Fact{}, err
	}
	s.Unit = base
	done := []string{s.scale(factor, base), s.clean(), s.order(), s.perSecond()}
	return Fact{
		Kind: "series", Path: in.path, Pod: s.Labels["pod"], Text: Redact(s.title()), Transformation: in.transformation(done...), Series: s,
	}, nil
}

// title describes the series in one line.
func (s *Series) title() string {
	keys := slices.Sorted(maps.Keys(s.Labels))
	parts := make([]string, 0, len(keys))
	for _, k := range keys {
		parts = append(parts, k+"="+s.Labels[k])
	}
	text := s.Name
	if text == "" {
		text = "series"
	}
	if len(parts) > 0 {
		text += " {" + strings.Join(parts, ", ") + "}"
	}
	if n := len(s.Samples); n > 0 {
		text += fmt.Sprintf(", %d samples from %s to %s", n, stamp(s.Samples[0].At), stamp(s.Samples[n-1].At))
	}
	return text
}

func (s *Series) scale(factor float64, base string) string {
	if factor == 1 {
		return ""
	}
	for i := range s.Samples {
		s.Samples[i].Value *= factor
	}
	return fmt.Sprintf("values times %v to %s", factor, base)
}

// implausible is a magnitude that no measurement of this world has, an exabyte among them: a broken export.
const implausible = 1e18

// clean takes out NaN and infinities (Prometheus' stale markers among them), and what cannot have been measured.
func (s *Series) clean() string {
	before := len(s.Samples)
	s.Samples = slices.DeleteFunc(s.Samples, func(x Sample) bool { return math.IsNaN(x.Value) || x.Value < 0 || x.Value >= implausible })
	if n := before - len(s.Samples); n > 0 {
		return fmt.Sprintf("%d samples left out that are no numbers, negative or beyond measure", n)
	}
	return ""
}

// order sorts by time and keeps the last of samples at the same time.
func (s *Series) order() string {
	var said []string
	byTime := func(a, b Sample) int { return a.At.Compare(b.At) }
	if !slices.IsSortedFunc(s.Samples, byTime) {
		slices.SortStableFunc(s.Samples, byTime)
		said = append(said, "sorted by time")
	}
	kept := s.Samples[:0]
	dropped := 0
	for i, x := range s.Samples {
		if i+1 < len(s.Samples) && s.Samples[i+1].At.Equal(x.At) {
			dropped++
			continue
		}
		kept = append(kept, x)
	}
	s.Samples = kept
	if dropped > 0 {
		said = append(said, fmt.Sprintf("%d samples with the time of the next left out", dropped))
	}
	return strings.Join(said, "; ")
}

var counterName = pattern.New(`_(total|count)$`)

// perSecond turns a counter of requests or errors into a rate: it counts since the process began, and starts again from nothing when
// the process does. A series that falls by little is no counter, whatever its name says.
func (s *Series) perSecond() string {
	if s.Role != Requests && s.Role != Errors || !counterName.MatchString(s.Name) || len(s.Samples) < 2 {
		return ""
	}
	rates := make([]Sample, 0, len(s.Samples)-1)
	for i, x := range s.Samples[1:] {
		before := s.Samples[i]
		grown := x.Value - before.Value
		if grown < 0 {
			if x.Value > before.Value/2 {
				return ""
			}
			grown = x.Value // a reset: what was counted since
		}
		rates = append(rates, Sample{At: x.At, Value: grown / x.At.Sub(before.At).Seconds()})
	}
	s.Samples, s.Unit = rates, "1/s"
	return "counter turned into a rate per second"
}

// finish makes the output of a metric file: series in a fixed order.
func finish(out *output) *output {
	slices.SortStableFunc(out.facts, func(a, b Fact) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	for _, f := range out.facts {
		out.records += len(f.Series.Samples)
	}
	return out
}
