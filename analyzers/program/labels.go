package program

import "github.com/growlint/growlint/analyzers/python"

// maxLabels bounds through how many functions and dicts the labels of a metric are followed.
const maxLabels = 4

// labelValues reads the labels of X.labels(a, b=c, **d).
func (p *Program) labelValues(call Site) []label {
	var out []label
	for _, n := range call.M.F.All(call.N, python.RArg) {
		a := Site{call.M, n}
		switch a.Kind() {
		case python.Keyword:
			out = append(out, label{a.Str(), a.Child(python.RValue)})
		case python.DoubleStar:
			out = append(out, p.dictValues(a.Child(python.RValue), 0)...)
		case python.Star:
		case python.Dict:
			out = append(out, p.dictValues(a, 0)...)
		default:
			out = append(out, label{"", a})
		}
	}
	return out
}

// dictValues reads the labels of a dict that is written out: here, where the name is bound, or in the function that gives it.
func (p *Program) dictValues(d Site, depth int) []label {
	if depth > maxLabels {
		return nil
	}
	var out []label
	switch d.Kind() {
	case python.Dict:
		return p.writtenOut(d, depth)
	case python.Name:
		x := d.M.X
		id := d.M.F.Name(d.N)
		scope := x.Resolve(x.ScopeOf(d.N), id)
		if scope < 0 {
			return nil
		}
		for _, b := range x.Binds(scope, id) {
			if v := assigned(Site{d.M, b}); v.Kind() == python.Dict || v.Kind() == python.Call {
				out = append(out, p.dictValues(v, depth+1)...)
			}
		}
	case python.Call:
		for _, def := range p.Targets(d) {
			for _, r := range p.returnSites(def) {
				out = append(out, p.dictValues(r, depth+1)...)
			}
		}
	}
	return out
}

// writtenOut reads {"a": x, **more}.
func (p *Program) writtenOut(d Site, depth int) []label {
	var out []label
	name := ""
	d.M.F.Children(d.N, func(n python.ID) bool {
		switch s := (Site{d.M, n}); {
		case s.Kind() == python.DoubleStar:
			out = append(out, p.dictValues(s.Child(python.RValue), depth+1)...)
		case s.Role() == python.RKey:
			name = s.Str()
		case s.Role() == python.RValue:
			out = append(out, label{name, s})
		}
		return true
	})
	return out
}
