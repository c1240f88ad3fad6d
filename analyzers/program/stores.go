package program

import (
	"sort"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// Stores returns a case for what code writes to a store in another process and leaves there: keys from an open domain without an expiry, and
// collections under one key that nothing trims.
func (p *Program) Stores() []*Case {
	s := &stores{p: p, o: p.outside(), removals: map[string][]Site{}}
	p.eachCall(sorted(library.StoreRemovals), func(call Site, _ string) {
		if s.isClient(call, false) {
			if key := storeKey(call); key.Valid() {
				text := p.storeKeyText(key)
				s.removals[text] = append(s.removals[text], call)
			}
		}
	})
	var names []string
	for name := range library.StoreCommands {
		names = append(names, name)
	}
	sort.Strings(names)
	p.eachCall(names, func(call Site, name string) { // written with an expiry elsewhere: INCR and the like keep that
		if c := library.StoreCommands[name]; s.isClient(call, c.Common) && storeKey(call).Valid() && expires(call, c) {
			key := p.storeKeyText(storeKey(call))
			s.removals[key] = append(s.removals[key], call)
		}
	})
	p.eachCall(names, func(call Site, name string) {
		if c := library.StoreCommands[name]; s.isClient(call, c.Common) {
			s.write(call, name, c)
		}
	})
	return s.o.cases()
}

type stores struct {
	p        *Program
	o        *outside
	removals map[string][]Site // by the text of the key
}

func storeKey(call Site) Site {
	for _, name := range []string{"name", "key"} {
		if k := keywordArgument(call, name); k.Valid() {
			return k
		}
	}
	return firstArgument(call)
}

// isClient reports whether a command is sent to a store: the receiver is known to be a client, or is named after one; of a command whose name says
// enough it is enough that the file speaks of a store.
func (s *stores) isClient(call Site, strict bool) bool {
	fn := call.Child(python.RFunc)
	if fn.Kind() != python.Attr {
		return false
	}
	receiver := fn.Child(python.RValue)
	if library.StoreName(text(receiver)) {
		return true
	}
	for _, d := range s.p.dotted(receiver) {
		if library.IsStore(d) {
			return true
		}
	}
	if strict {
		return false
	}
	for _, v := range s.p.Eval(receiver) {
		if v.Kind == VInstance || v.Kind == VContainer || v.Kind == VModule {
			return false
		}
	}
	return call.M.namesStore
}

// write judges one command: what it adds, whether the command itself bounds it, and whether anything takes the key out again.
func (s *stores) write(call Site, name string, c library.StoreCommand) {
	key := storeKey(call)
	if !key.Valid() || expires(call, c) {
		return
	}
	domain, what := openKey(s.p.keyDomain(key), hintedName(key)), "a key for each value"
	if domain.Domain < DomainHinted {
		if c.Kind == "string" || given(call, c.Trim) {
			return
		}
		if domain, what = s.memberDomain(call, c), "an entry under one key"; domain.Domain < DomainHinted {
			return
		}
	}
	text := s.p.storeKeyText(key)
	symbol := strings.TrimPrefix(text, call.M.Path+":")
	life := &Life{Scope: ScopeProcess, Why: "a store in another process keeps a key until it is deleted or expires (" + what + ")", Proven: true, At: call}
	kept := s.o.add(entry{at: call, symbol: symbol, receiver: key, kind: "redis " + c.Kind, how: name, key: domain, life: life, prior: PriorStore})
	if kept == nil || len(kept.Growths) > 1 {
		return
	}
	for _, at := range s.removals[text] {
		s.removed(kept, at)
	}
	if c.Kind == "stream" {
		s.trimmedByName(kept, call.M)
	}
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

// expires reports whether the command gives the key a time to live, or could: by a keyword, a position, or arguments that are not seen.
func expires(call Site, c library.StoreCommand) bool {
	for _, n := range call.M.F.All(call.N, python.RArg) {
		if k := call.M.F.Kind(n); k == python.DoubleStar || k == python.Star {
			return true
		}
	}
	return given(call, c.Expiry) || c.Time > 0 && callArgument(call, "", c.Time).Valid() && callArgument(call, "", c.Time).Kind() != python.NoneLit
}

func given(call Site, keywords []string) bool {
	for _, k := range keywords {
		if a := keywordArgument(call, k); a.Valid() && a.Kind() != python.NoneLit {
			return true
		}
	}
	return false
}

// memberDomain is the domain of what a command adds under a key.
func (s *stores) memberDomain(call Site, c library.StoreCommand) KeyDomain {
	if c.Kind == "list" || c.Kind == "stream" {
		return KeyDomain{Domain: DomainOpen, Why: "each call adds an element"}
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

// storeKeyText names a key so that two commands on the same one can be told to be: the constant text around its open parts, where it is made of some;
// else the name of the variable, in its file.
func (p *Program) storeKeyText(key Site) string {
	switch key.Kind() {
	case python.Str, python.FString:
		return key.Str()
	case python.BinOp, python.Call:
		f := key.M.F
		for n := key.N; n < key.N+f.Size(key.N); n++ {
			if f.Kind(n) == python.Str && f.Str(n) != "" {
				return f.Str(n)
			}
		}
		return key.M.Path + ":" + text(key)
	case python.Name, python.Attr:
		for _, v := range p.Eval(key) {
			if v.Kind == VConst && (v.Site.Kind() == python.Str || v.Site.Kind() == python.FString) && v.Site.Str() != "" {
				return v.Site.Str()
			}
		}
	}
	return key.M.Path + ":" + text(key)
}

// removed judges a command that takes a key, or something under it, out again.
func (s *stores) removed(c *Case, at Site) {
	name := at.Child(python.RFunc).Str()
	e := s.p.removal(c, Use{Kind: Shrink, At: at, Fn: s.p.Function(at), How: name})
	if library.StoreExpiries[name] && s.p.onceGuarded(at) && s.writesAfter(at) {
		e.Covers, e.Fault, e.WhyNot = false, FaultDead, "EXPIRE is sent once, before the key exists, and does nothing"
		c.Signs = append(c.Signs[:0], Sign{"EXPIRE of a key that does not exist does nothing", at, false})
	}
	c.Evictions = append(c.Evictions, e)
}

// trimmedByName finds XTRIM of a stream that only a variable names, in the file that writes one.
func (s *stores) trimmedByName(c *Case, m *Module) {
	for _, n := range m.X.Occurrences("xtrim") {
		if at := (Site{m, n}); at.Role() == python.RFunc {
			e := s.p.removal(c, Use{Kind: Trim, At: at.Up(), Fn: s.p.Function(at), How: "xtrim", ByName: true})
			c.Evictions = append(c.Evictions, e)
		}
	}
}

// writesAfter reports whether the function of a command goes on to write.
func (s *stores) writesAfter(at Site) bool {
	f := at.M.F
	fn := s.p.Function(at)
	for n := at.N + f.Size(at.N); n < fn.N+f.Size(fn.N); n++ {
		if f.Kind(n) == python.Attr && f.Role(n) == python.RFunc {
			if _, ok := library.StoreCommands[f.Str(n)]; ok {
				return true
			}
		}
	}
	return false
}

// openKey keeps of a domain what says that there is no end of keys. What is new each time may be written under few keys, and a name that suggests a value from
// outside may identify few things.
func openKey(k KeyDomain, text string) KeyDomain {
	switch {
	case strings.HasPrefix(k.Why, "a new ") || strings.HasPrefix(k.Why, "one entry for each"):
	case k.Domain == DomainHinted && library.LabelName(text) != library.LabelMany && library.LabelName(text) != library.LabelSome:
	default:
		return k
	}
	return KeyDomain{Domain: DomainUnknown}
}
