package replay

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metricsql"
)

// An element is one value with its labels, a vector the values of one time. A scalar is a vector of one element
// that has no labels and is marked.
type element struct {
	labels labels
	value  float64
	scalar bool
}

type vector []element

func scalar(v float64) vector { return vector{{labels: labels{}, value: v, scalar: true}} }

func (v vector) isScalar() bool { return len(v) == 1 && v[0].scalar }

// An evaluation is one rule on its way through time.
type evaluation struct {
	env     Env
	step    time.Duration
	at      time.Time
	chosen  map[*metricsql.MetricExpr]*selection
	used    map[string]bool
	assumed map[string]bool

	matched, unmatched bool // whether two vectors ever met
}

func (e *evaluation) eval(expr metricsql.Expr) (vector, error) {
	switch x := expr.(type) {
	case *metricsql.NumberExpr:
		return scalar(x.N), nil
	case *metricsql.DurationExpr:
		return scalar(float64(x.Duration(e.step.Milliseconds())) / 1000), nil
	case *metricsql.MetricExpr:
		return e.chosen[x].instant(e.at), nil
	case *metricsql.RollupExpr:
		return e.shifted(x)
	case *metricsql.FuncExpr:
		return e.function(x)
	case *metricsql.AggrFuncExpr:
		return e.aggregate(x)
	case *metricsql.BinaryOpExpr:
		return e.binary(x)
	}
	return nil, cannotf("growlint does not evaluate %s", string(expr.AppendString(nil)))
}

// shifted evaluates `metric offset 1h`. A range outside of a function has no value.
func (e *evaluation) shifted(x *metricsql.RollupExpr) (vector, error) {
	m, ok := x.Expr.(*metricsql.MetricExpr)
	if !ok || x.Window != nil || x.Step != nil || x.At != nil {
		return nil, cannotf("growlint does not evaluate %s", string(x.AppendString(nil)))
	}
	return e.chosen[m].instant(e.at.Add(-e.duration(x.Offset))), nil
}

func (e *evaluation) duration(d *metricsql.DurationExpr) time.Duration {
	if d == nil {
		return 0
	}
	return time.Duration(d.Duration(e.step.Milliseconds())) * time.Millisecond
}

// aggregations are those over the elements of a group.
var aggregations = map[string]func([]float64) float64{
	"sum": sum, "count": func(v []float64) float64 { return float64(len(v)) },
	"avg": func(v []float64) float64 { return sum(v) / float64(len(v)) },
	"min": slices.Min[[]float64], "max": slices.Max[[]float64],
}

func sum(v []float64) float64 {
	total := 0.0
	for _, x := range v {
		total += x
	}
	return total
}

func (e *evaluation) aggregate(x *metricsql.AggrFuncExpr) (vector, error) {
	f, ok := aggregations[strings.ToLower(x.Name)]
	if !ok || len(x.Args) != 1 || x.Limit != 0 {
		return nil, cannotf("growlint does not evaluate %s", x.Name)
	}
	in, err := e.eval(x.Args[0])
	if err != nil {
		return nil, err
	}
	keep := func(string) bool { return false }
	switch strings.ToLower(x.Modifier.Op) {
	case "by":
		keep = func(l string) bool { return slices.Contains(x.Modifier.Args, l) }
	case "without":
		keep = func(l string) bool { return !slices.Contains(x.Modifier.Args, l) }
	}
	groups, order := map[string][]float64{}, []string{}
	of := map[string]labels{}
	for _, s := range in {
		key := s.labels.key(keep)
		if _, ok := groups[key]; !ok {
			order, of[key] = append(order, key), s.labels.filter(keep)
		}
		groups[key] = append(groups[key], s.value)
	}
	var out vector
	for _, key := range order {
		out = append(out, element{labels: of[key], value: f(groups[key])})
	}
	return out, nil
}

func (l labels) filter(keep func(string) bool) labels {
	out := labels{}
	for k, v := range l {
		if keep(k) {
			out[k] = v
		}
	}
	return out
}

// operators of arithmetic; comparisons are apart, since they filter.
var operators = map[string]func(a, b float64) float64{
	"+": func(a, b float64) float64 { return a + b }, "-": func(a, b float64) float64 { return a - b },
	"*": func(a, b float64) float64 { return a * b }, "/": func(a, b float64) float64 { return a / b },
	"%": math.Mod, "^": math.Pow,
}

var comparisons = map[string]func(a, b float64) bool{
	">": func(a, b float64) bool { return a > b }, "<": func(a, b float64) bool { return a < b },
	">=": func(a, b float64) bool { return a >= b }, "<=": func(a, b float64) bool { return a <= b },
	"==": func(a, b float64) bool { return a == b }, "!=": func(a, b float64) bool { return a != b },
}

func (e *evaluation) binary(x *metricsql.BinaryOpExpr) (vector, error) {
	left, err := e.eval(x.Left)
	if err != nil {
		return nil, err
	}
	right, err := e.eval(x.Right)
	if err != nil {
		return nil, err
	}
	op := strings.ToLower(x.Op)
	same := matcher(x.GroupModifier)
	switch op {
	case "and", "unless":
		return e.sets(left, right, same, op == "and"), nil
	case "or":
		return append(left, e.sets(right, left, same, false)...), nil
	}
	if operators[op] == nil && comparisons[op] == nil {
		return nil, cannotf("growlint does not evaluate the operator %s", x.Op)
	}
	apply := func(a, b element, l labels) vector {
		v, ok := operate(op, a.value, b.value, x.Bool, b.scalar || !a.scalar)
		if !ok {
			return nil
		}
		return vector{{labels: l, value: v, scalar: a.scalar && b.scalar}}
	}
	var out vector
	switch {
	case left.isScalar():
		for _, b := range right {
			out = append(out, apply(left[0], b, b.labels)...)
		}
	case right.isScalar():
		for _, a := range left {
			out = append(out, apply(a, right[0], a.labels)...)
		}
	default:
		return e.join(left, right, same, kept(x), apply), nil
	}
	return out, nil
}

// operate applies an operator; a comparison keeps the value of the vector's side, and drops the element where it does not hold.
func operate(op string, a, b float64, asBool, keepLeft bool) (v float64, ok bool) {
	if f := operators[op]; f != nil {
		return f(a, b), true
	}
	holds := comparisons[op](a, b)
	switch {
	case asBool && holds:
		return 1, true
	case asBool:
		return 0, true
	case keepLeft:
		return a, holds
	default:
		return b, holds
	}
}

// matcher says which labels have to be equal. Those that only one side carries are not asked: series of a bundle often
// lost some.
func matcher(m metricsql.ModifierExpr) func(a, b labels) bool {
	asked := func(string) bool { return true }
	switch strings.ToLower(m.Op) {
	case "on":
		asked = func(l string) bool { return slices.Contains(m.Args, l) }
	case "ignoring":
		asked = func(l string) bool { return !slices.Contains(m.Args, l) }
	}
	return func(a, b labels) bool {
		for k, v := range a {
			if w, ok := b[k]; ok && v != w && asked(k) && k != "resource" && k != "unit" {
				return false
			}
		}
		return true
	}
}

// kept says which labels the pair of two elements has: those that were matched, unless one side may have several partners.
func kept(x *metricsql.BinaryOpExpr) func(labels) labels {
	asked := func(l string) bool { return slices.Contains(x.GroupModifier.Args, l) }
	switch op := strings.ToLower(x.GroupModifier.Op); {
	case x.JoinModifier.Op != "" || op == "":
		return func(l labels) labels { return l }
	case op == "on":
		return func(l labels) labels { return l.filter(asked) }
	default:
		return func(l labels) labels { return l.filter(func(k string) bool { return !asked(k) }) }
	}
}

// join pairs the elements of two vectors; where one side has several partners, the labels of that side are kept.
func (e *evaluation) join(left, right vector, same func(a, b labels) bool, kept func(labels) labels, apply func(a, b element, l labels) vector) vector {
	var out vector
	for _, a := range left {
		for _, b := range right {
			if !same(a.labels, b.labels) {
				continue
			}
			e.matched = true
			l := a.labels
			if len(right) > len(left) {
				l = b.labels
			}
			out = append(out, apply(a, b, kept(l))...)
		}
	}
	if len(left) > 0 && len(right) > 0 && !e.matched {
		e.unmatched = true
	}
	return out
}

// sets keeps the elements of left that have, or have not, a partner in right.
func (e *evaluation) sets(left, right vector, same func(a, b labels) bool, want bool) vector {
	var out vector
	for _, a := range left {
		if slices.ContainsFunc(right, func(b element) bool { return same(a.labels, b.labels) }) == want {
			out = append(out, a)
		}
	}
	return out
}
