package origin_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
	"github.com/growlint/growlint/blame/origin"
)

// probes asks for the origins at the end of a history, and returns them with the number of trees that were analysed for it.
func probes(t *testing.T, b *historytest.Builder) (story []string, runs int) {
	t.Helper()
	f := open(t, b)
	found, story := f.asked("HEAD")
	for i, one := range found {
		f.mustHold(one)
		for _, c := range one.Introduced.Contributors {
			story[i] += fmt.Sprintf(" with %q (%s)", c.Subject, c.Change)
		}
	}
	c := &counter{engine: open(t, b).engine}
	if _, err := origin.Of(context.Background(), c, f.repo, f.commit("HEAD"), found, origin.Options{}); err != nil {
		t.Fatal(err)
	}
	return story, c.runs
}

// Some services in one repository, and a history in which each commit changes a line of one of them that names its holder: what is asked about one
// service is answered by a tree that was analysed for another.
func TestWalksShareWhatIsAnalysed(t *testing.T) {
	const services, rounds = 6, 8
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"o.py": "x = 1\n"})
	path := func(i int) string { return fmt.Sprintf("app%d.py", i) }
	service := func(i int) string {
		return strings.NewReplacer("_seen", fmt.Sprintf("_seen%d", i), "validate", fmt.Sprintf("validate%d", i)).Replace(leaky)
	}
	var want []string
	for i := range services {
		b.Commit("leak "+path(i), historytest.Files{path(i): service(i)})
		want = append(want, fmt.Sprintf(`_seen%d: "leak %s" (holder and growth introduced)`, i, path(i)))
	}
	for n := range rounds {
		for i := range services {
			b.Commit("change", historytest.Files{path(i): service(i) + fmt.Sprintf("\n\nprint(_seen%d, %d)\n", i, n)})
		}
	}
	story, runs := probes(t, b)
	if !slices.Equal(story, want) {
		t.Errorf("\ngot  %q\nwant %q", story, want)
	}
	if most := 2*services + 2*rounds; runs > most {
		t.Errorf("%d trees were analysed for %d changes, want %d at most", runs, services*rounds, most)
	}
}

// What came, went and came back has the latest time for its origin, whichever part of it that was.
func TestAWalkFindsTheLastTimeThatAFindingCame(t *testing.T) {
	pop := edit(t, leaky, `    return "ok"`, "    _seen.pop(request.args[\"id\"], None)\n    return \"ok\"")
	served := historytest.Files{"app.py": edit(t, worker, "JOURNAL.add(request.data)\n", "JOURNAL.add(request.data)\n    print(JOURNAL)\n"), "journal.py": buffer}
	for _, p := range []struct {
		name   string
		before historytest.Files
		broken historytest.Files
		want   string
	}{
		{"an eviction", historytest.Files{"app.py": leaky}, historytest.Files{"app.py": pop}, `_seen: "again" (eviction removed) with "first" (holder and growth introduced)`},
		{"the growth", historytest.Files{"app.py": leaky}, historytest.Files{"app.py": clean}, `_seen: "again" (holder and growth introduced)`},
		{"the call", served, historytest.Files{"app.py": strings.ReplaceAll(served["app.py"], "    JOURNAL.add(request.data)\n", "")}, `Journal.lines: "again" (reachable from an entry point) with "first" (holder and growth introduced)`},
	} {
		t.Run(p.name, func(t *testing.T) {
			b := historytest.New(t)
			b.Commit("start", historytest.Files{"o.py": "x = 1\n"})
			b.Commit("first", p.before)
			b.Commit("broken", p.broken)
			b.Commit("nothing", historytest.Files{"o.py": "x = 2\n"})
			b.Commit("again", p.before)
			b.Commit("end", historytest.Files{"o.py": "x = 3\n"})
			story, _ := probes(t, b)
			if !slices.Equal(story, []string{p.want}) {
				t.Errorf("\ngot  %q\nwant %q", story, p.want)
			}
		})
	}
}

// Where a finding is known to be gone, the walk does not go past: also where no line that names a part of it tells when it came back, and where it was true
// before.
func TestAWalkStopsBeforeWhereTheFindingIsGone(t *testing.T) {
	app := edit(t, leaky, `request.args["id"]`, `pick(request.args["id"])`, "from flask", "from keys import pick\nfrom flask")
	round := func(n int) string { return app + fmt.Sprintf("\n\nprint(_seen, %d)\n", n) }
	open := "def pick(key):\n    return key\n"
	closed := "def pick(key):\n    return \"long\" if len(key) > 9 else \"short\"\n"
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"o.py": "x = 1\n"})
	b.Commit("first", historytest.Files{"app.py": app, "keys.py": open})
	b.Commit("named before", historytest.Files{"app.py": round(1)})
	b.Commit("closed", historytest.Files{"keys.py": closed})
	b.Commit("named while it was gone", historytest.Files{"app.py": round(2)})
	b.Commit("opened", historytest.Files{"keys.py": open})
	b.Commit("nothing", historytest.Files{"o.py": "x = 2\n"})
	b.Commit("named again", historytest.Files{"app.py": round(3)})
	b.Commit("end", historytest.Files{"o.py": "x = 3\n"})
	story, _ := probes(t, b)
	if len(story) != 1 || !strings.HasPrefix(story[0], `_seen: "opened"`) {
		t.Errorf("got %q, want the commit that opened the keys again", story)
	}
}
