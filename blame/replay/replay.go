// Package replay asks when an alerting rule of Prometheus would have fired on the series of an incident.
//
// It evaluates the forms that alerts on memory take: comparisons, arithmetic, ratios with the limit, rates, derivatives
// and linear predictions over a range, aggregations, `for`. It is no query engine: what it does not evaluate it names, and
// a rule whose series the bundle does not hold is not evaluated rather than silent.
package replay

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/VictoriaMetrics/metricsql"

	"github.com/growlint/growlint/blame/evidence"
)

// An Env is what rules are replayed on.
type Env struct {
	Series []*evidence.Fact // every series of the bundle
	// Memory are the series that were measured; they stand for a metric of the same kind of memory that the bundle does not
	// hold under the rule's name.
	Memory  []*evidence.Fact
	Measure string
	// Limit (bytes) stands for a metric of the memory limit that the bundle does not hold; 0 where it is unknown.
	Limit      float64
	LimitCites []string
}

// A Rule is an expression and how long it has to hold.
type Rule struct {
	Expr string
	For  time.Duration
}

// A Span is a time during which an alert fired, from the first evaluation to the last.
type Span struct{ From, To time.Time }

// An Outcome is what a replay came to. With Why not empty the rule could not be evaluated, and nothing else holds.
type Outcome struct {
	Firing  []Span
	Cites   []string // of the series that were asked
	Assumed []string // what had to be taken for granted, each in words
	Why     string
}

// Fires returns the first time in [from, to) at which the alert fires; ok is false where it does not.
func (o Outcome) Fires(from, to time.Time) (at time.Time, ok bool) {
	for _, s := range o.Firing {
		if s.To.Before(from) || !s.From.Before(to) {
			continue
		}
		if s.From.Before(from) {
			return from, true
		}
		return s.From, true
	}
	return time.Time{}, false
}

// A cannot says why a rule is not evaluated.
type cannot struct{ why string }

func (c cannot) Error() string { return c.why }

func cannotf(format string, args ...any) error { return cannot{fmt.Sprintf(format, args...)} }

// mostSteps bounds the evaluations of one rule: a month at every quarter of a minute.
const mostSteps = 200_000

// Run evaluates a rule at every step from a time to another, as Prometheus does at its evaluation interval.
func Run(r Rule, env Env, from, to time.Time, step time.Duration) Outcome {
	expr, err := parse(r.Expr)
	if err != nil {
		return Outcome{Why: "the expression cannot be read: " + err.Error()}
	}
	if step <= 0 || to.Sub(from)/step > mostSteps {
		return Outcome{Why: fmt.Sprintf("more than %d evaluations", mostSteps)}
	}
	e := newEvaluation(env, step)
	if err := e.choose(expr); err != nil {
		return Outcome{Why: err.Error()}
	}
	out := Outcome{}
	since := map[string]time.Time{}
	for at := from; !at.After(to); at = at.Add(step) {
		e.at = at
		v, err := e.eval(expr)
		if err != nil {
			return Outcome{Why: err.Error()}
		}
		if e.firing(v, since, r.For) {
			if n := len(out.Firing); n > 0 && out.Firing[n-1].To.Equal(at.Add(-step)) {
				out.Firing[n-1].To = at
			} else {
				out.Firing = append(out.Firing, Span{at, at})
			}
		}
	}
	if e.unmatched && len(out.Firing) == 0 && !e.matched {
		return Outcome{Why: "the labels of the series that it compares do not match in the bundle"}
	}
	out.Cites, out.Assumed = slices.Sorted(maps.Keys(e.used)), slices.Sorted(maps.Keys(e.assumed))
	return out
}

func parse(expr string) (metricsql.Expr, error) { return metricsql.Parse(expr) }

func newEvaluation(env Env, step time.Duration) *evaluation {
	return &evaluation{env: env, step: step, used: map[string]bool{}, assumed: map[string]bool{}, chosen: map[*metricsql.MetricExpr]*selection{}}
}

// firing keeps for each alert since when its expression holds, and reports whether one of them holds long enough.
func (e *evaluation) firing(v vector, since map[string]time.Time, hold time.Duration) bool {
	now := map[string]bool{}
	fires := false
	for _, s := range v {
		key := s.labels.key(nil)
		now[key] = true
		if _, ok := since[key]; !ok {
			since[key] = e.at
		}
		fires = fires || e.at.Sub(since[key]) >= hold
	}
	maps.DeleteFunc(since, func(k string, _ time.Time) bool { return !now[k] })
	return fires
}
