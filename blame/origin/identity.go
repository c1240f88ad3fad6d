package origin

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// A stage is one way to recognise a finding in another revision. Stages are tried in turn, the surest first, each on what those
// before it left over. The rule of a finding is part of none: reclassified, it is the same finding.
type stage struct {
	key func(f *finding.Finding, path string) string
	// lone demands that nothing else answers to the key: away from its place, a finding must be unmistakable.
	lone bool
}

var stages = []stage{
	{key: func(f *finding.Finding, path string) string { return join(path, f.Symbol, f.Fingerprint) }},
	{key: func(f *finding.Finding, path string) string { return join(path, f.Symbol) }},
	{key: func(f *finding.Finding, _ string) string { return join(f.Symbol, f.Fingerprint) }, lone: true},
	{key: func(f *finding.Finding, _ string) string { return join(f.Symbol, growthText(f)) }, lone: true},
}

func join(parts ...string) string { return strings.Join(parts, "\x00") }

// none stands for a finding without a counterpart.
const none = -1

// match finds for each finding of after, which are those of the commit young, its counterpart in before, which are those of old: an
// index or none. Changes lead from before to after, and say which files were renamed. Only from a parent to its child something alike
// takes the place of what went: over a longer way, of two that are alike one may have gone and the other have come.
func (s *states) match(ctx context.Context, old history.Commit, before []finding.Finding, young history.Commit, after []finding.Finding, changes []history.Change) ([]int, error) {
	p := matchKeys(before, after, changes)
	if !slices.Contains(p.out, none) || !slices.Contains(young.Parents, old.Hash) {
		return p.out, nil
	}
	if err := p.byAge(ctx, s.repo, old); err != nil {
		return nil, err
	}
	return p.out, p.byLikeness(s.repo, changes)
}

// matchKeys goes through the stages.
func matchKeys(before, after []finding.Finding, changes []history.Change) *pairing {
	renamed := map[string]string{}
	for _, c := range changes {
		if c.Kind == history.Renamed {
			renamed[c.OldPath] = c.Path
		}
	}
	p := &pairing{before: before, after: after, renamed: renamed, out: slices.Repeat([]int{none}, len(after)), taken: make([]bool, len(before))}
	for _, stage := range stages {
		if !slices.Contains(p.out, none) {
			break
		}
		p.byKey(stage)
	}
	return p
}

// A pairing is one match under way.
type pairing struct {
	before, after []finding.Finding
	renamed       map[string]string // old path to new
	out           []int             // of after, the index in before
	taken         []bool            // of before
}

func (p *pairing) byKey(s stage) {
	old := make(map[string][]int, len(p.before))
	for i := range p.before {
		if !p.taken[i] {
			at := p.before[i].Path
			if to, ok := p.renamed[at]; ok {
				at = to
			}
			key := s.key(&p.before[i], at)
			old[key] = append(old[key], i)
		}
	}
	rivals := map[string]int{}
	for j := range p.after {
		if s.lone && p.out[j] == none {
			rivals[s.key(&p.after[j], p.after[j].Path)]++
		}
	}
	for j := range p.after {
		if p.out[j] != none {
			continue
		}
		key := s.key(&p.after[j], p.after[j].Path)
		same := old[key]
		if len(same) == 0 || (s.lone && (len(same) > 1 || rivals[key] > 1)) {
			continue
		}
		p.out[j], p.taken[same[0]] = same[0], true
		old[key] = same[1:]
	}
}

// growthText is what fills the holder, without layout and order.
func growthText(f *finding.Finding) string {
	texts := make([]string, 0, len(f.Growth))
	for _, g := range f.Growth {
		texts = append(texts, normal(g.Text))
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), "\n")
}

// normal strips a statement of what a formatter may change.
func normal(text string) string {
	text = strings.ReplaceAll(text, "'", `"`)
	return strings.Join(strings.Fields(spacing.ReplaceAllString(text, "$1")), " ")
}

// spacing around signs means nothing in an expression; between words it parts them.
var spacing = pattern.New(`\s*([^\w\s])\s*`)

var identifier = pattern.New(`[\p{L}_][\p{L}\p{N}_]*`)

func lastName(symbol string) string {
	return strings.TrimPrefix(path.Ext("."+symbol), ".")
}
