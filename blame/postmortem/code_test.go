package postmortem_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/history/historytest"
	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/blame/verdict"
)

// The two states of a small service: one that forgets, one that does not.
const (
	forgets = `from flask import Flask, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    return request.args["name"]
`
	keeps = `from flask import Flask, request

app = Flask(__name__)

_seen = {}


@app.route("/hello")
def hello():
    _seen[request.args["name"]] = request.headers["User-Agent"]
    return request.args["name"]
`
)

// rolledOut is the post-mortem of an incident after the roll-out of the second of two real commits, by the rules as they are.
func rolledOut(t *testing.T, before, after historytest.Files, more string) *postmortem.Report {
	t.Helper()
	b := historytest.New(t)
	previous := b.Commit("Start the service", before)
	b.Commit("Remember who said hello", after)
	return deployedTip(t, b, previous, more)
}

// deployedTip is the same for a longer history: what it ends with was deployed.
func deployedTip(t *testing.T, b *historytest.Builder, previous, more string) *postmortem.Report {
	t.Helper()
	return onRepository(t, b, steadyThenRising(t, previous, b.Head(), more))
}

func onRepository(t *testing.T, b *historytest.Builder, bundle *evidence.Bundle) *postmortem.Report {
	t.Helper()
	repo, err := history.Open(b.Dir, history.Options{NoGitProgram: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	engine, err := analyzers.New(analyzers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return build(t, postmortem.Input{Bundle: bundle, Repo: repo, Rules: postmortem.NewRules(engine, repo)})
}

// withoutRequests is the post-mortem without a request rate.
func withoutRequests(t *testing.T) *postmortem.Report {
	t.Helper()
	b := historytest.New(t)
	previous := b.Commit("Start the service", historytest.Files{"app.py": forgets})
	b.Commit("Remember who said hello", historytest.Files{"app.py": keeps})
	bundle := steadyThenRising(t, previous, b.Head(), "")
	bundle.Facts = slices.DeleteFunc(bundle.Facts, func(f evidence.Fact) bool { return f.Series != nil && f.Series.Role == evidence.Requests })
	return onRepository(t, b, bundle)
}

func noClaim(t *testing.T, r *postmortem.Report, key string) {
	t.Helper()
	if c, ok := r.Claim(key); ok {
		t.Errorf("claim %s: %s", key, c.Text)
	}
}

// outcome asserts what a check came to.
func outcome(t *testing.T, r *postmortem.Report, check, want string) {
	t.Helper()
	if got := r.Verdict.Answer(check); got.Outcome != want {
		t.Errorf("%s is %q (%s), want %q", check, got.Outcome, got.Why, want)
	}
}

func TestTheCheckIsRunOnTheVeryChange(t *testing.T) {
	r := rolledOut(t, historytest.Files{"app.py": forgets, "requirements.txt": "flask==3.1.0\n"}, historytest.Files{"app.py": keeps}, "")
	if r.Status != verdict.Confirmed {
		t.Errorf("status %s", r.Status)
	}
	says(t, claim(t, r, "change.run"), "--new-from-rev", "reports it")
	says(t, claim(t, r, "prevention.rule"), "app.py:10", "seen before the merge")
	says(t, claim(t, r, "change.range"), "No dependency")
	says(t, claim(t, r, "change.silenced"), "Nothing about growth was silenced")
}

func TestASuppressionIsEvidence(t *testing.T) {
	quiet := strings.Replace(keeps, "_seen = {}", "_seen = {}  # growlint: ignore there are few names", 1)
	r := rolledOut(t, historytest.Files{"app.py": forgets}, historytest.Files{"app.py": quiet}, "")
	if r.Status == verdict.Confirmed || r.RootCause != nil {
		t.Errorf("status %s, root cause %+v", r.Status, r.RootCause)
	}
	says(t, claim(t, r, "change.suppressed-0"), "_seen", "there are few names", "judge again")
	says(t, claim(t, r, "change.run"), "a comment suppresses it")
	says(t, claim(t, r, "prevention.rule"), "suppresses it", "there are few names")
}

func TestNoqaIsEvidence(t *testing.T) {
	util := "import functools\n\n\nclass C:\n    @functools.lru_cache(maxsize=None)  # noqa: B019\n    def f(self):\n        return 1\n\n\nx = 1  # noqa: E501\n"
	quiet := strings.Replace(keeps, `["User-Agent"]`, `["User-Agent"]  # noqa`, 1)
	r := rolledOut(t, historytest.Files{"app.py": forgets, "util.py": util}, historytest.Files{"app.py": quiet}, "")
	first, second := claim(t, r, "change.silenced-0"), claim(t, r, "change.silenced-1")
	says(t, first, "app.py:10", "_seen")
	says(t, second, "util.py:5", "a cache on a method")
	noClaim(t, r, "change.silenced-2") // a long line is nobody's leak
}

func TestDependenciesAreComparedPackageByPackage(t *testing.T) {
	app := historytest.Files{"app.py": forgets, "requirements.txt": "flask==3.1.0\nredis==5.0\n", "requirements-dev.txt": "pytest==8.0\n"}
	for name, c := range map[string]struct {
		changes historytest.Files
		outcome string
		says    []string
	}{
		"another version":      {historytest.Files{"requirements.txt": "flask==3.1.1\nredis==5.0\n"}, "changed", []string{"requirements.txt", "flask 3.1.0 to 3.1.1"}},
		"one more":             {historytest.Files{"requirements.txt": "flask==3.1.0\nhttpx==0.27\nredis==5.0\n"}, "changed", []string{"httpx 0.27 added"}},
		"only another order":   {historytest.Files{"requirements.txt": "redis==5.0\n# the web\nflask==3.1.0\n"}, "unchanged", nil},
		"only for development": {historytest.Files{"requirements-dev.txt": "pytest==8.1\n"}, "unchanged", []string{"pytest 8.0 to 8.1", "does not run in production"}},
		"only other code":      {historytest.Files{"app.py": keeps}, "unchanged", nil},
		"loose":                {historytest.Files{"requirements.txt": "flask\nredis==5.0\n"}, "changed", []string{"flask 3.1.0 to any version"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := rolledOut(t, app, c.changes, "")
			outcome(t, r, "dependencies-lockfile", c.outcome)
			if c.says != nil {
				says(t, claim(t, r, "change.dependency-0"), c.says...)
			} else {
				noClaim(t, r, "change.dependency-0")
			}
		})
	}
}

func TestANewRuntimeIsADependency(t *testing.T) {
	r := rolledOut(t, historytest.Files{"app.py": forgets, "Dockerfile": "FROM python:3.12\n"}, historytest.Files{"Dockerfile": "FROM python:3.13\n"}, "")
	outcome(t, r, "dependencies-lockfile", "changed")
	says(t, claim(t, r, "change.setting-0"), "Dockerfile:1", "FROM python:3.12 to python:3.13")
}

func TestALoweredLimitIsFoundInTheRange(t *testing.T) {
	manifest := func(limit string) string { return "resources:\n  limits:\n    memory: " + limit + "\n" }
	before := historytest.Files{"app.py": forgets, "deploy/production.yaml": manifest("1Gi"), "deploy/staging.yaml": manifest("1Gi")}
	r := rolledOut(t, before, historytest.Files{"deploy/production.yaml": manifest("400Mi")}, "environment: production\n")
	outcome(t, r, "configuration-limit", "lowered")
	says(t, claim(t, r, "change.setting-0"), "deploy/production.yaml:3", "1Gi to 400Mi (lowered)")
	if r.Status == verdict.Confirmed {
		t.Error("confirmed in spite of a lowered limit and without a finding")
	}
	// Another environment's limit is told, and weighs nothing.
	r = rolledOut(t, before, historytest.Files{"deploy/staging.yaml": manifest("400Mi")}, "environment: production\n")
	outcome(t, r, "configuration-limit", "ample")
	says(t, claim(t, r, "change.setting-0"), "deploy/staging.yaml:3", "lowered")
}

// Of a long diff the reader sees the hunk that speaks of what grows.
func TestTheDiffIsShownAtTheLine(t *testing.T) {
	padding := strings.Repeat("# nothing\n", 40)
	before := "import os\n" + padding + forgets
	after := "import os, sys\n" + padding + keeps
	r := rolledOut(t, historytest.Files{"app.py": before}, historytest.Files{"app.py": after}, "")
	for _, b := range r.Section("change").Blocks {
		if b.Excerpt == nil {
			continue
		}
		if text := b.Excerpt.Text; !strings.Contains(text, "+_seen = {}") || strings.Contains(text, "import os") || !strings.Contains(text, "1 other hunk of this file left out") {
			t.Errorf("diff:\n%s", text)
		}
		return
	}
	t.Error("no diff")
}

// A diff that is too long keeps its beginning and the line that grows, wherever that stands.
func TestALongDiffKeepsTheLineThatGrows(t *testing.T) {
	padding := strings.Repeat("# nothing to see here, and much of it\n", 150)
	after := "# a new file\n" + strings.Replace(keeps, "@app.route", padding+"\n@app.route", 1) + padding
	r := rolledOut(t, historytest.Files{"other.py": forgets}, historytest.Files{"app.py": after}, "")
	for _, b := range r.Section("change").Blocks {
		if b.Excerpt == nil {
			continue
		}
		text := b.Excerpt.Text
		if n := strings.Count(text, "\n"); n > 90 {
			t.Errorf("%d lines", n)
		}
		for _, want := range []string{"+# a new file", `+    _seen[request.args["name"]]`, "lines left out", "more lines"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
		return
	}
	t.Error("no diff")
}

// Where a change leads and a rival is open, the line is named as suspected, and nothing as the cause.
func TestASuspicionIsNotACause(t *testing.T) {
	r := rolledOut(t, historytest.Files{"app.py": forgets, "requirements.txt": "redis==5.0.1\n"}, historytest.Files{"app.py": keeps, "requirements.txt": "redis==5.0.4\n"}, "")
	if r.Status != verdict.Leading || r.Leader != verdict.Application || r.RootCause != nil {
		t.Fatalf("%s %s, root cause %+v", r.Leader, r.Status, r.RootCause)
	}
	says(t, claim(t, r, "summary.suspect"), "not established", "app.py:10", "Remember who said hello")
	says(t, claim(t, r, "root-cause.suspect"), "Under suspicion", "app.py:10")
	says(t, claim(t, r, "root-cause.gate-finding"), "Holds")
	says(t, claim(t, r, "root-cause.gate-rivals"), "Does not hold")
	says(t, claim(t, r, "uncertainty.rival-dependency"), "with the dependencies of before")
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			for _, c := range b.Claims {
				if c.Kind == postmortem.Cause {
					t.Errorf("%s claims a cause: %s", c.Key, c.Text)
				}
			}
		}
	}
}

// A restart counter knows of failures of which nothing else is left.
func TestRestartCountersAreEvidence(t *testing.T) {
	b := historytest.New(t)
	previous := b.Commit("Start the service", historytest.Files{"app.py": forgets})
	b.Commit("Remember who said hello", historytest.Files{"app.py": keeps})
	restarts := "time,restarts_total\n2026-02-12T10:30:00Z,4\n2026-02-12T11:10:00Z,4\n2026-02-12T11:20:00Z,5\n2026-02-12T11:58:00Z,6\n"
	r := onRepository(t, b, steadyThenRising(t, previous, b.Head(), "  - {path: k.csv, role: restarts}\n", "k.csv", restarts))
	value(t, r, "impact.restarts", "restarts", 2, 0)
	says(t, claim(t, r, "impact.unrecorded"), "2026-02-12T11:20:00Z", "39 min 30 s before any end of a process that is recorded")
	if !slices.ContainsFunc(r.Timeline, func(e postmortem.Event) bool {
		return e.What == "restart counter rises to 5" && e.Kind == postmortem.StartEvent
	}) {
		t.Error("the restart is not in the timeline")
	}
}
