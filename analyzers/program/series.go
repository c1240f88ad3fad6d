package program

import (
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// Series returns a case for each metric whose series are told apart by values from an open domain: a metric keeps one for each set of
// label values that it has ever seen. Of those that the question is not about some are left out.
func (p *Program) Series(q *Question) []*Case {
	o := p.outside(q)
	p.eachCall([]string{"labels"}, func(call Site, _ string) {
		receiver := call.Child(python.RFunc).Child(python.RValue)
		if o.about(call, receiver) && (p.isMetric(receiver) || isMetricChild(call)) {
			p.series(o, call, receiver, p.labelValues(call))
		}
	})
	recorders := []string{"add", "record", "set"}
	p.eachCall(recorders, func(call Site, name string) {
		receiver := call.Child(python.RFunc).Child(python.RValue)
		attributes := callArgument(call, "attributes", library.MetricRecorders[name])
		if attributes.Valid() && o.about(call, receiver) && p.isMeter(receiver) {
			p.series(o, call, receiver, p.dictValues(attributes, 0))
		}
	})
	cases := o.cases()
	for _, c := range cases {
		p.seriesRemoved(c)
	}
	return cases
}

// A label is one label of a series: its name where the call says it, and what it is set to.
type label struct {
	name  string
	value Site
}

func (p *Program) series(o *outside, call, receiver Site, labels []label) {
	if p.metricOfCall(receiver) {
		return // a metric of this call, which a registry of this call shows
	}
	best := KeyDomain{Domain: DomainConstant, Why: "constants"}
	for _, l := range labels {
		best = wider(best, p.labelDomain(l))
	}
	if best.Domain < DomainFew {
		return
	}
	life := lives(ScopeProcess, "a metric keeps a series for each set of label values, as long as the process", true, call)
	o.add(entry{at: call, symbol: text(receiver), receiver: receiver, kind: "metric", how: "labels", key: best, life: life, prior: PriorSeries})
}

// metricOfCall reports whether a name is bound by the function that uses it, to something that this call makes.
func (p *Program) metricOfCall(s Site) bool {
	if s.Kind() != python.Name {
		return false
	}
	x := s.M.X
	name := s.M.F.Name(s.N)
	scope := x.Resolve(x.ScopeOf(s.N), name)
	if scope <= 0 || x.Scopes[scope].Kind != python.FuncDef {
		return false
	}
	for _, b := range x.Binds(scope, name) {
		if s.M.F.Kind(b) != python.Name || assigned(Site{s.M, b}).Kind() != python.Call {
			return false
		}
	}
	return true
}

// labelDomain is the domain of one label. What is computed anew for each event may still take few values, and a name that identifies something
// may identify few: only what is part of a request, made to be unique, or named after users, requests or objects is open.
func (p *Program) labelDomain(l label) KeyDomain {
	value, given := library.LabelName(valueName(l.value)), library.LabelName(l.name)
	if value == library.LabelFew || given == library.LabelFew && value < library.LabelMany {
		return KeyDomain{Domain: DomainType, Why: "the label " + l.name}
	}
	k := p.DomainOf(l.value)
	switch {
	case k.Domain < DomainFew:
		return k
	case k.Request && library.RoutePart(k.Why):
		return KeyDomain{Domain: DomainType, Why: "what the application defines: " + k.Why}
	case k.Domain == DomainOpen && (k.Request || p.makesUnique(l.value)):
		return k
	case value == library.LabelMany || given == library.LabelMany:
		if k.Domain == DomainOpen {
			return k
		}
		return KeyDomain{Domain: DomainHinted, Why: "the label " + labelName(l) + " tells users, requests or objects apart"}
	case value == library.LabelSome || given == library.LabelSome:
		return KeyDomain{Domain: DomainUnknown, Why: "the label " + labelName(l) + " identifies something"}
	}
	return KeyDomain{Domain: DomainConstant, Why: "labels are few by habit"}
}

func labelName(l label) string {
	if name := valueName(l.value); library.LabelName(name) >= library.LabelName(l.name) {
		return name
	}
	return l.name
}

// makesUnique reports whether an expression calls, itself or through a conversion, what makes a value that is new each time.
func (p *Program) makesUnique(s Site) bool {
	if s.Kind() != python.Call {
		return false
	}
	for _, name := range p.dotted(s.Child(python.RFunc)) {
		if library.IsSource(name) {
			return true
		}
	}
	return p.makesUnique(firstArgument(s))
}

// valueName is the name of what a label is set to: str(user.id) is id.
func valueName(s Site) string {
	if s.Kind() == python.Call {
		fn := s.Child(python.RFunc)
		if arg := firstArgument(s); library.Transparent[fn.Str()] && fn.Kind() == python.Name && arg.Valid() {
			return valueName(arg)
		}
		if fn.Kind() == python.Attr && library.Transparent[fn.Str()] {
			return valueName(fn.Child(python.RValue))
		}
	}
	return s.Str()
}

func (p *Program) isMetric(receiver Site) bool {
	for _, name := range p.dotted(receiver) {
		if library.IsMetric(name) {
			return true
		}
	}
	return false
}

// isMetricChild reports whether what labels() returns is used as the child of a metric.
func isMetricChild(call Site) bool {
	attr := call.Up()
	return attr.Kind() == python.Attr && library.MetricVerbs[attr.Str()] && attr.Up().Kind() == python.Call
}

// isMeter reports whether a receiver is bound to what a meter makes.
func (p *Program) isMeter(receiver Site) bool {
	for _, b := range p.bindings(receiver) {
		if v := assigned(b); v.Kind() == python.Call && library.MetricMakers[v.Child(python.RFunc).Str()] {
			return true
		}
	}
	for _, name := range p.dotted(receiver) { // imported from where it is made
		if maker, made := strings.CutSuffix(name, "()"); made && library.MetricMakers[library.Short(maker)] {
			return true
		}
	}
	return false
}

// bindings returns the targets that bind a name, or an attribute of an instance of the tree.
func (p *Program) bindings(s Site) []Site {
	var out []Site
	switch s.Kind() {
	case python.Name:
		x := s.M.X
		id := s.M.F.Name(s.N)
		if scope := x.Resolve(x.ScopeOf(s.N), id); scope >= 0 {
			for _, b := range x.Binds(scope, id) {
				out = append(out, Site{s.M, b})
			}
		}
	case python.Attr:
		for _, v := range p.Eval(s.Child(python.RValue)) {
			if v.Kind == VInstance || v.Kind == VClass {
				out = append(out, p.attrBinds(v.Class, s.Str())...)
			}
		}
	}
	return out
}

// seriesRemoved finds metric.remove(…) and metric.clear().
func (p *Program) seriesRemoved(c *Case) {
	for _, name := range []string{"remove", "clear", "remove_by_labels"} {
		for _, n := range c.Holder.M.X.Occurrences(name) {
			s := Site{c.Holder.M, n}
			if s.Kind() == python.Attr && s.Role() == python.RFunc && text(s.Child(python.RValue)) == c.Holder.Name {
				u := Use{Kind: Shrink, At: s.Up(), Fn: p.Function(s), How: name}
				c.Evictions = append(c.Evictions, p.removal(c, u))
			}
		}
	}
}
