package origin_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
	"github.com/growlint/growlint/blame/history/historytest"
	"github.com/growlint/growlint/blame/origin"
)

// forked builds base - side ... merged into main, which itself goes on meanwhile.
func forked(t *testing.T, base, side, main, merge historytest.Files) *fixture {
	b := historytest.New(t)
	b.Commit("base", base)
	fork := b.Head()
	b.Commit("side work", historytest.Files{"side.py": "s = 1\n"})
	branch := b.Commit("side", side)
	b.Checkout(fork)
	b.Commit("main", main)
	b.Commit("merge", merge, branch)
	b.Branch("tip", b.Head())
	b.Branch("base", fork)
	return open(t, b)
}

func TestMerges(t *testing.T) {
	other := historytest.Files{"other.py": "x = 1\n"}
	for name, c := range map[string]struct {
		base, side, main, merge historytest.Files
		want                    string
	}{
		"a branch brought it: its own commit is named": {
			historytest.Files{"app.py": clean},
			historytest.Files{"app.py": leaky},
			other,
			historytest.Files{"app.py": leaky, "side.py": "s = 1\n"},
			`app.py _seen: "side" (holder and growth introduced)`,
		},
		"main had it before the merge": {
			historytest.Files{"app.py": clean},
			historytest.Files{"side.py": "s = 2\n"},
			historytest.Files{"app.py": leaky},
			historytest.Files{"side.py": "s = 2\n"},
			`app.py _seen: "main" (holder and growth introduced)`,
		},
		"neither parent had it: the merge did it": {
			historytest.Files{"app.py": clean},
			historytest.Files{"side.py": "s = 2\n"},
			other,
			historytest.Files{"app.py": leaky},
			`app.py _seen: "merge" (holder and growth introduced)`,
		},
		"a branch ended it: its own commit is named": {
			historytest.Files{"app.py": leaky},
			historytest.Files{"app.py": clean},
			other,
			historytest.Files{"app.py": clean, "side.py": "s = 1\n"},
			`app.py _seen: abstained; ended: "side" (holder removed)`,
		},
		"the merge dropped what both had": {
			historytest.Files{"app.py": leaky},
			historytest.Files{"side.py": "s = 2\n"},
			other,
			historytest.Files{"app.py": clean, "side.py": "s = 2\n"},
			`app.py _seen: abstained; ended: "merge" (holder removed)`,
		},
	} {
		for _, all := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, all parents %v", name, all), func(t *testing.T) {
				f := forked(t, c.base, c.side, c.main, c.merge)
				got := story(f.scan("base", "tip", origin.Options{AllParents: all}))
				if !slices.Equal(got, []string{c.want}) {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		}
	}
}

// of asks for the origin of every finding at a revision, and checks the promise.
func (f *fixture) of(rev string) []string {
	f.t.Helper()
	found, out := f.asked(rev)
	for _, one := range found {
		f.mustHold(one)
	}
	return out
}

// origins is of for findings that cannot be told by their name, because that changed.
func (f *fixture) origins(rev string) []string {
	f.t.Helper()
	_, out := f.asked(rev)
	return out
}

func (f *fixture) asked(rev string) ([]finding.Finding, []string) {
	f.t.Helper()
	c := f.commit(rev)
	tree, err := f.repo.Tree(c.Hash)
	if err != nil {
		f.t.Fatal(err)
	}
	r, err := f.engine.Run(context.Background(), tree)
	if err != nil {
		f.t.Fatal(err)
	}
	found := slices.DeleteFunc(slices.Clone(r.Findings), func(x finding.Finding) bool { return !x.Level.AtLeast(finding.Warning) })
	origins, err := origin.Of(context.Background(), f.engine, f.repo, c, found, origin.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	out := []string{}
	for i, o := range origins {
		found[i].Introduced = o
		out = append(out, found[i].Symbol+": "+tell(o))
	}
	return found, out
}

// A handler in one file, and in another the function that it fills a cache through.
const (
	store = `_seen = {}


def remember(key, value):
    _seen[key] = value
`
	handler = `from flask import Flask, request

from store import remember

app = Flask(__name__)


@app.route("/v")
def validate():
    remember(request.args["id"], request.data)
    return "ok"
`
)

func TestOfGoesBackToTheTransition(t *testing.T) {
	type commits = []historytest.Files
	for name, c := range map[string]struct {
		commits commits
		want    string
	}{
		"past commits that touch neither the line nor the file": {
			commits{{"app.py": clean}, {"app.py": leaky}, {"o.py": "x = 1\n"}, {"o.py": "x = 2\n"}, {"app.py": "# note\n" + leaky}},
			`_seen: "commit 1" (holder and growth introduced)`,
		},
		"past a rename and a reformatting": {
			commits{
				{"app.py": clean},
				{"app.py": leaky},
				{"app.py": historytest.Gone, "api.py": leaky},
				{"api.py": edit(t, leaky, `_seen[request.args["id"]] = request.data`, `_seen[request.args['id']]  =  request.data`)},
			},
			`_seen: "commit 1" (holder and growth introduced)`,
		},
		"to the latest time it came": {
			commits{{"app.py": leaky}, {"app.py": clean}, {"app.py": leaky}},
			`_seen: "commit 2" (holder and growth introduced)`,
		},
		"into another file: the handler that reaches it": {
			commits{{"store.py": store, "app.py": clean}, {"o.py": "x = 1\n"}, {"app.py": handler}, {"o.py": "x = 2\n"}},
			`_seen: "commit 2" (reachable from an entry point)`,
		},
		"into another file: the eviction that went": {
			commits{
				{"store.py": store, "app.py": edit(t, handler, "import remember", "import remember, _seen", `    return "ok"`, `    _seen.pop(request.args["id"], None)`+"\n"+`    return "ok"`)},
				{"o.py": "x = 1\n"},
				{"app.py": handler},
			},
			`_seen: "commit 2" (eviction removed)`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := historytest.New(t)
			for i, files := range c.commits {
				b.Commit(fmt.Sprintf("commit %d", i), files)
			}
			if got := open(t, b).of("HEAD"); !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestOfFollowsTheBranchThatBroughtIt(t *testing.T) {
	f := forked(t, historytest.Files{"app.py": clean}, historytest.Files{"app.py": leaky}, historytest.Files{"o.py": "x = 1\n"},
		historytest.Files{"app.py": leaky, "side.py": "s = 1\n"})
	if got, want := f.of("tip"), []string{`_seen: "side" (holder and growth introduced)`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnImportAbstains(t *testing.T) {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"README": "soon\n"})
	files := historytest.Files{"app.py": leaky}
	for i := range 30 {
		files[fmt.Sprintf("m%d.py", i)] = fmt.Sprintf("m = %d\n", i)
	}
	b.Commit("import from the old repository", files)
	b.Commit("more", historytest.Files{"o.py": "x = 1\n"})
	f := open(t, b)
	r := f.scan("HEAD~2", "HEAD", origin.Options{})
	if len(r.Findings) != 1 || r.Findings[0].Introduced.Status != finding.Abstained {
		t.Fatalf("%q", story(r))
	}
	if why := r.Findings[0].Introduced.Why; !strings.Contains(why, "added 31 of the 31 Python files") {
		t.Errorf("the abstention says %q", why)
	}
	if got := f.of("HEAD"); got[0] != "_seen: abstained" {
		t.Errorf("Of says %q", got)
	}
}

func TestAShallowCloneAbstainsWhereItEnds(t *testing.T) {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"app.py": clean})
	b.Commit("leak", historytest.Files{"app.py": leaky})
	b.Commit("more", historytest.Files{"o.py": "x = 1\n"})
	b.Commit("most", historytest.Files{"o.py": "x = 2\n"})
	dir := filepath.Join(t.TempDir(), "clone")
	if _, err := git.PlainClone(dir, false, &git.CloneOptions{URL: b.Dir, Depth: 2}); err != nil {
		t.Fatal(err)
	}
	f := open(t, &historytest.Builder{Dir: dir})
	c := f.commit("HEAD")
	tree, err := f.repo.Tree(c.Hash)
	if err != nil {
		t.Fatal(err)
	}
	found, err := f.engine.Run(context.Background(), tree)
	if err != nil {
		t.Fatal(err)
	}
	origins, err := origin.Of(context.Background(), f.engine, f.repo, c, found.Findings, origin.Options{})
	if err != nil || len(origins) != 1 {
		t.Fatal(origins, err)
	}
	if o := origins[0]; o.Status != finding.Abstained || !strings.Contains(o.Why, "--unshallow") {
		t.Errorf("%+v", o)
	}
}

func TestLevelsAndAll(t *testing.T) {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"app.py": leaky})
	b.Commit("more", historytest.Files{"o.py": "x = 1\n"})
	f := open(t, b)
	if got := story(f.scan("HEAD~1", "HEAD", origin.Options{})); len(got) != 0 {
		t.Errorf("what was true before is printed: %q", got)
	}
	r := f.scan("HEAD~1", "HEAD", origin.Options{All: true})
	if len(r.Findings) != 1 || !strings.Contains(r.Findings[0].Introduced.Why, "true before the range") {
		t.Errorf("with All: %q", story(r))
	}
}

// counter counts how often the suite runs.
type counter struct {
	engine *analyzers.Engine
	runs   int
}

func (c *counter) Run(ctx context.Context, tree source.Tree) (*analyzers.Result, error) {
	c.runs++
	return c.engine.Run(ctx, tree)
}

func TestCommitsWithoutPythonAreNotAnalysed(t *testing.T) {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"app.py": clean})
	for i := range 5 {
		b.Commit("words", historytest.Files{"README": fmt.Sprintf("%d\n", i)})
	}
	b.Commit("leak", historytest.Files{"app.py": leaky})
	f := open(t, b)
	counted := &counter{engine: f.engine}
	r, err := origin.Scan(context.Background(), counted, f.repo, f.commit("HEAD~6"), f.commit("HEAD"), origin.Options{})
	if err != nil || len(r.Findings) != 1 {
		t.Fatal(r, err)
	}
	if counted.runs != 2 {
		t.Errorf("%d runs for 2 different trees of Python", counted.runs)
	}
}
