package program

import (
	"hash/maphash"
	"slices"

	"github.com/growlint/growlint/analyzers/python"
)

// sharedValues has the answers of a sealed table by their hash, so that equal ones are kept once: most expressions of a tree are one of
// a few things. Which of two answers with the same hash is found here does not matter, since only an equal one is ever given.
type sharedValues struct {
	seed   maphash.Seed
	byHash map[uint64][]Value
}

// of returns an answer that equals vs.
func (s *sharedValues) of(vs []Value) []Value {
	if len(vs) == 0 {
		return nil
	}
	var h maphash.Hash
	h.SetSeed(s.seed)
	for _, v := range vs {
		maphash.WriteComparable(&h, v)
	}
	key := h.Sum64()
	known, ok := s.byHash[key]
	switch {
	case !ok:
		vs = slices.Clip(slices.Clone(vs)) // without the room in which it grew
		s.byHash[key] = vs
		return vs
	case slices.Equal(known, vs):
		return known
	}
	return vs
}

// isLiteral reports whether what an expression can be stands in its kind: evaluating it asks nothing.
func isLiteral(s Site) bool {
	switch s.Kind() {
	case python.Dict, python.List, python.Set, python.ListComp, python.SetComp, python.DictComp, python.Tuple, python.GenExp, python.Str, python.Num,
		python.FString, python.True, python.False, python.NoneLit, python.Ellipsis, python.Compare, python.Not, python.Unary, python.Lambda:
		return true
	}
	return false
}
