package replay

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metricsql"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/pattern"
)

// labels of one element; the metric's name is not among them.
type labels map[string]string

// key identifies labels, all of them or only some.
func (l labels) key(only func(string) bool) string {
	keys := make([]string, 0, len(l))
	for k := range l {
		if only == nil || only(k) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, "%q=%q,", k, l[k])
	}
	return b.String()
}

// A selection is the series that a selector chooses, or the limit that stands for them.
type selection struct {
	series []*evidence.Fact
	limit  float64 // not 0: a constant without labels
}

const nameLabel = "__name__"

// choose finds the series of every selector once, and says what is missing.
func (e *evaluation) choose(expr metricsql.Expr) error {
	var err error
	metricsql.VisitAll(expr, func(x metricsql.Expr) {
		m, ok := x.(*metricsql.MetricExpr)
		if !ok || err != nil {
			return
		}
		var s *selection
		if s, err = e.find(m); err == nil {
			e.chosen[m] = s
		}
	})
	return err
}

func (e *evaluation) find(m *metricsql.MetricExpr) (*selection, error) {
	if len(m.LabelFilterss) != 1 {
		return nil, cannotf("growlint does not evaluate selectors with 'or' or without a name")
	}
	filters := m.LabelFilterss[0]
	name, rest := nameOf(filters)
	if name == "" {
		return nil, cannotf("growlint does not evaluate selectors without a plain name")
	}
	named := e.named(name)
	s := &selection{}
	for _, f := range named {
		ok, err := e.fits(f, rest)
		if err != nil {
			return nil, err
		}
		if ok {
			s.series = append(s.series, f)
		}
	}
	switch {
	case len(s.series) > 0:
		for _, f := range s.series {
			e.used[f.ID] = true
		}
		return s, nil
	case len(named) > 0:
		return nil, cannotf("no series of %s in the bundle has the labels %s", name, string(m.AppendString(nil)))
	case e.env.Limit > 0 && meansLimit(name, rest):
		for _, id := range e.env.LimitCites {
			e.used[id] = true
		}
		e.assumed["the memory limit of the bundle stands for "+name] = true
		return &selection{limit: e.env.Limit}, nil
	}
	return nil, cannotf("the bundle holds no series %s", name)
}

func nameOf(filters []metricsql.LabelFilter) (name string, rest []metricsql.LabelFilter) {
	for _, f := range filters {
		if f.Label == nameLabel && !f.IsNegative && !f.IsRegexp {
			name = f.Value
		} else {
			rest = append(rest, f)
		}
	}
	return name, rest
}

// named returns the series of a metric: by name, or the measured memory where the bundle holds none of that name.
func (e *evaluation) named(name string) []*evidence.Fact {
	var out []*evidence.Fact
	for _, f := range e.env.Series {
		// The name may be the query that was asked, which is the same as long as it is only a selector.
		if base, selector, ok := strings.Cut(f.Series.Name, "{"); base == name && (!ok || strings.HasSuffix(selector, "}")) {
			out = append(out, f)
		}
	}
	if len(out) == 0 && e.env.Measure != "" && measure(name) == e.env.Measure {
		for _, f := range e.env.Memory {
			e.assumed[fmt.Sprintf("%s stands for %s", f.ID, name)] = true
		}
		return e.env.Memory
	}
	return out
}

// measure is the kind of memory that a metric's name speaks of, in evidence's words.
func measure(name string) string {
	for _, m := range []struct{ part, kind string }{
		{"working_set", "working set"}, {"rss", "resident set"}, {"resident_memory", "resident set"}, {"memory_usage", "cgroup"}, {"memory_current", "cgroup"},
	} {
		if strings.Contains(name, m.part) {
			return m.kind
		}
	}
	return ""
}

// limitName are metrics of limits; of those that count several resources only the memory's is meant.
var limitName = pattern.New(`memory.*limit|limit.*memory|spec_memory|resource_limits|memory_max`)

func meansLimit(name string, filters []metricsql.LabelFilter) bool {
	if !limitName.MatchString(name) {
		return false
	}
	memory := strings.Contains(name, "memory")
	for _, f := range filters {
		if f.Label == "resource" {
			memory = f.Value == "memory" && !f.IsNegative
		}
	}
	return memory
}

// fits holds a series against the matchers. A bundle's series often lost labels on the way; a label that the series does
// not carry is taken to match, which is said.
func (e *evaluation) fits(f *evidence.Fact, filters []metricsql.LabelFilter) (bool, error) {
	for _, lf := range filters {
		have, ok := f.Series.Labels[lf.Label]
		if !ok {
			if !lf.IsNegative {
				e.assumed[fmt.Sprintf("%s, which carries no label %s, is the series that the rule means", f.ID, lf.Label)] = true
			}
			continue
		}
		matches := have == lf.Value
		if lf.IsRegexp {
			re, err := metricsql.CompileRegexpAnchored(lf.Value)
			if err != nil {
				return false, cannotf("the matcher %s~%q cannot be read: %v", lf.Label, lf.Value, err)
			}
			matches = re.MatchString(have)
		}
		if matches == lf.IsNegative {
			return false, nil
		}
	}
	return true, nil
}

// lookback is how old a sample may be to be a series' present value (Prometheus' default).
const lookback = 5 * time.Minute

// instant returns the present value of each series.
func (s *selection) instant(at time.Time) vector {
	if s.limit != 0 {
		return vector{{labels: labels{}, value: s.limit}}
	}
	var out vector
	for _, f := range s.series {
		all := f.Series.Samples
		i := sort.Search(len(all), func(i int) bool { return all[i].At.After(at) })
		if i > 0 && at.Sub(all[i-1].At) < lookback {
			out = append(out, element{labels: f.Series.Labels, value: all[i-1].Value})
		}
	}
	return out
}

// A run is the samples of one series in a window.
type run struct {
	labels  labels
	samples []evidence.Sample
}

// window returns the samples of (at-d, at].
func (s *selection) window(at time.Time, d time.Duration) []run {
	if s.limit != 0 {
		return []run{{labels: labels{}, samples: []evidence.Sample{{At: at.Add(-d / 2), Value: s.limit}, {At: at, Value: s.limit}}}}
	}
	var out []run
	for _, f := range s.series {
		all := f.Series.Samples
		first := sort.Search(len(all), func(i int) bool { return all[i].At.After(at.Add(-d)) })
		last := sort.Search(len(all), func(i int) bool { return all[i].At.After(at) })
		if first < last {
			out = append(out, run{labels: f.Series.Labels, samples: all[first:last]})
		}
	}
	return out
}
