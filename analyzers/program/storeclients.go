package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// clientOf returns the store that a command is sent to, nil where it is sent to none: the receiver is known to be a client, or is named after one; of a
// command whose name says enough it is enough that the file speaks of a store, or that nothing else has one of that name. A class of the tree with a method of that name is a wrapper: the
// command is inside.
func (s *stores) clientOf(call Site, strict bool) *library.Store {
	fn := call.Child(python.RFunc)
	if fn.Kind() != python.Attr {
		return nil
	}
	receiver := fn.Child(python.RValue)
	vs := s.p.Eval(receiver)
	for _, v := range vs {
		if v.Kind == VInstance && s.p.Method(v.Class, fn.Str()).Valid() {
			return nil
		}
	}
	for _, d := range s.clientNames(receiver, 0) {
		if store := library.StoreOf(d); store != nil {
			return store
		}
	}
	if library.StoreName(text(receiver)) {
		return library.Redis
	}
	if strict {
		return nil
	}
	for _, v := range vs {
		if v.Kind == VInstance || v.Kind == VContainer || v.Kind == VModule {
			return nil
		}
	}
	if call.M.namesStore || library.StoreOwnWrites[fn.Str()] {
		return library.Redis
	}
	return nil
}

// maxAliases bounds through how many assignments a client is followed.
const maxAliases = 3

// clientNames are the dotted names that a client can have; one that is looked up (caches["default"]) goes by that of the collection.
func (s *stores) clientNames(receiver Site, depth int) []string {
	out := s.p.dotted(receiver)
	if depth > maxAliases {
		return out
	}
	for _, v := range s.lookedUp(receiver, depth) {
		out = append(out, s.p.dotted(v.Child(python.RValue))...)
	}
	return out
}

// lookedUp are the look-ups that a receiver stands for: itself, or what is assigned to it.
func (s *stores) lookedUp(receiver Site, depth int) []Site {
	if depth > maxAliases {
		return nil
	}
	var binds []Site
	switch receiver.Kind() {
	case python.Subscript:
		return []Site{receiver}
	case python.Name:
		x, id := receiver.M.X, receiver.M.F.Name(receiver.N)
		if scope := x.Resolve(x.ScopeOf(receiver.N), id); scope >= 0 {
			for _, n := range x.Binds(scope, id) {
				binds = append(binds, Site{receiver.M, n})
			}
		}
	case python.Attr:
		if c := s.p.selfClass(receiver.Child(python.RValue)); c != nil {
			binds = s.p.attrBinds(c, receiver.Str())
		}
	}
	var out []Site
	for i, b := range binds {
		if v := assigned(b); i < maxValues && v.Valid() {
			out = append(out, s.lookedUp(v, depth+1)...)
		}
	}
	return out
}

// A backend is what the settings of the tree say of one of Django's caches.
type backend struct {
	keeps   bool // all it is given
	evicts  bool // what exceeds a limit
	forGood bool // and it keeps what is given without a timeout
	at      Site
}

// evictsItself says why a store keeps within bounds whatever is written to it, "" where it does not. Of Django's backends those for Redis alone keep
// everything: where the settings name no such, there is nothing to show that it grows.
func (s *stores) evictsItself(k command) string {
	if k.store != library.DjangoCache {
		return k.store.Evicts
	}
	b := s.backendOf(k.call)
	switch {
	case b != nil && b.keeps:
		return ""
	case b != nil && b.evicts:
		return "the backend of the cache keeps no more than it is told to, at " + place(b.at)
	}
	return "what stands behind the cache is not seen, and most backends keep no more than they are told to"
}

// backendOf returns what the settings say of the cache that a command is sent to, nil where nothing is seen.
func (s *stores) backendOf(call Site) *backend {
	if s.backends == nil {
		s.backends = map[string]*backend{}
		s.p.Each("CACHES", s.setting)
	}
	alias := "default"
	for _, at := range s.lookedUp(call.Child(python.RFunc).Child(python.RValue), 0) {
		if key := at.Child(python.RIndex); key.Kind() == python.Str {
			alias = key.Str()
		}
	}
	return s.backends[alias]
}

// setting reads CACHES = {"default": {"BACKEND": …, "TIMEOUT": …}} and CACHES["default"] = {…}.
func (s *stores) setting(at Site) {
	if at.Kind() != python.Name || at.M.Profile == Test {
		return
	}
	target := at
	if up := at.Up(); up.Kind() == python.Subscript && at.Role() == python.RValue {
		target = up
	}
	value := assigned(target)
	if value.Kind() != python.Dict {
		return
	}
	if target != at {
		s.readBackend(target.Child(python.RIndex), value)
		return
	}
	f := value.M.F
	keys, values := f.All(value.N, python.RKey), f.All(value.N, python.RValue)
	for i := range keys {
		if i < len(values) && len(keys) == len(values) {
			s.readBackend(Site{value.M, keys[i]}, Site{value.M, values[i]})
		}
	}
}

// readBackend notes what the settings of one alias say; of several settings the one that keeps everything counts, which is that of the service.
func (s *stores) readBackend(alias, value Site) {
	if alias.Kind() != python.Str {
		return
	}
	b := s.backends[alias.Str()]
	if b == nil {
		b = &backend{at: value}
		s.backends[alias.Str()] = b
	}
	f := value.M.F
	for n := value.N; n < value.N+f.Size(value.N); n++ {
		if f.Kind(n) != python.Str {
			continue
		}
		keeps, evicts := library.CacheBackend(f.Str(n))
		b.keeps, b.evicts = b.keeps || keeps, b.evicts || evicts
	}
	if timeout := valueUnder(value, "TIMEOUT"); timeout.Valid() && timeout.Kind() == python.NoneLit {
		b.forGood = true
	}
}

// valueUnder is what a dict literal has under a constant key.
func valueUnder(dict Site, key string) Site {
	if dict.Kind() != python.Dict {
		return Site{}
	}
	keys, values := dict.M.F.All(dict.N, python.RKey), dict.M.F.All(dict.N, python.RValue)
	for i := range keys {
		if k := (Site{dict.M, keys[i]}); len(keys) == len(values) && k.Kind() == python.Str && k.Str() == key {
			return Site{dict.M, values[i]}
		}
	}
	return Site{}
}
