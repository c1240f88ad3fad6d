package finding

import (
	"reflect"
	"slices"
)

// Equal reports whether two findings are the same in everything, with what they rest on.
func Equal(a, b *Finding) bool {
	return a.Rule == b.Rule && a.Level == b.Level && a.Confidence == b.Confidence && a.Fingerprint == b.Fingerprint && a.Message == b.Message &&
		a.Path == b.Path && a.Line == b.Line && a.Column == b.Column && a.EndLine == b.EndLine && a.EndColumn == b.EndColumn &&
		a.Symbol == b.Symbol && a.Holder == b.Holder &&
		sameList(a.Growth, b.Growth) && sameList(a.Evictions, b.Evictions) && sameList(a.Entry, b.Entry) && sameList(a.Reasons, b.Reasons) &&
		sameList(a.Footprint.Paths, b.Footprint.Paths) && sameList(a.Footprint.Names, b.Footprint.Names) &&
		same(a.Suppressed, b.Suppressed) && same(a.Cause, b.Cause) &&
		slices.EqualFunc(a.Fixes, b.Fixes, func(x, y Fix) bool { return x.Message == y.Message && slices.Equal(x.Edits, y.Edits) }) &&
		sameTransition(&a.Introduced, &b.Introduced) && (a.Ended == b.Ended || a.Ended != nil && b.Ended != nil && sameTransition(a.Ended, b.Ended))
}

// sameList compares lists, most of which are one: of a finding that stands the trees of a history share them.
func sameList[T comparable](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func sameTransition(a, b *Transition) bool {
	return a.Status == NotAsked && b.Status == NotAsked || reflect.DeepEqual(a, b)
}
