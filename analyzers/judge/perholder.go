package judge

import (
	"cmp"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
)

// perHolder makes one verdict of those that speak of one thing in one file: a registry is one, whichever classes feed it, and a finding has to be
// told from the others by file and symbol. Each was weighed with what its own class takes out. The surest speaks for all, the others add what they
// put in; those that take everything out again have nothing to add.
func perHolder(all []*Verdict) []*Verdict {
	at := map[[2]string]int{}
	var groups [][]*Verdict
	for _, v := range all {
		key := [2]string{v.Finding.Holder.Path, v.Finding.Symbol}
		i, ok := at[key]
		if !ok {
			i = len(groups)
			at[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], v)
	}
	out := make([]*Verdict, len(groups))
	for i, group := range groups {
		out[i] = together(group)
	}
	return out
}

func together(group []*Verdict) *Verdict {
	slices.SortStableFunc(group, func(a, b *Verdict) int {
		if a.covered != b.covered {
			if b.covered {
				return -1
			}
			return 1
		}
		return -cmp.Compare(a.Finding.Confidence, b.Finding.Confidence)
	})
	first := group[0]
	for _, v := range group[1:] {
		if v.covered == first.covered {
			first.Finding.Growth = missing(first.Finding.Growth, v.Finding.Growth)
			first.Finding.Evictions = missing(first.Finding.Evictions, v.Finding.Evictions)
			first.Finding.Footprint = both(first.Finding.Footprint, v.Finding.Footprint)
		}
	}
	sortEvictions(first.Finding.Evictions)
	return first
}

// missing appends what a list does not hold yet.
func missing[T comparable](list, more []T) []T {
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

func both(a, b finding.Footprint) finding.Footprint {
	return finding.Footprint{Paths: union(a.Paths, b.Paths), Names: union(a.Names, b.Names)}
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func sortEvictions(list []finding.Eviction) {
	slices.SortStableFunc(list, func(a, b finding.Eviction) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line))
	})
}
