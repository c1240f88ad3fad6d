package program

import (
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// Stores returns a case for what code writes to a store in another process and leaves there: keys from an open domain without an expiry, and
// collections under one key that nothing trims. Of those that the question is not about some are left out.
func (p *Program) Stores(q *Question) []*Case {
	s := &stores{p: p, o: p.outside(q), removals: map[string][]Site{}, members: map[string]storeNames{}, listReads: map[string]bool{}}
	writes := s.writes()
	wanted := slices.DeleteFunc(slices.Clone(writes), func(k command) bool { return !s.about(k) })
	if len(wanted) == 0 {
		return nil
	}
	s.gatherRemovals()
	s.gatherReads()
	for _, k := range writes {
		s.gatherWrite(k)
	}
	for _, k := range wanted {
		s.write(k)
	}
	return s.o.cases()
}

// about reports whether what a command fills is looked for.
func (s *stores) about(k command) bool {
	q := s.o.q
	return q.file(k.call.M) || q.file(k.at.M) || q.symbol(s.p.outsideSymbol(s.p.storeSymbol(k.key), k.key))
}

type stores struct {
	p         *Program
	o         *outside
	removals  map[string][]Site     // by each name of the key
	members   map[string]storeNames // the collections that a key is put into, by each name of the key
	listReads map[string]bool       // the names of lists that are read
	anyList   bool                  // some list is read of which it cannot be told which
	anyTaken  Site                  // a command that takes out of a list of which it cannot be told which
	backends  map[string]*backend   // of Django's cache, by alias; nil before they are asked for
}

// A command is one that writes, together with the place that says which key it is about: a wrapper leaves that to its callers.
type command struct {
	library.StoreCommand
	store *library.Store
	name  string
	call  Site // the command
	at    Site // the command, or the call of the wrapper around it
	key   Site // the key, as it is spelled there
	blind bool // a wrapper whose callers are not seen
}

// writes returns the commands that write, in order of place.
func (s *stores) writes() []command {
	var out []command
	names := map[string]bool{}
	for _, store := range library.Stores {
		for name := range store.Commands {
			names[name] = true
		}
	}
	s.p.eachCall(sorted(names), func(call Site, name string) {
		key := storeKey(call)
		if !key.Valid() {
			return
		}
		store := s.clientOf(call, false)
		if store == nil {
			return
		}
		c, ok := store.Commands[name]
		if !ok || c.Common && s.clientOf(call, true) == nil {
			return
		}
		out = append(out, s.keyedBy(command{StoreCommand: c, store: store, name: name, call: call, at: call, key: key}, 0)...)
	})
	return out
}

// gatherRemovals notes what takes keys, or something under them, out again.
func (s *stores) gatherRemovals() {
	s.p.eachCall(sorted(library.StoreRemovals), func(call Site, name string) {
		if !library.StoreOwnRemovals[name] && s.clientOf(call, false) == nil {
			return
		}
		if library.StoreListTakes[name] && !s.p.namesOfKey(storeKey(call)).known() {
			s.anyTaken = call
		}
		for _, n := range call.M.F.All(call.N, python.RArg) { // DEL and BLPOP take several keys
			if arg := (Site{call.M, n}); arg.Kind() != python.Keyword {
				s.removes(call, arg)
			}
			if !library.StoreSeveralKeys[name] {
				break
			}
		}
		for _, keyword := range storeKeywords {
			if key := keywordArgument(call, keyword); key.Valid() {
				s.removes(call, key)
			}
		}
	})
}

func (s *stores) removes(call, key Site) {
	for name := range s.p.namesOfKey(key) {
		if !slices.Contains(s.removals[name], call) {
			s.removals[name] = append(s.removals[name], call)
		}
	}
}

// gatherReads notes which lists are read.
func (s *stores) gatherReads() {
	s.p.eachCall(sorted(library.StoreListReads), func(call Site, _ string) {
		names := s.p.namesOfKey(storeKey(call))
		s.anyList = s.anyList || !names.known()
		for name := range names {
			s.listReads[name] = true
		}
	})
}

// gatherWrite notes of a write that gives the key an expiry that it does (INCR and the like keep that), and of one to a collection what it puts in, which
// may be the name of another key.
func (s *stores) gatherWrite(k command) {
	if s.expires(k) {
		s.removes(k.call, k.key)
	}
	switch k.Kind {
	case "list", "set", "sorted set", "hash":
	default:
		return
	}
	for i, n := range k.call.M.F.All(k.call.N, python.RArg) {
		if i == 0 {
			continue
		}
		for _, member := range membersIn(Site{k.call.M, n}) {
			for m := range s.p.namesOfKey(member) {
				if s.members[m] == nil {
					s.members[m] = storeNames{}
				}
				for of := range s.p.namesOfKey(k.key) {
					s.members[m]["m:"+of] = true
				}
			}
		}
	}
}

// membersIn are the members that an argument gives: the keys of a mapping, or itself.
func membersIn(arg Site) []Site {
	if arg.Kind() != python.Dict {
		return []Site{arg}
	}
	var out []Site
	for _, n := range arg.M.F.All(arg.N, python.RKey) {
		out = append(out, Site{arg.M, n})
	}
	return out
}

var storeKeywords = []string{"name", "key"}

func storeKey(call Site) Site {
	for _, name := range storeKeywords {
		if k := keywordArgument(call, name); k.Valid() {
			return k
		}
	}
	return firstArgument(call)
}

// write judges one command: what it adds, whether the command itself bounds it, and whether anything takes the key out again.
func (s *stores) write(k command) {
	if s.expires(k) {
		return
	}
	domain, what, ok := s.driver(k)
	if !ok {
		return
	}
	names := s.p.namesOfKey(k.key)
	at, repeat := k.call, k.repeat(s.p)
	if k.leavesExpiry(s.p) {
		at, repeat = k.at, nil
	}
	life := &Life{Scope: ScopeProcess, Why: "a store in another process keeps a key until it is deleted or expires (" + what + ")", Proven: true, At: at}
	if k.blind {
		life.Proven, life.Why = false, "the key is what callers pass, who are not seen"
	}
	kept := s.o.add(entry{at: at, symbol: s.p.storeSymbol(k.key), receiver: k.key, kind: k.store.Name + " " + k.Kind, how: k.name, key: domain, life: life, prior: PriorStore, repeat: repeat})
	if kept == nil {
		return
	}
	taken := slices.DeleteFunc(s.takenOutAt(names), func(at Site) bool {
		of := library.StoreRemovalOf(at.Child(python.RFunc).Str())
		return of != "" && of != k.Kind
	})
	last := &kept.Growths[len(kept.Growths)-1]
	if last.Guarded = s.evictsItself(k); last.Guarded == "" && k.Kind == "list" && len(taken) == 0 {
		last.Guarded = s.consumed(names)
	}
	if len(kept.Growths) > 1 {
		return
	}
	for _, at := range taken {
		s.removed(kept, at)
	}
	if k.Kind == "stream" {
		s.trimmedByName(kept, k.call.M)
	}
}

// driver is what a command puts in each time: keys, or entries under one key; false where neither is without end. Of a key that is put together from what
// cannot be seen it is not known.
func (s *stores) driver(k command) (KeyDomain, string, bool) {
	key := s.p.keyDomain(k.key)
	few := s.p.fewKeys(k.key)
	if d := openKey(key, hintedName(k.key)); d.Domain >= DomainHinted && !few {
		return d, "a key for each value", true
	}
	if k.Kind != "string" && k.Kind != "entry" && !given(k.call, k.Trim) {
		if d := s.memberDomain(k); d.Domain >= DomainHinted && !(k.blind && d.Any) {
			return d, "an entry under one key", true
		}
	}
	return KeyDomain{Domain: DomainUnknown}, "a key for each value", key.Domain >= DomainUnknown && !few
}

// takenOutAt are the commands that take out what goes under one of some names, or what is under it.
func (s *stores) takenOutAt(names storeNames) []Site {
	var out []Site
	take := func(at []Site) {
		for _, a := range at {
			if !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	for name := range names {
		take(s.removals[name])
		for of := range s.members[name] {
			take(s.removals[of])
		}
	}
	for name, at := range s.removals {
		if prefix, ok := strings.CutPrefix(name, "g:"); ok && prefix != "" && names.begin(prefix) {
			take(at)
		}
	}
	slices.SortFunc(out, placeOrder)
	return out
}

// begin reports whether the text of a key begins with a prefix.
func (n storeNames) begin(prefix string) bool {
	for name := range n {
		if strings.HasPrefix(name, "t:"+prefix) {
			return true
		}
	}
	return false
}

// consumed says who may take out of a list, of which no command in sight is known to do it; "" where nobody would.
func (s *stores) consumed(names storeNames) string {
	switch {
	case s.readElsewhere(names):
		return "nothing in the tree reads the list: another program does, and may take out what it reads"
	case s.anyTaken.Valid() && !names.known():
		return "which list that is cannot be told, nor which one " + s.anyTaken.Child(python.RFunc).Str() + " takes from at " + place(s.anyTaken)
	}
	return ""
}

// readElsewhere reports whether a list is read by another program: nobody fills one for nothing.
func (s *stores) readElsewhere(names storeNames) bool {
	if s.anyList {
		return false
	}
	for name := range names {
		if s.listReads[name] {
			return false
		}
	}
	return true
}

// storeSymbol is storeKeyText without the file.
func (p *Program) storeSymbol(key Site) string {
	return strings.TrimPrefix(p.storeKeyText(key), key.M.Path+":")
}

// storeKeyText is what findings call a key: the constant text around its open parts, where it is made of some; else the name of the variable, in its file.
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
