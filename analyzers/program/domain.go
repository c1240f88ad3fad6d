package program

import (
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A Domain says how many values an expression can take over the life of a process.
type Domain uint8

// The domains, in rising order; a join is the greatest.
const (
	DomainConstant      Domain = iota
	DomainType                 // types, functions, enum members, attribute names: as many as the code has
	DomainConfiguration        // as many as the configuration has
	DomainBounded              // a remainder, a mask, a length
	DomainFew                  // a name says that somebody set up a small number of them
	DomainUnknown
	DomainSuggested // a name that is used for values from outside, and for others
	DomainHinted    // a name says that it identifies something outside
	DomainOpen      // comes from requests, messages, time, identity, free text
)

var domainNames = map[Domain]string{
	DomainConstant: "constant", DomainType: "type", DomainConfiguration: "configuration", DomainBounded: "bounded", DomainFew: "few",
	DomainUnknown: "unknown", DomainSuggested: "unknown", DomainHinted: "unknown", DomainOpen: "open",
}

func (d Domain) String() string { return domainNames[d] }

// A KeyDomain is the domain of an expression, and where that is seen.
type KeyDomain struct {
	Domain Domain
	Why    string
	// Identity is set where it is open because each object is another one: its attributes need not be.
	Identity bool
	// Request is set where the value is part of a web framework's request: whoever handles it runs once for each.
	Request bool
	// Any is set where whatever is put in is one more element.
	Any bool
	// Fresh is set where each call makes the value anew, to tell it from those before: a new id, a counter, the time.
	Fresh bool
}

// maxDomain bounds how far a key is followed through parameters and assignments.
const maxDomain = 24

// DomainOf returns the domain of a key or element.
func (p *Program) DomainOf(s Site) KeyDomain {
	d := &domains{p: p, seen: map[Site]bool{}}
	return d.of(s, 0)
}

type domains struct {
	p    *Program
	seen map[Site]bool
	hops int // calls between the key and the place that is looked at
}

// maxHops is how many calls may lie between a key and the place that opens its domain: what is further away is a hint, since flow-insensitive
// arguments of common names meet on the way.
const maxHops = 3

func wider(a, b KeyDomain) KeyDomain {
	if b.Domain > a.Domain {
		return b
	}
	return a
}

func (d *domains) of(s Site, depth int) KeyDomain {
	if !s.Valid() {
		return KeyDomain{Domain: DomainUnknown, Why: ""}
	}
	if d.seen[s] {
		return KeyDomain{Domain: DomainConstant, Why: ""}
	}
	if depth > maxDomain || len(d.seen) > 400 {
		return KeyDomain{Domain: DomainUnknown, Why: ""}
	}
	d.seen[s] = true
	switch s.Kind() {
	case python.Str, python.Num, python.True, python.False, python.NoneLit, python.Ellipsis, python.Compare, python.Not:
		return KeyDomain{Domain: DomainConstant, Why: "a constant"}
	case python.FString, python.Tuple, python.List, python.Set:
		return d.join(s, python.RElt, depth)
	case python.ListComp, python.SetComp, python.GenExp:
		return d.of(s.Child(python.RElt), depth+1)
	case python.Dict:
		return KeyDomain{Domain: DomainUnknown, Why: ""}
	case python.BoolOp:
		return d.join(s, python.RValue, depth)
	case python.BinOp:
		op := s.M.F.Op(s.N)
		if (op == python.OpMod && s.Child(python.RValue).Kind() != python.Str) || op == python.OpBitAnd {
			return KeyDomain{Domain: DomainBounded, Why: "a remainder or a mask"}
		}
		return d.join(s, python.RValue, depth)
	case python.Await, python.Star, python.Unary, python.NamedExpr, python.Keyword:
		return d.of(s.Child(python.RValue), depth+1)
	case python.IfExp:
		return wider(d.of(s.Child(python.RBody), depth+1), d.of(s.Child(python.ROrelse), depth+1))
	case python.Lambda:
		if d.p.Function(s.Up()).N == 0 {
			return KeyDomain{Domain: DomainType, Why: "a function made once, at import"}
		}
		return KeyDomain{Domain: DomainOpen, Why: "a fresh closure", Identity: true}
	case python.Call:
		return d.call(s, depth)
	case python.Attr:
		return d.attr(s, depth)
	case python.Subscript:
		return d.held(s.Child(python.RValue), s.Child(python.RIndex), depth)
	case python.Name:
		return d.name(s, depth)
	}
	return KeyDomain{Domain: DomainUnknown, Why: ""}
}

// partOfOpen is the domain of a part of a value: that each whole is another object says nothing of it.
func partOfOpen(k KeyDomain) KeyDomain {
	if k.Identity {
		return KeyDomain{Domain: DomainUnknown}
	}
	return k
}

func (d *domains) join(s Site, r python.Role, depth int) KeyDomain {
	out := KeyDomain{Domain: DomainConstant, Why: "constants"}
	for _, n := range s.M.F.All(s.N, r) {
		out = wider(out, d.of(Site{s.M, n}, depth+1))
	}
	return out
}

func (d *domains) call(s Site, depth int) KeyDomain {
	fn := s.Child(python.RFunc)
	name := fn.Str()
	switch name {
	case "type", "getLogger", "get_type_hints", "get_origin", "__class__":
		return KeyDomain{Domain: DomainType, Why: "a type"}
	case "len", "bool", "round":
		return KeyDomain{Domain: DomainBounded, Why: "a count"}
	case "id":
		if fn.Kind() == python.Name { // a method of that name gives what it likes
			return d.identity(s.Child(python.RArg), depth)
		}
	case "next":
		if d.p.isCounter(s.Child(python.RArg)) {
			return KeyDomain{Domain: DomainOpen, Why: "a counter", Fresh: true}
		}
		return partOfOpen(d.of(s.Child(python.RArg), depth+1))
	}
	if name == "join" && drawsAtRandom(s) {
		return KeyDomain{Domain: DomainOpen, Why: "a text drawn at random at " + place(s), Fresh: true}
	}
	if library.PeerReads[name] {
		return KeyDomain{Domain: DomainOpen, Why: "read from a peer, by " + name + "() at " + place(s)}
	}
	if library.Fresh[name] {
		return KeyDomain{Domain: DomainOpen, Why: "a new object each time, from " + name + "() at " + place(s), Identity: true}
	}
	vs := d.p.Eval(fn)
	if k, ok := d.external(s, vs); ok {
		return k
	}
	if name == "get" && fn.Kind() == python.Attr {
		return d.lookedUp(fn.Child(python.RValue), s, depth)
	}
	if library.Transparent[name] {
		out := KeyDomain{Domain: DomainConstant, Why: ""}
		if fn.Kind() == python.Attr {
			out = partOfOpen(d.of(fn.Child(python.RValue), depth+1))
		}
		return wider(out, d.join(s, python.RArg, depth))
	}
	out := KeyDomain{Domain: DomainConstant, Why: ""}
	known := false
	for _, v := range vs {
		switch v.Kind {
		case VFunc:
			known = true
			for _, r := range d.p.returnSites(v.Site) {
				out = wider(out, d.amongKnown(r, d.of(r, depth+1)))
			}
		case VClass:
			known = true
			out = wider(out, d.instance(v.Class, s))
		}
	}
	if known {
		return out
	}
	return d.hint(name)
}

// external is the domain of a call of a library, where that is known.
func (d *domains) external(call Site, callees []Value) (KeyDomain, bool) {
	for _, v := range callees {
		if v.Kind != VExternal && v.Kind != VResult {
			continue
		}
		switch key := call.Child(python.RArg).Str(); {
		case library.FinitePart(v.Name):
			return KeyDomain{Domain: DomainBounded, Why: v.Name + "() gives one of few"}, true
		case library.SetByServer(v.Name, key):
			return d.hint(key), true
		case configuredPart(v.Name):
			return KeyDomain{Domain: DomainConfiguration, Why: "from " + v.Name}, true
		case library.IsSource(v.Name):
			return KeyDomain{Domain: DomainOpen, Why: v.Name + "() at " + place(call), Request: library.IsRequest(v.Name), Fresh: library.MadeAnew(v.Name)}, true
		case library.IsConfigured(v.Name):
			return KeyDomain{Domain: DomainConfiguration, Why: "from " + v.Name}, true
		}
	}
	return KeyDomain{}, false
}

// instance is the domain of a new object: open, unless equality makes it as good as its parts.
func (d *domains) instance(c *Class, at Site) KeyDomain {
	if d.p.Method(c, "__eq__").Valid() || d.p.copiesDefaults(c) {
		return KeyDomain{Domain: DomainUnknown, Why: ""}
	}
	if d.p.Function(at).N == 0 && !inLoop(at) {
		return KeyDomain{Domain: DomainType, Why: "made once, at import, at " + place(at)}
	}
	return KeyDomain{Domain: DomainOpen, Why: "a new " + c.Name + " each time at " + place(at), Identity: true}
}

func (d *domains) attr(s Site, depth int) KeyDomain {
	name := s.Str()
	if name == "__name__" && d.p.isMadeModule(s.Child(python.RValue)) {
		return d.of(s.Child(python.RValue), depth+1)
	}
	switch name {
	case "__class__", "__name__", "__qualname__", "__module__", "__code__", "__func__", "name_or_type":
		return KeyDomain{Domain: DomainType, Why: "a type or function name"}
	}
	if base := s.Child(python.RValue); name == "id" && library.CountedByID(base.Str()) {
		return few(base.Str())
	}
	if library.SmallPopulation(name) {
		return few(name)
	}
	for _, v := range d.p.Eval(s) {
		if v.Kind == VExternal || v.Kind == VResult {
			if library.FinitePart(v.Name) {
				return KeyDomain{Domain: DomainType, Why: v.Name + " is one of few"}
			}
			if configuredPart(v.Name) {
				return KeyDomain{Domain: DomainConfiguration, Why: "from " + v.Name}
			}
			if part := library.PopulationPart(v.Name); part != "" && library.IsSource(v.Name) {
				return few(part)
			}
			if library.IsSource(v.Name) {
				return KeyDomain{Domain: DomainOpen, Why: v.Name + " at " + place(s), Request: library.IsRequest(v.Name), Fresh: library.MadeAnew(v.Name) && d.p.madeForCall(s.Child(python.RValue))}
			}
			if library.IsConfigured(v.Name) {
				return KeyDomain{Domain: DomainConfiguration, Why: "from " + v.Name}
			}
		}
	}
	if receiver := s.Child(python.RValue); library.PartOfRequest(receiver.Str(), name) {
		return KeyDomain{Domain: DomainOpen, Why: receiver.Str() + "." + name + " at " + place(s), Request: true}
	}
	base := d.of(s.Child(python.RValue), depth+1)
	if d.p.selfClass(s.Child(python.RValue)) != nil { // there may be many instances; what one of them holds under a name may be the same in all
		base = KeyDomain{Domain: DomainUnknown}
	}
	switch {
	case base.Domain == DomainConfiguration || base.Domain == DomainType:
		return base
	case base.Identity:
		return d.ownValue(s, depth)
	case base.Domain == DomainOpen:
		if library.NameDomain(name) == -1 {
			return KeyDomain{Domain: DomainUnknown, Why: ""}
		}
		if name == "name" && !base.Request {
			return KeyDomain{Domain: DomainSuggested, Why: "what comes again and again may have one of few names"}
		}
		return base
	}
	if isConfigName(s.Child(python.RValue).Str()) {
		return KeyDomain{Domain: DomainConfiguration, Why: "from " + s.Child(python.RValue).Str()}
	}
	if k := d.ownValue(s, depth); k.Domain == DomainOpen && !k.Identity {
		return k
	}
	h := d.hint(name)
	if h.Domain == DomainUnknown {
		return wider(h, base)
	}
	if h.Domain == DomainHinted && d.p.selfClass(s.Child(python.RValue)) != nil {
		h = KeyDomain{Domain: DomainSuggested, Why: "the name " + name + " may be that of a value from outside, and there is one of it in each object"}
	}
	return h
}

// isMadeModule reports whether an expression is a module that code makes at run time, under a name of its choice.
func (p *Program) isMadeModule(s Site) bool {
	return slices.ContainsFunc(p.dotted(s), func(name string) bool { return library.MakesModule[strings.TrimSuffix(name, "()")] })
}

// ownValue is the domain of an attribute of an object that is new each time: of what its class binds to it.
func (d *domains) ownValue(s Site, depth int) KeyDomain {
	out := KeyDomain{Domain: DomainUnknown}
	for _, v := range d.p.Eval(s.Child(python.RValue)) {
		if v.Kind != VInstance {
			continue
		}
		binds := d.p.attrBinds(v.Class, s.Str())
		if d.p.countsOn(binds) {
			return KeyDomain{Domain: DomainOpen, Why: "a counter", Fresh: true}
		}
		for i, b := range binds {
			if i < maxValues {
				k := d.of(assigned(b), depth+1)
				k.Fresh = false // made once for each object, which may be one
				out = wider(out, k)
			}
		}
		out = wider(out, d.field(v.Class, s.Str(), depth))
		if def := d.p.Method(v.Class, s.Str()); def.Valid() && d.p.hasDecorator(def, "property", "cached_property") {
			for _, r := range d.p.returnSites(def) {
				out = wider(out, d.of(r, depth+1))
			}
		}
	}
	if out.Identity {
		return out
	}
	if h := d.hint(s.Str()); h.Domain != DomainUnknown && out.Domain < DomainOpen {
		return h
	}
	return out
}

func isConfigName(name string) bool {
	n := strings.ToLower(strings.TrimLeft(name, "_"))
	return n == "settings" || n == "config" || n == "conf" || n == "cfg" || n == "options" || n == "opts"
}

// few is the domain of what somebody sets up a small number of.
func few(name string) KeyDomain {
	return KeyDomain{Domain: DomainFew, Why: "the name " + name + " stands for one of a small number"}
}

// hint is what the name of a variable, attribute or function suggests.
func (d *domains) hint(name string) KeyDomain {
	if library.SmallPopulation(name) {
		return few(name)
	}
	switch library.NameDomain(name) {
	case 2:
		return KeyDomain{Domain: DomainHinted, Why: "the name " + name + " suggests a value from outside"}
	case 1:
		return KeyDomain{Domain: DomainSuggested, Why: "the name " + name + " may be that of a value from outside"}
	case -1:
		return KeyDomain{Domain: DomainType, Why: "the name " + name + " suggests one of a few values"}
	}
	return KeyDomain{Domain: DomainUnknown, Why: ""}
}

func (d *domains) name(s Site, depth int) KeyDomain {
	if isConfigName(s.Str()) {
		return KeyDomain{Domain: DomainConfiguration, Why: "from " + s.Str()}
	}
	x := s.M.X
	id := s.M.F.Name(s.N)
	scope := x.Resolve(x.ScopeOf(s.N), id)
	if scope < 0 {
		return KeyDomain{Domain: DomainUnknown, Why: ""}
	}
	out := KeyDomain{Domain: DomainConstant, Why: ""}
	for i, b := range x.Binds(scope, id) {
		if i >= maxValues {
			break
		}
		out = wider(out, d.bind(Site{s.M, b}, depth))
	}
	switch {
	case out.Request: // whoever sends it may send anything
	case out.Domain > DomainFew && library.SmallPopulation(s.Str()) && !d.composed(s, depth):
		return few(s.Str()) // of two names the nearer one counts
	case out.Domain == DomainOpen && library.NameDomain(s.Str()) == -1:
		return KeyDomain{Domain: DomainUnknown, Why: ""}
	case out.Domain == DomainUnknown || out.Domain == DomainSuggested:
		return wider(out, d.hint(d.p.fullName(s)))
	}
	return out
}

// composed reports whether a name is bound to a pair or a text that is put together, one part of which identifies something outside: that tells more
// than what the whole is called.
func (d *domains) composed(s Site, depth int) bool {
	v := d.p.onceBound(s)
	if !v.Valid() || v.Kind() != python.Tuple && v.Kind() != python.FString {
		return false
	}
	for _, n := range v.M.F.All(v.N, python.RElt) {
		part := &domains{p: d.p, seen: map[Site]bool{}, hops: d.hops}
		if part.of(Site{v.M, n}, depth+1).Domain >= DomainHinted {
			return true
		}
	}
	return false
}

func (d *domains) bind(b Site, depth int) KeyDomain {
	switch b.Kind() {
	case python.FuncDef:
		if r := d.p.RepeatAt(b); d.p.nested(b) && (r == nil || r.Kind > RunsAtSetup) {
			return KeyDomain{Domain: DomainOpen, Why: "a function made by each call"}
		}
		return KeyDomain{Domain: DomainType, Why: "a function"}
	case python.ClassDef:
		return KeyDomain{Domain: DomainType, Why: "a class"}
	case python.Alias:
		for _, v := range d.p.evalAlias(b) {
			if v.Kind == VExternal && library.IsSource(v.Name) {
				return KeyDomain{Domain: DomainOpen, Why: v.Name}
			}
		}
		return KeyDomain{Domain: DomainType, Why: "an imported name"}
	case python.Param:
		return d.param(b, depth)
	}
	whole, stmt := b.M.F.TargetOf(b.N)
	st := Site{b.M, stmt}
	switch st.Kind() {
	case python.Assign, python.AnnAssign, python.NamedExpr:
		value := st.Child(python.RValue)
		if whole != b.N {
			if m := matching(b, Site{b.M, whole}, value); m.Valid() {
				value = m
			}
		}
		return d.of(value, depth+1)
	case python.AugAssign:
		if value := st.Child(python.RValue); value.Kind() != python.Num {
			return d.of(value, depth+1)
		}
		if d.p.startsAnew(b) {
			return KeyDomain{Domain: DomainConstant, Why: "a count that each call begins anew"}
		}
		return KeyDomain{Domain: DomainOpen, Why: "a counter", Fresh: true}
	case python.For, python.CompFor:
		if st.Kind() == python.For && d.p.isEndlessFor(st) {
			return KeyDomain{Domain: DomainOpen, Why: b.Str() + " comes with each message, at " + place(st)}
		}
		return partOfOpen(d.of(st.Child(python.RIter), depth+1))
	}
	return KeyDomain{Domain: DomainUnknown, Why: ""}
}

// self as a key: one entry for each instance.
func (d *domains) self(def Site) KeyDomain {
	if l := d.p.ClassLife(d.p.Enclosing(def)); l != nil && (l.Scope == ScopeEvent || l.Scope == ScopeConnection) {
		return KeyDomain{Domain: DomainOpen, Why: "one entry for each instance", Identity: true}
	}
	return KeyDomain{Domain: DomainUnknown, Why: ""}
}

// annotation reads what a parameter's type says of its domain.
func (d *domains) annotation(a Site) (KeyDomain, bool) {
	switch a.Str() {
	case "type", "Type", "Callable", "bool":
		return KeyDomain{Domain: DomainType, Why: "a type, function or flag"}, true
	}
	if a.Kind() == python.Subscript {
		switch a.Child(python.RValue).Str() {
		case "type", "Type", "Callable", "Literal":
			return KeyDomain{Domain: DomainType, Why: "a type, function or literal"}, true
		}
	}
	for _, v := range d.p.evalAnnotation(a) {
		switch v.Kind {
		case VInstance:
			for _, e := range d.p.External(v.Class) {
				if strings.HasSuffix(e, "Enum") || strings.HasSuffix(e, "Flag") {
					return KeyDomain{Domain: DomainType, Why: "an enum"}, true
				}
			}
		case VResult:
			if strings.HasPrefix(v.Name, "enum.") {
				return KeyDomain{Domain: DomainType, Why: "an enum"}, true
			}
			if library.IsSource(v.Name) {
				return KeyDomain{Domain: DomainOpen, Why: "a " + v.Name, Request: library.IsRequest(v.Name)}, true
			}
		}
	}
	return KeyDomain{}, false
}
