package program

import (
	"strconv"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// maxKeyDepth bounds how far the parts of a key are spelled out.
const maxKeyDepth = 6

// keyText spells a key in one way however it is written: locals that are bound once stand for what they are bound to. What cannot be
// spelled gets a text that equals no other.
func (p *Program) keyText(s Site) string { return p.spell(s, maxKeyDepth) }

func (p *Program) spell(s Site, depth int) string {
	if depth == 0 || !s.Valid() {
		return unspeakable(s)
	}
	f := s.M.F
	switch s.Kind() {
	case python.Name:
		if v := p.onceBound(s); v.Valid() && speakable(v) {
			return p.spell(v, depth-1)
		}
		return s.Str()
	case python.Attr:
		return p.spell(s.Child(python.RValue), depth-1) + "." + s.Str()
	case python.Subscript:
		return p.spell(s.Child(python.RValue), depth-1) + "[" + p.spell(s.Child(python.RIndex), depth-1) + "]"
	case python.Str, python.Num:
		return strconv.Quote(s.Str())
	case python.Call:
		return p.spell(s.Child(python.RFunc), depth-1) + "(" + p.spellAll(s, f.All(s.N, python.RArg), depth) + ")"
	case python.Keyword:
		return s.Str() + "=" + p.spell(s.Child(python.RValue), depth-1)
	case python.Tuple:
		return "(" + p.spellAll(s, f.All(s.N, python.RElt), depth) + ",)"
	case python.FString:
		return "f" + strconv.Quote(s.Str()) + p.spellAll(s, f.All(s.N, python.RElt), depth)
	}
	return unspeakable(s)
}

func (p *Program) spellAll(s Site, ns []python.ID, depth int) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = p.spell(Site{s.M, n}, depth-1)
	}
	return strings.Join(parts, ", ")
}

func unspeakable(s Site) string {
	if !s.Valid() {
		return "?"
	}
	return "?" + place(s) + ":" + strconv.Itoa(int(s.N))
}

// speakable keeps locals whose value is a plain path, so that `sid = request.sid` and `request.sid` are one key.
func speakable(s Site) bool {
	switch s.Kind() {
	case python.Name, python.Attr, python.Subscript, python.Str, python.Num, python.Call, python.Tuple, python.FString:
		return true
	}
	return false
}

// onceBound returns the value of a local that one assignment binds.
func (p *Program) onceBound(s Site) Site {
	x := s.M.X
	name := s.M.F.Name(s.N)
	scope := x.Resolve(x.ScopeOf(s.N), name)
	if scope <= 0 || len(x.Binds(scope, name)) != 1 {
		return Site{}
	}
	b := Site{s.M, x.Binds(scope, name)[0]}
	if b.Kind() != python.Name {
		return Site{}
	}
	return assigned(b)
}

// sameKey reports whether a key is spelled like that of a growth.
func (b *balance) sameKey(key Site, g Growth) bool {
	return key.Valid() && g.Use.Key.Valid() && b.p.keyText(key) == b.p.keyText(g.Use.Key)
}

// keyed reports whether the elements of a holder are found by key.
func keyed(h *Holder) bool {
	switch h.Type().Kind {
	case "dict", "defaultdict", "counter", "set", "weak dict":
		return true
	}
	return false
}

// wrongKey finds an eviction whose key is another than that of every growth: the object where its id was put in, a part of a pair, a
// spelling before a transformation.
func (b *balance) wrongKey(u Use) (Fault, string) {
	if u.Kind != Shrink || !u.Key.Valid() || !keyed(b.c.Holder) || len(b.c.Growths) == 0 {
		return NoFault, ""
	}
	if why := b.taskName(u.Key); why != "" {
		return FaultKey, why
	}
	if inLoop(u.At) {
		return NoFault, ""
	}
	why := ""
	for _, g := range b.c.Growths {
		if g.Repeat.Kind <= RunsAtSetup {
			continue
		}
		w := b.mismatch(g.Use.Key, u.Key)
		if w == "" {
			return NoFault, ""
		}
		why = w
	}
	if why == "" {
		return NoFault, ""
	}
	return FaultKey, why
}

// taskName finds an eviction by the name of a task, where each task was put in under what is not its name.
func (b *balance) taskName(out Site) string {
	if out.Kind() != python.Call || out.Child(python.RFunc).Str() != "get_name" {
		return ""
	}
	why := ""
	for _, g := range b.c.Growths {
		task := g.Value
		if task.Kind() == python.Name {
			task = b.p.onceBound(task)
		}
		if !g.Use.Key.Valid() || !task.Valid() || task.Kind() != python.Call || !library.Starters[task.Child(python.RFunc).Str()] {
			return ""
		}
		name, key := keywordArgument(task, "name"), b.p.keyText(g.Use.Key)
		if key == b.p.keyText(name) || mentions(g.Use.Key, "get_name") || mentions(g.Use.Key, "name") {
			return ""
		}
		why = "takes out the name of the task, and " + key + " was put in"
	}
	return why
}

// mismatch says how a removed key differs from an inserted one, "" where they may be the same.
func (b *balance) mismatch(in, out Site) string {
	if in.Kind() == python.Unknown || out.Kind() == python.Unknown {
		return ""
	}
	a, z := b.p.keyText(in), b.p.keyText(out)
	switch {
	case a == z:
		return ""
	case partOf(z, a) && !b.passedAs(out, strings.TrimPrefix(a, z)):
		return "takes out " + z + ", but " + a + " was put in"
	case partOf(a, z) && !b.passedAs(in, strings.TrimPrefix(z, a)):
		return "takes out " + z + ", but " + a + " was put in"
	case in.Kind() == python.Tuple && out.Kind() == python.Name && b.oneOf(in, z) && !b.bindsTuple(out):
		return "takes out " + z + ", but the pair " + a + " was put in"
	}
	return ""
}

// partOf reports whether long is an attribute of the plain name short.
func partOf(short, long string) bool {
	rest, ok := strings.CutPrefix(long, short+".")
	return ok && isIdentifier(short) && short != "self" && isIdentifier(rest)
}

func isIdentifier(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != ""
}

// passedAs reports whether a caller passes for the parameter that a name is something that ends as the other key does.
func (b *balance) passedAs(name Site, suffix string) bool {
	bind := b.p.paramOf(name)
	if !bind.Valid() {
		return true // not a parameter: the local may be anything
	}
	for _, a := range b.p.ArgumentsFor(bind) {
		if strings.HasSuffix(b.p.keyText(a), suffix) {
			return true
		}
	}
	return false
}

// paramOf returns the parameter that a name denotes, where nothing else binds it.
func (p *Program) paramOf(name Site) Site {
	if name.Kind() != python.Name {
		return Site{}
	}
	x := name.M.X
	id := name.M.F.Name(name.N)
	scope := x.Resolve(x.ScopeOf(name.N), id)
	if scope <= 0 || len(x.Binds(scope, id)) != 1 {
		return Site{}
	}
	if bind := (Site{name.M, x.Binds(scope, id)[0]}); bind.Kind() == python.Param {
		return bind
	}
	return Site{}
}

func (b *balance) oneOf(tuple Site, text string) bool {
	for _, n := range tuple.M.F.All(tuple.N, python.RElt) {
		if b.p.keyText(Site{tuple.M, n}) == text {
			return true
		}
	}
	return false
}

// bindsTuple reports whether a name may itself be a pair.
func (b *balance) bindsTuple(name Site) bool {
	bind := b.p.paramOf(name)
	if !bind.Valid() {
		return true
	}
	for _, a := range b.p.ArgumentsFor(bind) {
		if a.Kind() == python.Tuple || !library.Transparent[a.Str()] && a.Kind() == python.Call {
			return true
		}
	}
	return false
}
