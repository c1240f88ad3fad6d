package program

import "github.com/growlint/growlint/analyzers/python"

// field follows a container into the field of a record that is made of it.
func (t *tracer) field(s, call Site, c *Class) {
	for _, name := range fieldNames(c) {
		if fieldArgument(call, name, t.p.fieldPosition(c, name)) != s {
			continue
		}
		for _, m := range t.p.attrMentions(&Holder{Class: c, Name: name, M: c.Site.M}) {
			if !m.M.F.IsTarget(m.N) && !m.byName {
				t.flow(m.Site, 0)
			}
		}
	}
}

// handedOn follows a container through a call that hands it on to a function which it is given too: submit(f, x), Thread(target=f, args=(x,)).
func (t *tracer) handedOn(s, call Site, depth int) {
	f := call.M.F
	for _, n := range f.All(call.N, python.RArg) {
		given := Site{call.M, n}
		if given.Kind() == python.Keyword {
			given = given.Child(python.RValue)
		}
		if k := given.Kind(); given == s || k != python.Name && k != python.Attr {
			continue
		}
		for _, v := range t.p.Eval(given) {
			if v.Kind == VFunc {
				t.started(s, call, v.Site, depth)
			}
		}
	}
}

// started follows a container into a function that a call starts with it.
func (t *tracer) started(s, call, def Site, depth int) {
	for _, e := range t.p.ask.entries.of(def) {
		if e.at != call {
			continue
		}
		for _, n := range def.M.F.All(def.N, python.RParam) {
			param := Site{def.M, n}
			for _, o := range t.p.given(e, def, param) {
				if o.at == s {
					t.mentions(def, param, depth)
				}
			}
		}
	}
}

// mentions follows a container to where a function names the parameter that it was passed for.
func (t *tracer) mentions(def, param Site, depth int) {
	for _, m := range t.p.scopeMentions(def.M, def.M.X.ScopeAt(def.N), param.Str()) {
		if !def.M.F.IsTarget(m.N) {
			t.flow(m.Site, depth)
		}
	}
}
