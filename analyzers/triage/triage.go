// Package triage marks findings that somebody has judged: by a comment beside the code. It never drops one: what is suppressed is counted,
// printed with its reason, and evidence in a post-mortem.
package triage

import (
	"fmt"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/python"
)

// Comments marks the findings that a `# growlint: ignore[rule] reason` on the line of the holder or of a growth, or on the line above, speaks of.
// A comment without a reason marks nothing and is reported.
func Comments(fs []finding.Finding, ignores func(path string) []python.Ignore) []finding.Skip {
	var complaints []finding.Skip
	told := map[string]bool{}
	for i := range fs {
		f := &fs[i]
		places := []struct {
			path string
			line int
		}{{f.Holder.Path, f.Holder.Line}}
		for _, g := range f.Growth {
			places = append(places, struct {
				path string
				line int
			}{g.Path, g.Line})
		}
		for _, p := range places {
			for _, ig := range ignores(p.path) {
				if ig.Line != p.line && ig.Line != p.line-1 || len(ig.Rules) > 0 && !slices.Contains(ig.Rules, f.Rule) {
					continue
				}
				if ig.Reason == "" {
					if at := fmt.Sprintf("%s:%d", p.path, ig.Line); !told[at] {
						told[at] = true
						complaints = append(complaints, finding.Skip{Path: p.path, Line: ig.Line, Why: "a suppression without a reason suppresses nothing: say after the bracket why the finding is wrong or accepted"})
					}
					continue
				}
				f.Suppressed = &finding.Suppression{Kind: "comment", Reason: ig.Reason, Path: p.path, Line: ig.Line}
			}
		}
	}
	return complaints
}
