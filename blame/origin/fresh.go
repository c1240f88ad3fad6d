package origin

import "github.com/growlint/growlint/analyzers/finding"

// New returns the findings of after, at the floor or above, that before does not have at that level: what a check of a
// change reports. A finding is known by its path and symbol, or by its fingerprint, so that moving it makes nothing new.
func New(before, after []finding.Finding, floor finding.Level) []finding.Finding {
	known := map[string]bool{}
	for _, b := range before {
		if b.Level.AtLeast(floor) {
			known[join(b.Path, b.Symbol)], known[b.Fingerprint] = true, true
		}
	}
	out := []finding.Finding{}
	for _, x := range after {
		if !known[join(x.Path, x.Symbol)] && !known[x.Fingerprint] {
			out = append(out, x)
		}
	}
	return out
}
