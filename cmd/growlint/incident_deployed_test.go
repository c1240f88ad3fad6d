package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
)

// deployedBundle is an incident that holds what a deployment system recorded, and nothing else: one commit after another, an hour apart.
func deployedBundle(t *testing.T, commits ...string) string {
	t.Helper()
	dir := t.TempDir()
	var records []string
	for i, sha := range commits {
		at := "2026-03-03T1" + string(rune('0'+i)) + ":00:00Z"
		records = append(records, `{"sha": "`+sha+`", "ref": "main", "environment": "production", "created_at": "`+at+`", "statuses": [{"state": "success", "created_at": "`+at+`"}]}`)
	}
	for name, text := range map[string]string{
		"incident.yaml": "id: D\nservice: app\nenvironment: production\nsources:\n  - {path: d.json}\n",
		"d.json":        "[" + strings.Join(records, ",\n") + "]\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	rests = "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.route(\"/v\")\ndef validate():\n    return \"ok\"\n"
	leaks = "from flask import Flask, request\n\napp = Flask(__name__)\n_seen = {}\n\n\n@app.route(\"/v\")\ndef validate():\n    _seen[request.args[\"id\"]] = request.data\n    return \"ok\"\n"
)

// A deployment that went back, and a hotfix on a branch: what they brought is what is true of them and was not true of what ran before.
func TestAnIncidentAfterADeploymentThatDoesNotFollow(t *testing.T) {
	b := historytest.New(t)
	start := b.Commit("start", historytest.Files{"app.py": rests})
	leak := b.Commit("leak", historytest.Files{"app.py": leaks})
	mend := b.Commit("mend", historytest.Files{"app.py": rests})
	b.Checkout(leak)
	parted := b.Commit("hotfix", historytest.Files{"fix.py": "x = 1\n"})
	b.Branch("parted", parted)
	b.Checkout(start)
	b.Commit("hotfix", historytest.Files{"fix.py": "x = 1\n"})
	picked := b.Commit("leak, picked", historytest.Files{"app.py": leaks})
	b.Branch("picked", picked)

	for name, c := range map[string]struct {
		commits    []string
		says, lack []string
	}{
		"it went back": {[]string{start, mend, leak}, []string{
			"The deployment went back: " + leak[:7] + " lies in the past of " + mend[:7] + ", and 1 commit was left behind with what it mended.",
			"In the deployment: yes, and in what ran before, too, but mended there",
		}, nil},
		"a branch without the fix": {[]string{start, mend, parted}, []string{
			"The deployment stands on another branch: " + parted[:7] + " has 1 commit that " + mend[:7] + " lacks, and lacks 1 commit of it; they parted after " + leak[:7],
			"In the deployment: yes, and in what ran before, too, but mended there",
		}, nil},
		"a branch onto which the leak was picked": {[]string{start, leak, picked}, []string{
			"The deployment stands on another branch: ", picked[:7] + " is " + leak[:7] + " under another name and ran before",
		}, []string{"In the deployment: "}},
		"one that follows": {[]string{start, leak}, []string{"In the deployment: yes: the commit is in what was deployed and not in what ran before"}, []string{"another branch", "went back"}},
	} {
		out := mustIncident(t, deployedBundle(t, c.commits...), "--repo", b.Dir, "--format", "text")
		for _, want := range c.says {
			if !strings.Contains(flat(out), want) {
				t.Errorf("%s: the report does not say %q:\n%s", name, want, out)
			}
		}
		for _, not := range c.lack {
			if strings.Contains(flat(out), not) {
				t.Errorf("%s: the report says %q", name, not)
			}
		}
	}
}

// What 'git merge --squash' makes of a branch is one commit: which one of the branch it was nobody can tell. That it came with the deployment is
// as sure as ever.
func TestASquashedBranchIsAnAbstentionAndASuspect(t *testing.T) {
	b := historytest.New(t)
	start := b.Commit("start", historytest.Files{"app.py": rests})
	b.Commit("leak", historytest.Files{"app.py": leaks})
	b.Branch("topic", b.Commit("more", historytest.Files{"o.py": "x = 1\n"}))
	gitProgram(t, b.Dir, "checkout", "-q", "--detach", start)
	gitProgram(t, b.Dir, "merge", "-q", "--squash", "topic")
	gitProgram(t, b.Dir, "commit", "-q", "--no-edit")
	head := gitProgram(t, b.Dir, "rev-parse", "HEAD")

	says := "commit " + head[:12] + " (\"Squashed commit of the following:\") is 2 commits squashed into one, and which of them it was is not told: look at the branch that they come from"
	code, out, stderr := inProcess("scan", "--repo", b.Dir, "--cache-dir", "", start+"..HEAD")
	if code != exitFindings || !strings.Contains(out, "not told by the history\n") || !strings.Contains(out, "\n      "+says+"\n") || !strings.Contains(out, "0 became true, 0 ended, 1 without a commit to name") {
		t.Errorf("scan: exit code %d\n%s%s", code, out, stderr)
	}
	code, out, stderr = inProcess("check", "--introduced", "--repo", b.Dir, "--cache-dir", "")
	if code != exitFindings || !strings.Contains(out, "  since    not told by the history: "+says) {
		t.Errorf("check: exit code %d\n%s%s", code, out, stderr)
	}
	report := mustIncident(t, deployedBundle(t, start, head), "--repo", b.Dir, "--format", "text")
	if !strings.Contains(flat(report), "In the deployment: yes: the commit is in what was deployed and not in what ran before") {
		t.Errorf("incident:\n%s", report)
	}
}
