package origin_test

import (
	"slices"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
	"github.com/growlint/growlint/blame/origin"
)

// parted builds a leak at its second commit, from which a branch parts and main goes on to A, before which it was mended. The branch is merged
// after A; what it and the merge have of app.py is given.
func parted(t *testing.T, branch, merged string) *fixture {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"app.py": clean})
	fork := b.Commit("leak", historytest.Files{"app.py": leaky})
	side := b.Commit("side", historytest.Files{"app.py": branch, "side.py": "s = 1\n"})
	b.Checkout(fork)
	b.Commit("mend", historytest.Files{"app.py": clean})
	b.Branch("A", b.Head())
	b.Commit("merge", historytest.Files{"app.py": merged, "side.py": "s = 1\n"}, side)
	b.Branch("B", b.Head())
	b.Branch("side", side)
	return open(t, b)
}

func TestBranchesAreHeldAgainstA(t *testing.T) {
	for name, c := range map[string]struct {
		branch, merged, a, b string
		all                  bool
		want                 []string
	}{
		"the merge brings back what A had mended":               {leaky, leaky, "A", "B", false, []string{`app.py _seen: "leak" (holder and growth introduced)`}},
		"the same, asked about all parents":                     {leaky, leaky, "A", "B", true, []string{`app.py _seen: "leak" (holder and growth introduced)`}},
		"the branch mended it, too: for A nothing ended":        {clean, clean, "A", "B", true, []string{}},
		"the branch never got the fix that A has":               {leaky, leaky, "A", "side", true, []string{`app.py _seen: "leak" (holder and growth introduced)`}},
		"the branch has its own fix: for A nothing ended":       {clean, clean, "A", "side", true, []string{}},
		"A never got the fix that the branch has: that ends it": {clean, clean, "A~1", "side", true, []string{`app.py _seen: abstained; ended: "side" (holder removed)`}},
	} {
		t.Run(name, func(t *testing.T) {
			f := parted(t, c.branch, c.merged)
			if got := story(f.scan(c.a, c.b, origin.Options{AllParents: c.all})); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestALeakPickedIntoAFileThatWasMovedIsNotNew(t *testing.T) {
	b := historytest.New(t)
	start := b.Commit("start", historytest.Files{"app.py": clean})
	b.Commit("leak", historytest.Files{"app.py": leaky})
	b.Branch("A", b.Head())
	b.Checkout(start)
	b.Commit("move", historytest.Files{"app.py": historytest.Gone, "api.py": clean})
	b.Commit("leak, picked", historytest.Files{"api.py": leaky})
	b.Branch("B", b.Head())
	f := open(t, b)
	if got := story(f.scan("A", "B", origin.Options{AllParents: true})); len(got) > 0 {
		t.Errorf("got %q, want nothing: A had it", got)
	}
	r := f.scan("A", "B", origin.Options{AllParents: true, All: true})
	if want := []string{"api.py _seen: abstained"}; !slices.Equal(story(r), want) {
		t.Errorf("with All: got %q, want %q", story(r), want)
	}
}
