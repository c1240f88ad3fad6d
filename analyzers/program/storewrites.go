package program

import (
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// maxWrapped bounds through how many wrappers a key is followed to who names it.
const maxWrapped = 2

// keyedBy finds who says which key a command is about: the callers, where the key is a parameter of a function that is no entry point.
func (s *stores) keyedBy(k command, depth int) []command {
	param := s.p.passedKey(k.key)
	if !param.Valid() || depth >= maxWrapped {
		return []command{k}
	}
	def := param.Up()
	if def.Kind() != python.FuncDef || s.p.comesWith(def) != nil {
		return []command{k}
	}
	var out []command
	for _, a := range s.p.ArgumentsFor(param) {
		if call := callOf(a); call.Valid() && a.M.Profile != Test {
			named := k
			named.at, named.key = call, a
			out = append(out, s.keyedBy(named, depth+1)...)
		}
	}
	if len(out) == 0 {
		k.blind = true
		return []command{k}
	}
	return out
}

// passedKey returns the parameter that a variable is, also one that is only spelled anew (key = prepare(key)).
func (p *Program) passedKey(key Site) Site {
	if key.Kind() != python.Name {
		return Site{}
	}
	x, id := key.M.X, key.M.F.Name(key.N)
	scope := x.Resolve(x.ScopeOf(key.N), id)
	if scope <= 0 {
		return Site{}
	}
	var param Site
	for _, n := range x.Binds(scope, id) {
		b := Site{key.M, n}
		switch value := assigned(b); {
		case b.Kind() == python.Param:
			param = b
		case value.Kind() == python.Call && mentions(value, key.Str()):
		default:
			return Site{}
		}
	}
	if !param.Valid() || isFirstParam(param) && p.Enclosing(param.Up()) != nil && !p.hasDecorator(param.Up(), "staticmethod") {
		return Site{}
	}
	return param
}

// callOf returns the call that an argument belongs to.
func callOf(arg Site) Site {
	up := arg.Up()
	if up.Kind() == python.Keyword {
		up = up.Up()
	}
	if up.Kind() != python.Call {
		return Site{}
	}
	return up
}

// repeat is how often a command runs with this key; nil where that is as often as the command.
func (k command) repeat(p *Program) *Repeat {
	if k.at == k.call {
		return nil
	}
	r := p.RepeatAt(k.at)
	if r == nil {
		return nil
	}
	return r.then(p.Function(k.call), "called at "+place(k.at))
}

// expires reports whether a command gives the key a time to live, or could: by a keyword, a position, a default of the store, or arguments that are not seen.
func (s *stores) expires(k command) bool {
	if hasSpread(k.call) {
		return true
	}
	given := expiries(k.call, k.StoreCommand)
	if k.store.Stays == library.StaysIfNone && (len(given) == 0 || k.leavesOut(s.p, given[0])) {
		b := s.backendOf(k.call)
		return b == nil || !b.forGood
	}
	return slices.ContainsFunc(given, func(a Site) bool {
		return k.gives(s.p, a) && (k.store.Stays != library.StaysIfZero || a.Kind() != python.Num || a.Str() != "0")
	})
}

// expiries are the arguments of a command that give the key a time to live.
func expiries(call Site, c library.StoreCommand) []Site {
	var out []Site
	for _, keyword := range c.Expiry {
		if a := keywordArgument(call, keyword); a.Valid() {
			out = append(out, a)
		}
	}
	if a := callArgument(call, "", c.Time); c.Time > 0 && a.Valid() {
		out = append(out, a)
	}
	return out
}

// leavesExpiry reports whether a wrapper leaves the time to live to its callers: then the place to look at is theirs.
func (k command) leavesExpiry(p *Program) bool {
	return k.at != k.call && slices.ContainsFunc(expiries(k.call, k.StoreCommand), func(a Site) bool { return p.paramOf(a).Valid() })
}

// gives reports whether an argument of a command is something else than None, also where a wrapper leaves it to its callers and they leave it out.
func (k command) gives(p *Program, value Site) bool {
	passed, ok := k.passedFor(p, value)
	return !ok || passed.Valid() && !p.isNone(passed)
}

// leavesOut reports whether a wrapper hands on what its caller does not give, and has no default for.
func (k command) leavesOut(p *Program, value Site) bool {
	passed, ok := k.passedFor(p, value)
	return ok && !passed.Valid()
}

// passedFor is what stands for an argument of a command: itself, or what the caller of a wrapper passes for it, else the default; false where that
// cannot be told.
func (k command) passedFor(p *Program, value Site) (Site, bool) {
	param := p.paramOf(value)
	if !param.Valid() || param.Up() != p.Function(k.call) {
		return value, true
	}
	targets := p.Targets(k.at)
	if k.at == k.call || len(targets) == 0 || targets[0] != param.Up() || hasSpread(k.at) {
		return Site{}, false
	}
	if passed := p.argument(k.at, param.Up(), paramIndex(param), param.Str()); passed.Valid() {
		return passed, true
	}
	return param.Child(python.RDefault), true
}

// isNone reports whether an expression is None, also by a name that is bound to it alone, here or in another module.
func (p *Program) isNone(s Site) bool {
	switch s.Kind() {
	case python.Name:
		x, id := s.M.X, s.M.F.Name(s.N)
		scope := x.Resolve(x.ScopeOf(s.N), id)
		return scope >= 0 && p.boundToNone(s.M, x.Binds(scope, id), 0)
	case python.Attr:
		for _, v := range p.Eval(s.Child(python.RValue)) {
			if v.Kind == VModule && v.Site.M.X.NameID(s.Str()) >= 0 {
				return p.boundToNone(v.Site.M, v.Site.M.X.Binds(0, v.Site.M.X.NameID(s.Str())), 0)
			}
		}
	}
	return s.Kind() == python.NoneLit
}

func (p *Program) boundToNone(m *Module, binds []python.ID, depth int) bool {
	if len(binds) != 1 || depth > maxAliases {
		return false
	}
	b := Site{m, binds[0]}
	if b.Kind() != python.Alias {
		return assigned(b).Kind() == python.NoneLit
	}
	from := b.Up()
	if from.Kind() != python.ImportFrom {
		return false
	}
	home, _ := p.imported(m, from.Str())
	if home == nil || home.X.NameID(b.Str()) < 0 {
		return false
	}
	return p.boundToNone(home, home.X.Binds(0, home.X.NameID(b.Str())), depth+1)
}

func hasSpread(call Site) bool {
	for _, n := range call.M.F.All(call.N, python.RArg) {
		if k := call.M.F.Kind(n); k == python.Star || k == python.DoubleStar {
			return true
		}
	}
	return false
}

// given reports whether a call passes one of some keywords, also to an object of options that it is handed (StreamAddOptions(trim=…)).
func given(call Site, keywords []string) bool {
	for _, k := range keywords {
		if a := keywordArgument(call, k); a.Valid() && a.Kind() != python.NoneLit {
			return true
		}
	}
	for _, n := range call.M.F.All(call.N, python.RArg) {
		if options := (Site{call.M, n}); options.Kind() == python.Call && strings.HasSuffix(options.Child(python.RFunc).Str(), "Options") && given(options, keywords) {
			return true
		}
	}
	return false
}

// keyDomain is the domain of a key; a text that is put together is as open as its parts.
func (p *Program) keyDomain(key Site) KeyDomain {
	if key.Kind() == python.Call && key.Child(python.RFunc).Str() == "format" {
		out := KeyDomain{Domain: DomainConstant, Why: "a constant"}
		for _, n := range key.M.F.All(key.N, python.RArg) {
			out = wider(out, p.DomainOf(Site{key.M, n}))
		}
		return out
	}
	return p.DomainOf(key)
}

// hintedName is the name that tells what a key is made of: its own, or that of the last part.
func hintedName(key Site) string {
	if key.Kind() != python.FString {
		return valueName(key)
	}
	name := ""
	for _, n := range key.M.F.All(key.N, python.RElt) {
		if part := valueName(Site{key.M, n}); library.LabelName(part) >= library.LabelName(name) {
			name = part
		}
	}
	return name
}

// memberDomain is the domain of what a command adds under a key.
func (s *stores) memberDomain(k command) KeyDomain {
	call, c := k.call, k.StoreCommand
	if c.Kind == "list" || c.Kind == "stream" {
		return KeyDomain{Domain: DomainOpen, Why: "each call adds an element", Any: true}
	}
	out := KeyDomain{Domain: DomainConstant, Why: "constants"}
	for i := 1; i < 4; i++ {
		member := callArgument(call, "", i)
		switch {
		case !member.Valid():
			return out
		case member.Kind() == python.Dict:
			for _, n := range call.M.F.All(member.N, python.RKey) {
				out = wider(out, s.p.DomainOf(Site{call.M, n}))
			}
		case c.Kind == "hash" && i > 1: // the value of the field
			return out
		case c.Kind == "sorted set" && i == 1 && callArgument(call, "", 2).Valid(): // the score
		default:
			out = wider(out, s.p.keyDomain(member))
		}
	}
	return out
}

// fewKeys reports whether a key is made of one thing alone of which there are few, whoever passes it: the name of a task, the number of a process.
func (p *Program) fewKeys(key Site) bool {
	if key.Kind() == python.Name {
		if v := p.onceBound(key); v.Valid() {
			key = v
		}
	}
	var open []Site
	for _, part := range keyArguments(key) {
		if part.Kind() != python.Str && p.constantText(part) == "" {
			open = append(open, part)
		}
	}
	if len(open) != 1 {
		return false
	}
	name := valueName(open[0])
	return library.OwnProcess(name) || library.NamesPart(name)
}

// keyArguments are what a text is put together from; of what is no such text, itself.
func keyArguments(key Site) []Site {
	role := python.RElt
	switch key.Kind() {
	case python.FString:
	case python.BinOp:
		role = python.RValue
	case python.Call:
		if key.Child(python.RFunc).Str() != "format" {
			return []Site{key}
		}
		role = python.RArg
	default:
		return []Site{key}
	}
	var out []Site
	for _, n := range key.M.F.All(key.N, role) {
		part := Site{key.M, n}
		if part.Kind() == python.Keyword {
			part = part.Child(python.RValue)
		}
		out = append(out, part)
	}
	return out
}

// openKey keeps of a domain what says that there is no end of keys. What is new each time may be written under few keys, and a name that suggests a value from
// outside may identify few things; a service has few processes at a time, and their numbers come round again.
func openKey(k KeyDomain, text string) KeyDomain {
	switch {
	case strings.HasPrefix(k.Why, "os.getpid"):
	case strings.HasPrefix(k.Why, "a new ") || strings.HasPrefix(k.Why, "one entry for each"):
	case k.Domain == DomainHinted && library.LabelName(text) != library.LabelMany && library.LabelName(text) != library.LabelSome:
	default:
		return k
	}
	return KeyDomain{Domain: DomainUnknown}
}
