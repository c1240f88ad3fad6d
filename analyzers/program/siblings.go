package program

import (
	"slices"

	"github.com/growlint/growlint/analyzers/library"
	"github.com/growlint/growlint/analyzers/python"
)

// A Sibling is another container that is filled under the same key in the same function, and is emptied where the holder is not: whoever wrote that
// meant both.
type Sibling struct {
	Of       Site // the growth that it is the twin of
	Holder   *Holder
	Growth   Use
	Eviction Eviction
}

// sibling looks for a cleaned twin of a holder that nothing covers.
func (b *balance) sibling() *Sibling {
	if b.takenOutOnRequest() {
		return nil
	}
	for i := range b.c.Growths {
		g := &b.c.Growths[i]
		if g.Repeat.Kind <= RunsAtSetup || g.ByName || !g.Use.Key.Valid() || !keyed(b.c.Holder) || b.takenOutIn(g.Fn) {
			continue
		}
		text := b.p.keyText(g.Use.Key)
		for _, other := range b.twins(g.Fn) {
			if s := b.cleaned(other, g, text); s != nil && !b.takenOutIn(s.Eviction.Fn) {
				return s
			}
		}
	}
	return nil
}

// takenOutOnRequest reports whether a user's own command takes entries out by key: then both are emptied, on occasions of their own.
func (b *balance) takenOutOnRequest() bool {
	return slices.ContainsFunc(b.c.Evictions, func(e Eviction) bool {
		return e.Kind == Shrink && e.Depth == 0 && !e.ByName && e.Key.Valid() && (e.Fault == FaultAsked || e.Fault == FaultOptional)
	})
}

// takenOutIn reports whether a function takes out by key itself what it puts in, on some way: then it is no twin that was forgotten.
func (b *balance) takenOutIn(fn Site) bool {
	for _, e := range b.c.Evictions {
		if e.Kind == Shrink && e.Depth == 0 && !e.ByName && e.Fn == fn && e.Key.Valid() && e.Fault != FaultKey {
			return true
		}
	}
	return false
}

// twins returns the holders of the same owner, other than the one asked about, that a function names. A cache is none: an entry is taken out of it to be
// computed anew, and not because its key is done with.
func (b *balance) twins(fn Site) []*Holder {
	var out []*Holder
	owner := ownerOf(b.c.Holder)
	for _, name := range slices.DeleteFunc(namesIn(fn), library.CacheName) {
		for _, h := range b.p.holdersNamed(name) {
			if ownerOf(h) == owner && h.Bind != b.c.Holder.Bind && keyed(h) {
				out = append(out, h)
			}
		}
	}
	slices.SortFunc(out, holderOrder)
	return out
}

// namesIn returns the names that occur in a definition, each once.
func namesIn(def Site) []string {
	m := def.M
	var ids []int32
	for n := def.N; n < def.N+m.F.Size(def.N); n++ {
		if id := m.F.Name(n); id >= 0 && m.F.Kind(n) != python.Param {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var out []string
	for _, id := range slices.Compact(ids) {
		if len(m.X.OccurrencesOf(id)) > 0 {
			out = append(out, m.F.Text(id))
		}
	}
	return out
}

// cleaned returns the twin with an eviction by key that covers it, where it is filled under the same key in the same function.
func (b *balance) cleaned(other *Holder, g *Growth, text string) *Sibling {
	uses := b.p.usesOf(other)
	filled := Use{}
	for _, u := range uses {
		if u.Kind == Grow && u.Depth == 0 && u.Fn == g.Fn && u.Key.Valid() && b.p.keyText(u.Key) == text {
			filled = u
		}
	}
	if !filled.At.Valid() {
		return nil
	}
	twin := &balance{p: b.p, c: &Case{Holder: other, Growths: []Growth{{Use: filled, Repeat: g.Repeat}}}, uses: uses}
	for _, u := range uses {
		if u.Kind != Shrink || u.Depth > 0 || u.ByName || !u.Key.Valid() || u.Fn == g.Fn && u.At.N < filled.At.N {
			continue
		}
		if e := twin.eviction(u); e.Covers {
			return &Sibling{Of: g.At, Holder: other, Growth: filled, Eviction: e}
		}
	}
	return nil
}

type ownerKey struct {
	m     *Module
	class *Class
	scope int32
}

func ownerOf(h *Holder) ownerKey {
	if h.Class != nil {
		return ownerKey{class: h.Class}
	}
	return ownerKey{m: h.M, scope: h.Scope}
}
