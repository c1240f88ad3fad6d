package verdict

import (
	"cmp"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
)

// A Candidate is a finding that application growth may be.
type Candidate struct {
	Finding   *finding.Finding
	New       bool   // it became true inside the deployed range
	InService bool   // it lies in the folders of the service
	Cite      string // C-…
}

// A Member of the family of application growth: a finding, or (Candidate nil) 'elsewhere in the application'.
type Member struct {
	Candidate *Candidate `json:"-"`
	Cite      string     `json:"cite,omitempty"`
	Path      string     `json:"path,omitempty"`
	Line      int        `json:"line,omitempty"`
	New       bool       `json:"new"`
	Share     float64    `json:"share"` // of application growth
	Marks     []string   `json:"marks"` // ids of the family marks that apply
}

// Rank shares application growth out among the findings: those new in the deployed range first, 'elsewhere in the
// application' last.
func Rank(t *Table, candidates []Candidate, onset string) []Member {
	elsewhere := 1.0
	var out []Member
	for i := range candidates {
		c := &candidates[i]
		if !considered(c) {
			continue
		}
		m := Member{Candidate: c, Cite: c.Cite, Path: c.Finding.Path, Line: c.Finding.Line, New: c.New, Share: 1}
		for _, id := range properties(c, onset) {
			mark := t.family(id)
			m.Share *= mark.Finding.Likelihood() / .5
			m.Marks = append(m.Marks, id)
			// What speaks against 'elsewhere' is one observation, however many findings it holds for.
			elsewhere = min(elsewhere, mark.Elsewhere.Likelihood()/.5)
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b Member) int {
		if a.New != b.New {
			return cmp.Compare(rankOf(a.New), rankOf(b.New))
		}
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(b.Candidate.Finding.Confidence, a.Candidate.Finding.Confidence))
	})
	out = append(out, Member{Share: elsewhere})
	sum := 0.0
	for _, m := range out {
		sum += m.Share
	}
	for i := range out {
		out[i].Share /= sum
	}
	return out
}

func rankOf(isNew bool) int {
	if isNew {
		return 0
	}
	return 1
}

// considered leaves old notes to 'elsewhere': a note asserts nothing, and a hundred of them would outvote a finding.
func considered(c *Candidate) bool {
	return c.Finding.Level.AtLeast(finding.Warning) || c.New
}

func properties(c *Candidate, onset string) []string {
	var out []string
	switch {
	case c.New && onset == "before":
		out = append(out, "new-rose-before")
	case onset == "before":
		out = append(out, "old-rose-before")
	case c.New && onset == "after":
		out = append(out, "new-with-onset")
	case c.New:
		out = append(out, "new")
	case onset == "after":
		out = append(out, "old-with-onset")
	}
	out = append(out, string(c.Finding.Level))
	if slices.ContainsFunc(c.Finding.Growth, driven) {
		out = append(out, "driven")
	}
	if !c.InService {
		out = append(out, "foreign")
	}
	return out
}

func driven(g finding.Growth) bool {
	switch g.Per {
	case "request", "message", "event", "task", "connection":
		return g.Domain == "open"
	}
	return false
}

func (t *Table) family(id string) FamilyMark {
	for _, m := range t.Family {
		if m.ID == id {
			return m
		}
	}
	return FamilyMark{ID: id}
}
