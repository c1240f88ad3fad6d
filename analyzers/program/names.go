package program

import (
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// fullName is what tells most of what a local stands for: where it is bound once, to a variable or an attribute whose longer name ends with its own, that
// one, else its own. `uid = router_uid or self._router_uid` is the id of a router.
func (p *Program) fullName(local Site) string {
	v := p.onceBound(local)
	if !v.Valid() {
		return local.Str()
	}
	own, full := library.Words(local.Str()), ""
	for _, leaf := range alternatives(v) {
		words := library.Words(leaf.Str())
		if k := leaf.Kind(); k != python.Name && k != python.Attr || len(words) <= len(own) || !slices.Equal(words[len(words)-len(own):], own) {
			return local.Str()
		}
		full = leaf.Str()
	}
	return full
}

// alternatives are the expressions of which a value is one: those that `or` and conditionals choose from.
func alternatives(v Site) []Site {
	switch v.Kind() {
	case python.BoolOp:
		var out []Site
		for _, n := range v.M.F.All(v.N, python.RValue) {
			out = append(out, alternatives(Site{v.M, n})...)
		}
		return out
	case python.IfExp:
		return append(alternatives(v.Child(python.RBody)), alternatives(v.Child(python.ROrelse))...)
	}
	return []Site{v}
}

// amongKnown is the domain of what a function gives back: of a name, not open where it is one of those in a container that set-up alone fills.
func (d *domains) amongKnown(result Site, k KeyDomain) KeyDomain {
	if k.Domain <= DomainUnknown || result.Kind() != python.Name {
		return k
	}
	for _, c := range conditions(result) {
		if c.test.Kind() != python.Compare {
			continue
		}
		sides, op := c.test.M.F.All(c.test.N, python.RValue), c.test.op()
		if len(sides) == 2 && d.p.filledAtSetup(Site{c.test.M, sides[1]}) && (op == python.OpIn || op == python.OpNotIn) && (op == python.OpIn) == c.holds && d.p.keyText(Site{c.test.M, sides[0]}) == d.p.keyText(result) {
			return KeyDomain{Domain: DomainUnknown, Why: "one of those that are asked for at " + place(c.test)}
		}
	}
	return k
}

// configuredPart reports whether a dotted name leads through the configuration of something: flask.request.app.config.get.
func configuredPart(dotted string) bool {
	return strings.Contains(dotted, ".settings.") || strings.Contains(dotted, ".config.")
}
