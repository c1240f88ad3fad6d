package history

import (
	"cmp"
	"container/heap"
	"context"
	"slices"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// RangeOptions of Range.
type RangeOptions struct {
	AllParents bool // also the commits that merges brought in; first parents only by default
}

// Range lists the commits of A..B, oldest first: those reachable from B, B included, and not from A, A excluded. A parent stands
// before its children. Where A is "", the range reaches back to the beginning of the history.
func (r *Repo) Range(ctx context.Context, a, b string, opt RangeOptions) ([]Commit, error) {
	from, err := hashOrNone(a)
	if err != nil {
		return nil, err
	}
	to, err := parseHash(b)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if opt.AllParents {
		return r.reachable(ctx, from, to)
	}
	return r.firstParents(ctx, from, to)
}

func hashOrNone(s string) (plumbing.Hash, error) {
	if s == "" {
		return plumbing.ZeroHash, nil
	}
	return parseHash(s)
}

// firstParents goes back from B. Where it meets A everything further back is A's own past; only where it does not, because A
// lies on a branch, A's ancestors are looked up.
func (r *Repo) firstParents(ctx context.Context, from, to plumbing.Hash) ([]Commit, error) {
	chain, met, err := r.chain(ctx, to, from)
	if err != nil {
		return nil, err
	}
	if !met && !from.IsZero() {
		past, err := r.ancestors(ctx, from, plumbing.ZeroHash)
		if err != nil {
			return nil, err
		}
		known := func(c Commit) bool { return past[plumbing.NewHash(c.Hash)] }
		if i := slices.IndexFunc(chain, known); i >= 0 {
			chain = chain[:i]
		}
	}
	slices.Reverse(chain)
	return chain, nil
}

// chain follows first parents from a commit, newest first, until it meets stop.
func (r *Repo) chain(ctx context.Context, from, stop plumbing.Hash) (out []Commit, met bool, err error) {
	for at := from; ; {
		if at == stop {
			return out, true, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		c, err := r.commit(at)
		if err != nil {
			return nil, false, err
		}
		out = append(out, c)
		if len(c.Parents) == 0 {
			return out, false, nil
		}
		at = plumbing.NewHash(c.Parents[0])
	}
}

// ancestors collects a commit and all of its past; it stops early once it has found stop.
func (r *Repo) ancestors(ctx context.Context, of, stop plumbing.Hash) (map[plumbing.Hash]bool, error) {
	if of.IsZero() { // before the beginning there is nothing
		return map[plumbing.Hash]bool{}, nil
	}
	seen := map[plumbing.Hash]bool{of: true}
	for todo := []plumbing.Hash{of}; len(todo) > 0 && !seen[stop]; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		c, err := r.commit(at)
		if err != nil {
			return nil, err
		}
		for _, p := range c.Parents {
			if h := plumbing.NewHash(p); !seen[h] {
				seen[h] = true
				todo = append(todo, h)
			}
		}
	}
	return seen, nil
}

// reachable lists what B reaches and A does not, parents first; of several that could come next the older one.
func (r *Repo) reachable(ctx context.Context, from, to plumbing.Hash) ([]Commit, error) {
	past, err := r.ancestors(ctx, from, plumbing.ZeroHash)
	if err != nil {
		return nil, err
	}
	inside := map[string]Commit{}
	for todo := []plumbing.Hash{to}; len(todo) > 0; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if past[at] {
			continue
		}
		past[at] = true
		c, err := r.commit(at)
		if err != nil {
			return nil, err
		}
		inside[c.Hash] = c
		for _, p := range c.Parents {
			todo = append(todo, plumbing.NewHash(p))
		}
	}
	return parentsFirst(inside), nil
}

// parentsFirst orders commits topologically.
func parentsFirst(set map[string]Commit) []Commit {
	waiting := map[string]int{}
	children := map[string][]string{}
	ready := &oldestFirst{}
	for hash, c := range set {
		for _, p := range c.Parents {
			if _, ok := set[p]; ok {
				waiting[hash]++
				children[p] = append(children[p], hash)
			}
		}
		if waiting[hash] == 0 {
			heap.Push(ready, c)
		}
	}
	out := make([]Commit, 0, len(set))
	for ready.Len() > 0 {
		c := heap.Pop(ready).(Commit)
		out = append(out, c)
		for _, child := range children[c.Hash] {
			if waiting[child]--; waiting[child] == 0 {
				heap.Push(ready, set[child])
			}
		}
	}
	return out
}

// oldestFirst is a heap of commits, by date and then by name.
type oldestFirst []Commit

func (h oldestFirst) Len() int      { return len(h) }
func (h oldestFirst) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h oldestFirst) Less(i, j int) bool {
	return cmp.Or(h[i].Committed.Compare(h[j].Committed), cmp.Compare(h[i].Hash, h[j].Hash)) < 0
}
func (h *oldestFirst) Push(x any) { *h = append(*h, x.(Commit)) }
func (h *oldestFirst) Pop() any {
	last := len(*h) - 1
	c := (*h)[last]
	*h = (*h)[:last]
	return c
}

// AsOf returns the youngest commit, along first parents from tip, that was committed at a time or before it; ok is false where all
// are younger.
func (r *Repo) AsOf(ctx context.Context, tip string, at time.Time) (c Commit, ok bool, err error) {
	h, err := parseHash(tip)
	if err != nil {
		return Commit{}, false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		if c, err = r.commit(h); err != nil || !c.Committed.After(at) {
			return c, err == nil, err
		}
		if err := ctx.Err(); err != nil || len(c.Parents) == 0 {
			return Commit{}, false, err
		}
		h = plumbing.NewHash(c.Parents[0])
	}
}

// IsAncestor reports whether a is b, or lies in b's past.
func (r *Repo) IsAncestor(ctx context.Context, a, b string) (bool, error) {
	ha, err := parseHash(a)
	if err != nil {
		return false, err
	}
	hb, err := parseHash(b)
	if err != nil {
		return false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	past, err := r.ancestors(ctx, hb, ha)
	return past[ha], err
}

// MergeBase returns the best common ancestor of two commits, ok false where there is none. Of several equally good ones, as after
// a criss-cross merge, it is the youngest.
func (r *Repo) MergeBase(ctx context.Context, a, b string) (base Commit, ok bool, err error) {
	ha, err := parseHash(a)
	if err != nil {
		return Commit{}, false, err
	}
	hb, err := parseHash(b)
	if err != nil {
		return Commit{}, false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	past, err := r.ancestors(ctx, ha, plumbing.ZeroHash)
	if err != nil {
		return Commit{}, false, err
	}
	shared, err := r.firstShared(ctx, hb, past)
	if err != nil || len(shared) == 0 {
		return Commit{}, false, err
	}
	if shared, err = r.withoutAncestors(ctx, shared); err != nil {
		return Commit{}, false, err
	}
	slices.SortFunc(shared, func(x, y Commit) int {
		return cmp.Or(y.Committed.Compare(x.Committed), cmp.Compare(x.Hash, y.Hash))
	})
	return shared[0], true, nil
}

// firstShared goes back from a commit and stops at each one that the other side has, too.
func (r *Repo) firstShared(ctx context.Context, from plumbing.Hash, past map[plumbing.Hash]bool) ([]Commit, error) {
	var shared []Commit
	seen := map[plumbing.Hash]bool{from: true}
	for todo := []plumbing.Hash{from}; len(todo) > 0; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		c, err := r.commit(at)
		if err != nil {
			return nil, err
		}
		if past[at] {
			shared = append(shared, c)
			continue
		}
		for _, p := range c.Parents {
			if h := plumbing.NewHash(p); !seen[h] {
				seen[h] = true
				todo = append(todo, h)
			}
		}
	}
	return shared, nil
}

// withoutAncestors drops each commit that another one of the list has in its past.
func (r *Repo) withoutAncestors(ctx context.Context, list []Commit) ([]Commit, error) {
	if len(list) < 2 {
		return list, nil
	}
	covered := map[string]bool{}
	for _, c := range list {
		past, err := r.ancestors(ctx, plumbing.NewHash(c.Hash), plumbing.ZeroHash)
		if err != nil {
			return nil, err
		}
		for _, other := range list {
			if other.Hash != c.Hash && past[plumbing.NewHash(other.Hash)] {
				covered[other.Hash] = true
			}
		}
	}
	return slices.DeleteFunc(list, func(c Commit) bool { return covered[c.Hash] }), nil
}
