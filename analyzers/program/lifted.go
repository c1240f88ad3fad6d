package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// missesCall is missesPath one function up: where one function puts an entry in, another takes it out, and all that call the second call the first too, it is
// their ways out that count.
func (b *balance) missesCall(u Use) (Fault, string) {
	if u.Kind != Shrink || u.Fn.Kind() != python.FuncDef || inLoop(u.At) || b.growsIn(u.Fn) ||
		slices.ContainsFunc(conditions(u.At), func(c condition) bool { return !mentions(c.test, b.c.Holder.Name) }) {
		return NoFault, ""
	}
	out := b.p.Callers(u.Fn)
	if len(out) == 0 || slices.ContainsFunc(out, func(c Call) bool { return c.Value || c.ByName }) {
		return NoFault, ""
	}
	for _, g := range b.c.Growths {
		if g.Repeat.Kind <= RunsAtSetup || g.Fn.Kind() != python.FuncDef || g.Fn == u.Fn {
			continue
		}
		for _, in := range b.p.Callers(g.Fn) {
			if in.Value || in.ByName || !b.pairsUp(in, out, g, u) {
				continue
			}
			if f, why := b.exitsBetweenCalls(in.At, out); f != NoFault {
				return f, why
			}
		}
	}
	return NoFault, ""
}

// pairsUp reports whether every call that takes out stands in the function of one that puts in, for the same key.
func (b *balance) pairsUp(in Call, out []Call, g Growth, u Use) bool {
	fn := b.p.Function(in.At)
	key := b.passedKey(in.At, g.Fn, g.Use.Key)
	if fn.Kind() != python.FuncDef || key == "" {
		return false
	}
	return !slices.ContainsFunc(out, func(c Call) bool {
		return b.p.Function(c.At) != fn || b.passedKey(c.At, u.Fn, u.Key) != key
	})
}

// passedKey spells what a call passes for the parameter that a key is, "" where it is none.
func (b *balance) passedKey(call, def, key Site) string {
	if key.Kind() != python.Name {
		return ""
	}
	param := plainParam(key)
	if !param.Valid() || param.Up() != def || call.Kind() != python.Call {
		return ""
	}
	arg := b.p.argument(call, def, paramIndex(param), param.Str())
	if !arg.Valid() {
		return ""
	}
	return b.p.keyText(arg)
}

// exitsBetweenCalls asks of each call that takes out whether something between leaves it out; one that nothing leaves out covers.
func (b *balance) exitsBetweenCalls(in Site, out []Call) (Fault, string) {
	lifted := &balance{p: b.p, c: b.c}
	fn := b.p.Function(in)
	for _, c := range out {
		lifted.uses = append(lifted.uses, Use{Kind: Shrink, At: c.At, Fn: fn})
	}
	fault, why, call := NoFault, "", Site{}
	for _, c := range out {
		if c.At.N < in.N || exclusive(in, c.At) || sweeps(in, c.At) {
			return NoFault, ""
		}
		f, w := lifted.exitBetween(in, c.At)
		if f == NoFault {
			return NoFault, ""
		}
		fault, why, call = f, w, c.At
	}
	b.called = call
	return fault, why
}
