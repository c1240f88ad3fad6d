package origin_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/history/historytest"
	"github.com/growlint/growlint/blame/origin"
)

// A service that leaks: one entry for every id that any client ever sent.
const leaky = `from flask import Flask, request

app = Flask(__name__)

_seen = {}


@app.route("/v")
def validate():
    _seen[request.args["id"]] = request.data
    return "ok"
`

const clean = `from flask import Flask, request

app = Flask(__name__)


@app.route("/v")
def validate():
    return "ok"
`

// garbage is a line that no parser takes for Python.
const garbage = "def ( [ } : for in + \"x\n"

// edit returns text with one piece replaced; the piece must be there.
func edit(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%q is not in\n%s", pairs[i], text)
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

// A fixture is a repository with its engine and what a scan of it said.
type fixture struct {
	*historytest.Builder
	t      *testing.T
	engine *analyzers.Engine
	repo   *history.Repo
}

func open(t *testing.T, b *historytest.Builder) *fixture {
	t.Helper()
	engine, err := analyzers.New(analyzers.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	repo, err := history.Open(b.Dir, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close(); engine.Close() })
	return &fixture{Builder: b, t: t, engine: engine, repo: repo}
}

func (f *fixture) commit(rev string) history.Commit {
	f.t.Helper()
	c, err := f.repo.Resolve(rev)
	if err != nil {
		f.t.Fatal(err)
	}
	return c
}

func (f *fixture) scan(a, b string, opt origin.Options) *origin.Result {
	f.t.Helper()
	r, err := origin.Scan(context.Background(), f.engine, f.repo, f.commit(a), f.commit(b), opt)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, one := range r.Findings {
		f.mustHold(one)
	}
	return r
}

// mustHold checks the promise of every answer: true at the commit, false at all its parents; ended the other way round.
func (f *fixture) mustHold(one finding.Finding) {
	f.t.Helper()
	check := func(t finding.Transition, at bool) {
		c := f.commit(t.Commit)
		if f.holds(c.Hash, one) != at {
			f.t.Errorf("%s: true at %q is not %v", one.Symbol, c.Subject, at)
		}
		for _, p := range c.Parents {
			if f.holds(p, one) == at {
				f.t.Errorf("%s: true at the parent %q of %q is %v", one.Symbol, f.commit(p).Subject, c.Subject, at)
			}
		}
	}
	if one.Introduced.Status == finding.Found {
		check(one.Introduced, true)
	}
	if one.Ended != nil && one.Ended.Status == finding.Found && len(f.commit(one.Ended.Commit).Parents) == 1 {
		check(*one.Ended, false)
	}
}

// holds asks the engine afresh, and looks for the finding by the last part of its name: files and classes get renamed.
func (f *fixture) holds(commit string, one finding.Finding) bool {
	f.t.Helper()
	tree, err := f.repo.Tree(commit)
	if err != nil {
		f.t.Fatal(err)
	}
	engine, err := analyzers.New(analyzers.Options{Workers: 1})
	if err != nil {
		f.t.Fatal(err)
	}
	defer engine.Close()
	r, err := engine.Run(context.Background(), tree)
	if err != nil {
		f.t.Fatal(err)
	}
	return slices.ContainsFunc(r.Findings, func(g finding.Finding) bool {
		same := g.Symbol == one.Symbol || strings.HasSuffix(g.Symbol, one.Symbol) || g.Growth[0].Function == one.Growth[0].Function
		return same && g.Level.AtLeast(finding.Warning)
	})
}

// story puts a result into lines: symbol, who began it and how, who ended it and how.
func story(r *origin.Result) []string {
	out := []string{}
	for _, f := range r.Findings {
		line := f.Path + " " + f.Symbol + ": " + tell(f.Introduced)
		if f.Ended != nil {
			line += "; ended: " + tell(*f.Ended)
		}
		out = append(out, line)
	}
	return out
}

func tell(t finding.Transition) string {
	if t.Status == finding.Found {
		return fmt.Sprintf("%q (%s)", t.Subject, t.Change)
	}
	return t.Status
}

// A scenario is a history, a file tree a commit, and what a scan of all but the first commit must tell.
type scenario struct {
	name    string
	commits []historytest.Files
	want    []string // "1" in it stands for the subject of the second commit, and so on
}

// indented puts everything behind the imports under a condition.
func indented(t *testing.T, text string) string {
	t.Helper()
	const imports = "from flask import Flask, request\n\n"
	return imports + "if True:\n    " + strings.ReplaceAll(strings.TrimSpace(edit(t, text, imports, "")), "\n", "\n    ") + "\n"
}

func TestScan(t *testing.T) {
	other := historytest.Files{"other.py": "x = 1\n"}
	for _, s := range []scenario{
		{"holder and growth come together", []historytest.Files{
			{"app.py": clean}, other, {"app.py": leaky}, {"other.py": "x = 2\n"},
		}, []string{`app.py _seen: "commit 2" (holder and growth introduced)`}},
		{"growth comes to a holder that was there", []historytest.Files{
			{"app.py": edit(t, leaky, `    _seen[request.args["id"]] = request.data`+"\n", "")}, {"app.py": leaky},
		}, []string{`app.py _seen: "commit 1" (growth added)`}},
		{"the eviction is removed", []historytest.Files{
			{"app.py": edit(t, leaky, `    return "ok"`, `    _seen.pop(request.args["id"], None)`+"\n"+`    return "ok"`)}, {"app.py": leaky},
		}, []string{`app.py _seen: "commit 1" (eviction removed)`}},
		{"the bound is removed", []historytest.Files{
			{"app.py": edit(t, leaky, "_seen = {}", "_seen = LRUCache(maxsize=10)", "from flask", "from cachetools import LRUCache\nfrom flask")}, {"app.py": leaky},
		}, []string{`app.py _seen: "commit 1" (bound removed)`}},
		{"the holder is made long-lived", []historytest.Files{
			{"app.py": edit(t, leaky, "_seen = {}\n", "", "def validate():\n", "def validate():\n    _seen = {}\n")}, {"app.py": leaky},
		}, []string{`app.py _seen: "commit 1" (made long-lived)`}},
		{"it ends: eviction added", []historytest.Files{
			{"app.py": leaky}, {"app.py": edit(t, leaky, `    return "ok"`, `    _seen.pop(request.args["id"], None)`+"\n"+`    return "ok"`)},
		}, []string{`app.py _seen: abstained; ended: "commit 1" (eviction added)`}},
		{"it ends: holder removed", []historytest.Files{
			{"app.py": leaky}, {"app.py": clean},
		}, []string{`app.py _seen: abstained; ended: "commit 1" (holder removed)`}},
		{"it ends: file removed", []historytest.Files{
			{"app.py": leaky, "other.py": "x = 1\n"}, {"app.py": historytest.Gone},
		}, []string{`app.py _seen: abstained; ended: "commit 1" (file removed)`}},
		{"it ends: bounded", []historytest.Files{
			{"app.py": leaky}, {"app.py": edit(t, leaky, "_seen = {}", "_seen = LRUCache(maxsize=10)", "from flask", "from cachetools import LRUCache\nfrom flask")},
		}, []string{`app.py _seen: abstained; ended: "commit 1" (bound added)`}},
		{"it ends: nothing comes there any more, in another file", []historytest.Files{
			{"store.py": store, "app.py": handler}, {"app.py": clean},
		}, []string{`store.py _seen: abstained; ended: "commit 1" (no longer reachable from an entry point)`}},
		{"it ends after it was moved, indented and renamed", []historytest.Files{
			{"app.py": leaky},
			{"app.py": historytest.Gone, "service/api.py": leaky},
			{"service/api.py": indented(t, leaky)},
			{"service/api.py": strings.ReplaceAll(indented(t, leaky), "_seen", "_known")},
			{"service/api.py": strings.ReplaceAll(edit(t, indented(t, leaky), `        return "ok"`, `        _seen.pop(request.args["id"], None)`+"\n"+`        return "ok"`), "_seen", "_known")},
		}, []string{`service/api.py _known: abstained; ended: "commit 4" (eviction added)`}},
		{"it ends after its file was split", []historytest.Files{
			{"app.py": leaky + "\n\n@app.route('/x')\ndef x():\n    return 'x'\n"},
			{"app.py": "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route('/x')\ndef x():\n    return 'x'\n", "validate.py": leaky},
			{"validate.py": clean},
		}, []string{`validate.py _seen: abstained; ended: "commit 2" (holder removed)`}},
		{"it came and went", []historytest.Files{
			{"app.py": clean}, {"app.py": leaky}, {"app.py": clean},
		}, []string{`app.py _seen: "commit 1" (holder and growth introduced); ended: "commit 2" (holder removed)`}},
		{"it came, went and came back: the latest", []historytest.Files{
			{"app.py": clean}, {"app.py": leaky}, {"app.py": clean}, other, {"app.py": leaky},
		}, []string{`app.py _seen: "commit 4" (holder and growth introduced)`}},
		{"true before and after: not new", []historytest.Files{
			{"app.py": leaky}, {"app.py": "# a comment\n" + leaky},
		}, []string{}},
		{"true before, went and came back", []historytest.Files{
			{"app.py": leaky}, {"app.py": clean}, {"app.py": leaky},
		}, []string{`app.py _seen: "commit 2" (holder and growth introduced)`}},
		{"a renamed file is no new finding", []historytest.Files{
			{"app.py": leaky}, {"app.py": historytest.Gone, "service/api.py": leaky},
		}, []string{}},
		{"a renamed and edited file, either", []historytest.Files{
			{"app.py": leaky}, {"app.py": historytest.Gone, "service/api.py": "import os\n" + edit(t, leaky, `"/v"`, `"/w"`)},
		}, []string{}},
		{"nor is a renamed holder", []historytest.Files{
			{"app.py": leaky}, {"app.py": strings.ReplaceAll(leaky, "_seen", "_known")},
		}, []string{}},
		{"nor is other layout and other quotes", []historytest.Files{
			{"app.py": leaky}, {"app.py": edit(t, leaky, `_seen[request.args["id"]] = request.data`, `_seen[ request.args[ 'id' ] ]=request.data`)},
		}, []string{}},
		{"nor is a handler split off into another file", []historytest.Files{
			{"app.py": leaky + "\n\n@app.route('/x')\ndef x():\n    return 'x'\n"},
			{"app.py": "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route('/x')\ndef x():\n    return 'x'\n", "validate.py": leaky},
		}, []string{}},
		{"a file that stops parsing ends nothing", []historytest.Files{
			{"app.py": leaky}, {"app.py": strings.Repeat(garbage, 400)}, {"app.py": leaky},
		}, []string{}},
		{"nor does one that moves while it does not parse", []historytest.Files{
			{"app.py": leaky}, {"app.py": strings.Repeat(garbage, 400)}, {"app.py": historytest.Gone, "api.py": strings.Repeat(garbage, 400)}, {"api.py": leaky},
		}, []string{}},
		{"a finding of a file that never parses again ends nobody knows where", []historytest.Files{
			{"app.py": leaky}, {"app.py": strings.Repeat(garbage, 400)}, {"app.py": historytest.Gone, "o.py": "x = 1\n"},
		}, []string{`app.py _seen: abstained; ended: abstained`}},
	} {
		t.Run(s.name, func(t *testing.T) {
			b := historytest.New(t)
			for i, files := range s.commits {
				b.Commit(fmt.Sprintf("commit %d", i), files)
			}
			b.Branch("tip", b.Head())
			f := open(t, b)
			got := story(f.scan(fmt.Sprintf("tip~%d", len(s.commits)-1), "tip", origin.Options{}))
			if !slices.Equal(got, s.want) {
				t.Errorf("\ngot  %q\nwant %q", got, s.want)
			}
		})
	}
}
