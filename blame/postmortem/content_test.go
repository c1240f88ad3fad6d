package postmortem_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/report"
)

// Every section of the specification is there, says something, and every claim of the JSON stands in the Markdown with
// its ids, which the appendix explains.
func TestEveryFormatShowsEveryClaim(t *testing.T) {
	r := inc123(t)
	var md bytes.Buffer
	if err := report.PostmortemMarkdown(&md, r, nil); err != nil {
		t.Fatal(err)
	}
	numbers := map[int]bool{}
	for _, s := range r.Sections {
		numbers[s.Number] = true
		said := 0
		for _, b := range s.Blocks {
			said += len(b.Claims)
			if b.Table != nil {
				said += len(b.Table.Rows)
			}
			for _, c := range b.Claims {
				checkShown(t, md.String(), c)
			}
		}
		if said == 0 {
			t.Errorf("section %s is empty", s.Key)
		}
	}
	for n := range 15 {
		if !numbers[n] {
			t.Errorf("no section %d", n)
		}
	}
}

func checkShown(t *testing.T, md string, c postmortem.Claim) {
	t.Helper()
	if !strings.Contains(md, report.Markdown(c.Text)) {
		t.Errorf("claim %s is not in the Markdown: %s", c.Key, c.Text)
	}
	for _, id := range c.Cites {
		if !strings.Contains(md, "\n| "+id+" |") {
			t.Errorf("claim %s cites %s, which the appendix does not list", c.Key, id)
		}
	}
}

// Keys name claims for tests and for readers of the JSON: each names one.
func TestKeysAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range inc123(t).Sections {
		for _, b := range s.Blocks {
			for _, c := range b.Claims {
				if seen[c.Key] && !strings.HasSuffix(c.Key, ".for") && !strings.HasSuffix(c.Key, ".against") {
					t.Errorf("two claims are called %s", c.Key)
				}
				seen[c.Key] = true
			}
		}
	}
}
