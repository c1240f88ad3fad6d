package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// paired follows a container that is part of a tuple in a list to the loop that takes the tuples apart, there or under the name of the list:
// `for records, limit in [(self.peers, 10), (self.rooms, 50)]`.
func (t *tracer) paired(s, pair, list Site, depth int) {
	at := slices.Index(pair.M.F.All(pair.N, python.RElt), s.N)
	t.unpackedIn(list, at, depth)
	for _, target := range boundTo(list) {
		if target.Kind() != python.Name {
			continue
		}
		x := target.M.X
		for _, m := range t.p.scopeMentions(target.M, x.Resolve(x.ScopeOf(target.N), target.M.F.Name(target.N)), target.Str()) {
			t.unpackedIn(m.Site, at, depth)
		}
	}
}

// boundTo returns the variables and attributes that an assignment binds to an expression.
func boundTo(s Site) []Site {
	var out []Site
	up := s.Up()
	if k := up.Kind(); k != python.Assign && k != python.AnnAssign || s.Role() != python.RValue {
		return nil
	}
	for _, n := range up.M.F.All(up.N, python.RTarget) {
		if k := up.M.F.Kind(n); k == python.Name || k == python.Attr {
			out = append(out, Site{up.M, n})
		}
	}
	return out
}

// unpackedIn follows one part of the tuples that a loop goes through, where it gives each part a name.
func (t *tracer) unpackedIn(iter Site, at, depth int) {
	loop := iter.Up()
	if k := loop.Kind(); k != python.For && k != python.CompFor || iter.Role() != python.RIter {
		return
	}
	if names := loop.M.F.All(loop.Child(python.RTarget).N, python.RElt); at < len(names) {
		t.names(Site{loop.M, names[at]}, depth)
	}
}
