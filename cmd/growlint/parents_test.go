package main

import (
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
)

// A range has the first parents of its end, unless all are asked for; what was deployed is all of them, unless first parents are asked for. The
// commit that a branch made is named either way.
func TestWhichParentsAreFollowed(t *testing.T) {
	b := historytest.New(t)
	start := b.Commit("start", historytest.Files{"app.py": rests})
	b.Commit("prepare", historytest.Files{"o.py": "x = 1\n"})
	side := b.Commit("leak", historytest.Files{"app.py": leaks})
	b.Checkout(start)
	b.Commit("on main", historytest.Files{"m.py": "y = 1\n"})
	head := b.Commit("merge", historytest.Files{"app.py": leaks, "o.py": "x = 1\n"}, side)
	records := deployedBundle(t, start, head) + "/d.json"
	for want, argss := range map[string][][]string{
		"2 commits in ": {{start + ".." + head}, {start + ".." + head, "--first-parent"}, {"--deployed", records, "--first-parent"}},
		"4 commits in ": {{start + ".." + head, "--all-parents"}, {"--deployed", records}, {"--deployed", records, "--all-parents"}},
	} {
		for _, args := range argss {
			code, out, stderr := inProcess(append(append([]string{"scan"}, args...), "--repo", b.Dir, "--cache-dir", "")...)
			if code != exitFindings || !strings.Contains(out, "\n"+want) || !strings.Contains(out, "  leak\n") {
				t.Errorf("%v: exit code %d, want findings in %q\n%s%s", args, code, want, out, stderr)
			}
		}
	}
}
