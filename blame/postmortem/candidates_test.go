package postmortem_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/blame/verdict"
)

// A fake is a history of three commits, a before b before c, and the findings of c.
type fake struct{ findings []finding.Finding }

func sha(c byte) string { return fmt.Sprintf("%040x", c) }

func (fake) Resolve(string) (history.Commit, error) {
	return history.Commit{}, history.ErrUnknownRevision
}
func (fake) Tags() ([]history.Tag, error)                         { return nil, nil }
func (fake) Limits() []string                                     { return nil }
func (fake) Submodules(context.Context, string) ([]string, error) { return nil, nil }
func (fake) Relate(context.Context, string, string) (history.Relation, error) {
	return history.Relation{Kind: history.Ahead}, nil
}

func (fake) Files(context.Context, string) ([]history.File, error) {
	return []history.File{{Path: "requirements.txt"}}, nil
}
func (fake) ReadPath(string, string) ([]byte, error) { return []byte("flask==3.1.0\n"), nil }
func (fake) Read(string) ([]byte, error)             { return nil, nil }
func (fake) Diff(context.Context, string, string) (string, error) {
	return "+_a = {}\n", nil
}

func (fake) Commit(h string) (history.Commit, error) {
	return history.Commit{Hash: h, Author: "Ana", Subject: "subject of " + h[38:], Authored: time.Date(2026, 2, 5, 0, 0, 0, 0, time.UTC)}, nil
}

func (fake) Range(context.Context, string, string, history.RangeOptions) ([]history.Commit, error) {
	return []history.Commit{{Hash: sha('b')}, {Hash: sha('c')}}, nil
}

func (fake) IsAncestor(_ context.Context, a, b string) (bool, error) { return a <= b, nil }

func (fake) Changes(context.Context, string, string, history.ChangeOptions) ([]history.Change, error) {
	return []history.Change{{Path: "app.py"}}, nil
}

func (f fake) Scan(context.Context, string, string) ([]finding.Finding, error) {
	return f.findings, nil
}

func (f fake) Check(_ context.Context, commit string) ([]finding.Finding, error) {
	return f.findings, nil
}

func found(path string, level finding.Level, commit string) finding.Finding {
	f := finding.Finding{Path: path, Line: 7, Symbol: "_" + path[:1], Level: level, Rule: "unboundedglobal", Message: "grows", Growth: []finding.Growth{{Path: path, Line: 7, Per: "request", Domain: "open"}}}
	if commit != "" {
		f.Introduced = finding.Transition{Status: finding.Found, Commit: commit, Change: "growth introduced"}
	}
	return f
}

// leaking is the post-mortem of an incident whose evidence all speaks for new growth, with the given findings.
func leaking(t *testing.T, findings ...finding.Finding) *postmortem.Report {
	t.Helper()
	f := fake{findings}
	return build(t, postmortem.Input{Bundle: steadyThenRising(t, sha('a'), sha('c'), ""), Repo: f, Rules: f})
}

func build(t *testing.T, in postmortem.Input) *postmortem.Report {
	t.Helper()
	r, err := postmortem.Build(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// steadyThenRising is a bundle in which memory is steady until the roll-out at 2026-02-12T11:00Z, rises from then on under the same
// load, and ends in a kill. More is appended to the manifest; files are further ones, names and texts in turn.
func steadyThenRising(t *testing.T, previous, deployed, more string, files ...string) *evidence.Bundle {
	t.Helper()
	dir := t.TempDir()
	memory, requests := "time,memory_bytes\n", "time,requests\n"
	roll := time.Date(2026, 2, 12, 11, 0, 0, 0, time.UTC)
	for m := -60; m < 60; m++ {
		at := roll.Add(time.Duration(m) * time.Minute).Format(time.RFC3339)
		memory += fmt.Sprintf("%s,%d\n", at, 100000000+2000000*max(m, 0)+100000*((m+60)*13%7))
		requests += at + ",100\n"
	}
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string]string{
		"incident.yaml": "id: F\nservice: s\ndeployed: {sha: " + `"` + deployed + `", previous: "` + previous + `", at: 2026-02-12T11:00:00Z}` + "\nlimits: {memory: 400MB}\nsources:\n  - {path: m.csv}\n  - {path: r.csv, role: requests}\n  - {path: p.log}\n" + more,
		"m.csv":         memory,
		"r.csv":         requests,
		"p.log":         "2026-02-12T11:59:30Z ERROR kernel: Memory cgroup out of memory: Killed process 1\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := evidence.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOneNewFindingIsNamed(t *testing.T) {
	r := leaking(t, found("app.py", finding.Warning, sha('b')))
	if r.Status != verdict.Confirmed || r.RootCause == nil || r.RootCause.Path != "app.py" || r.RootCause.Commit != sha('b') {
		t.Errorf("status %s, root cause %+v", r.Status, r.RootCause)
	}
}

// Two findings that fit alike are candidates: the family is confirmed, neither is named.
func TestTwoNewFindingsAreCandidates(t *testing.T) {
	r := leaking(t, found("app.py", finding.Warning, sha('b')), found("base.py", finding.Warning, sha('c')))
	if r.Status != verdict.Confirmed || r.RootCause != nil {
		t.Fatalf("status %s, root cause %+v", r.Status, r.RootCause)
	}
	a, b := claim(t, r, "root-cause.candidate-0"), claim(t, r, "root-cause.candidate-1")
	says(t, a, "app.py:7")
	says(t, b, "base.py:7")
	kind(t, claim(t, r, "summary.cause"), postmortem.Gap)
}

// What is looked at closely is what ranks first, not what comes first in the alphabet.
func TestTheSuspectIsTheFirstOfTheFamily(t *testing.T) {
	r := leaking(t, found("app.py", finding.Note, sha('b')), found("base.py", finding.Error, sha('c')))
	says(t, claim(t, r, "change.finding"), "base.py:7")
	if r.Verdict.Family[0].Path != "base.py" {
		t.Errorf("family %+v", r.Verdict.Family)
	}
}

// An old finding ranks behind the new one, however it is spelled, and takes its share of the family.
func TestAnOldFindingRanksBehind(t *testing.T) {
	r := leaking(t, found("aaa.py", finding.Warning, ""), found("zzz.py", finding.Warning, sha('b')))
	f := r.Verdict.Family
	if len(f) != 3 || f[0].Path != "zzz.py" || f[1].Path != "aaa.py" || f[0].Share < 5*f[1].Share {
		t.Errorf("family %+v", f)
	}
}

// A suppression is somebody's judgement: the finding stays a candidate like a note, and cannot be named as the cause.
func TestASuppressedFindingIsNotNamed(t *testing.T) {
	f := found("app.py", finding.Warning, sha('b'))
	f.Suppressed = &finding.Suppression{Kind: "comment", Reason: "known", Path: "app.py", Line: 6}
	r := leaking(t, f)
	if r.Status == verdict.Confirmed || r.RootCause != nil {
		t.Errorf("status %s", r.Status)
	}
	says(t, claim(t, r, "change.suppressed-0"), "app.py:7", "app.py:6", `"known"`)
	if c := r.Verdict.Family[0]; c.Path != "app.py" {
		t.Errorf("the suppressed finding is no candidate: %+v", r.Verdict.Family)
	}
}
