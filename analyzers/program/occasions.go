package program

import (
	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// occasion says what tells that a function runs again and again whose callers are not seen: it makes a new key for what it puts in, or puts in
// what somebody waits for. Neither makes sense for something that happens once. "" where nothing tells.
func (p *Program) occasion(u Use, key KeyDomain) string {
	switch {
	case key.Fresh:
		return "called again and again, since each call makes a new key: " + key.Why
	case p.isAwaited(u.Value):
		return "called again and again, since each call puts in what it waits for, at " + place(u.Value)
	}
	return ""
}

// mayRepeat reports whether the code that puts something in counts on it that its key may be there already: it asks first, or makes what is missing
// only. Who makes a key anew each time has no reason to; a loop that draws until a key is free has.
func (p *Program) mayRepeat(u Use, uses []Use) bool {
	if u.ReadMade || u.How == "setdefault" {
		return true
	}
	for _, m := range uses {
		if m.Kind == Member && m.Depth == 0 && m.Fn == u.Fn && u.Key.Valid() && p.keyText(m.Key) == p.keyText(u.Key) && testOfIf(m.At) {
			return true
		}
	}
	return false
}

// testOfIf reports whether an expression is part of the test of an if statement.
func testOfIf(s Site) bool {
	f := s.M.F
	for n := s.N; n > 0; n = f.Up(n) {
		switch f.Kind(f.Up(n)) {
		case python.If:
			return f.Role(n) == python.RTest
		case python.While, python.Block, python.Module, python.FuncDef:
			return false
		}
	}
	return false
}

// onOccasion is the repetition of a function of which something else than its callers tells that it runs again and again; with a name that says so too
// it does for sure.
func (r *Repeat) onOccasion(why string) *Repeat {
	out := &Repeat{Kind: RunsAsOperation, Per: "call", Shown: true}
	if r.Kind == RunsByName {
		out.Kind, out.Per = RunsAgain, r.Per
		why = r.Path[0].Why + ", and it is " + why
	}
	out.Path = append([]Step{{r.Path[0].At, why}}, r.Path[1:]...)
	return out
}

// isAwaited reports whether an expression is a future that its function makes.
func (p *Program) isAwaited(s Site) bool {
	if s.Valid() && s.Kind() == python.Name {
		s = p.onceBound(s)
	}
	return s.Valid() && s.Kind() == python.Call && library.Awaited[s.Child(python.RFunc).Str()]
}

// comeAndGo opens the domain of keys of which nothing is known where code takes them out by name when each is done with, though it fails to.
func (c *Case) comeAndGo() {
	for i := range c.Growths {
		e := c.takenByKey(c.Growths[i].At)
		if e == nil {
			continue
		}
		if k := &c.Growths[i].Key; k.Domain == DomainUnknown || k.Domain == DomainSuggested {
			*k = KeyDomain{Domain: DomainHinted, Why: "its keys are meant to be taken out one by one, at " + place(e.At) + ", so they come and go"}
		}
	}
}

// takenByKey returns a removal by key that recurs and falls short: of the holder itself, or of the twin that is filled with it.
func (c *Case) takenByKey(growth Site) *Eviction {
	if c.Sibling != nil && c.Sibling.Of == growth {
		return &c.Sibling.Eviction
	}
	if !keyed(c.Holder) {
		return nil
	}
	for i := range c.Evictions {
		e := &c.Evictions[i]
		if e.Kind != Shrink || e.ByName || e.Depth > 0 || !e.Key.Valid() {
			continue
		}
		switch e.Fault {
		case FaultKey, FaultPath, FaultReply, FaultDead, FaultOthers, FaultLazy:
			return e
		}
	}
	return nil
}
