package postmortem_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/blame/verdict"
)

const incidents = "../../testdata/incidents"

// public is the post-mortem of a public incident from the few facts that are known of it, without and with a repository in which an innocent
// finding became true in the deployed range: the likeliest way to blame a wrong commit.
func public(t *testing.T, id string, innocent bool) *postmortem.Report {
	t.Helper()
	dir := filepath.Join(incidents, id, "bundle")
	in := postmortem.Input{}
	if innocent {
		dir = withRevisions(t, dir)
		f := fake{[]finding.Finding{found("app.py", finding.Error, sha('b'))}}
		in.Repo, in.Rules = f, f
	}
	b, err := evidence.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	in.Bundle = b
	r, err := postmortem.Build(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// withRevisions copies a bundle and gives its deployment, where it has one, two revisions.
func withRevisions(t *testing.T, from string) string {
	t.Helper()
	dir := t.TempDir()
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(data), "deployed: {", `deployed: {sha: "`+sha('c')+`", previous: "`+sha('a')+`", `, 1)
		if err := os.WriteFile(filepath.Join(dir, e.Name()), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// On no real incident is a commit named that did not do it.
func TestPublicIncidentsBlameNoCommit(t *testing.T) {
	for _, id := range []string{"github-2023-11-03", "honeycomb-2023-05-02", "python-discord-2021-01-12", "aws-ebs-2012-10-22", "discord-2017-03-20"} {
		for _, innocent := range []bool{false, true} {
			r := public(t, id, innocent)
			if r.RootCause != nil || r.Status == verdict.Confirmed {
				t.Errorf("%s (innocent finding: %v): %s, root cause %+v", id, innocent, r.Status, r.RootCause)
			}
		}
	}
}

func TestGitHub2023TheShapeOfARollOut(t *testing.T) {
	r := public(t, "github-2023-11-03", false)
	if r.Leader != verdict.Application || r.Status != verdict.Leading {
		t.Errorf("%s %s", r.Leader, r.Status)
	}
	value(t, r, "timeline.after-rollout", "after_rollout", 300, 0)
	value(t, r, "detection.alert", "after_rollout", 420, 0)
	value(t, r, "detection.end", "after_alert", 36*60, 0)
	outcome(t, r, "timing-failure", "soon")
}

func TestHoneycomb2023NothingWasRolledOut(t *testing.T) {
	r := public(t, "honeycomb-2023-05-02", true)
	outcome(t, r, "flags-record", "flipped")
	if s := r.Verdict.Standing("flag").Status; s != verdict.Possible && s != verdict.Leading {
		t.Errorf("the flag is %s", s)
	}
	says(t, claim(t, r, "change.revision"), "names no deployment")
	if strings.Contains(claim(t, r, "summary.cause").Text, "brought by commit") {
		t.Error("a commit is blamed")
	}
}

func TestPythonDiscord2021TheRollOutWasARestart(t *testing.T) {
	r := public(t, "python-discord-2021-01-12", true)
	value(t, r, "arithmetic.delta", "delta", 1100e6, 1)
	if a := r.Verdict.Answer("timing-onset"); a.Outcome != "" {
		t.Errorf("an onset without a series: %+v", a)
	}
}

// A trigger is not a cause, and an intended queue is no leak: neither is told from notes alone.
func TestNotesAloneConfirmNothing(t *testing.T) {
	for _, id := range []string{"aws-ebs-2012-10-22", "discord-2017-03-20"} {
		r := public(t, id, true)
		for _, s := range r.Verdict.Standings {
			if s.Status == verdict.Confirmed || s.Status == verdict.RuledOut {
				t.Errorf("%s: %s is %s", id, s.ID, s.Status)
			}
		}
	}
}
