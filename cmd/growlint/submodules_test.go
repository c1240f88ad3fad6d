package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
)

// withSubmodule makes a service with a submodule, which leaks, and leaves another clone and a linked work tree in its folder. The submodule
// comes last, with a commit that changes no Python.
func withSubmodule(t *testing.T) *historytest.Builder {
	t.Helper()
	library := historytest.New(t)
	library.Commit("leak", historytest.Files{"lib.py": module(0, 0)})
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"app.py": "x = 1\n"})
	b.Commit("more", historytest.Files{"app.py": "x = 2\n"})
	gitProgram(t, b.Dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.Dir, "libs/common")
	gitProgram(t, b.Dir, "commit", "-q", "-m", "a submodule")
	gitProgram(t, b.Dir, "clone", "-q", library.Dir, "scratch")
	gitProgram(t, b.Dir, "worktree", "add", "-q", "--detach", "linked")
	return b
}

func TestSubmodulesAreLeftOutWithAWord(t *testing.T) {
	b := withSubmodule(t)
	said := func(want string, args ...string) {
		t.Helper()
		code, out, stderr := inProcess(append(args, "--cache-dir", "")...)
		if code != exitClean || !strings.Contains(out, want) || strings.Contains(out, "lib.py") {
			t.Errorf("%v: exit code %d; want clean, with %q:\n%s%s", args, code, want, out, stderr)
		}
	}
	said("left out: repository libs/common (a submodule or another clone: check it by itself)\n", "check", "--repo", b.Dir)
	said("left out: repository libs/common, repository linked, repository scratch (a submodule", "check", b.Dir)
	said("left out at the end of the range: repository libs/common (a submodule or another clone: check it by itself)\n", "scan", "--repo", b.Dir, "HEAD~2..HEAD")
	said(`"submodules": [`, "scan", "--repo", b.Dir, "--format", "json", "HEAD~2..HEAD")
	said("0 findings", "check", "--new-from-rev", "HEAD~1", b.Dir)

	// One that is not checked out is named, too.
	gitProgram(t, b.Dir, "submodule", "--quiet", "deinit", "libs/common")
	said("left out: repository libs/common, repository linked, repository scratch (a submodule", "check", b.Dir)

	// By itself it is a repository as any other, and a folder that only holds clones is read with all of them.
	if code, out, _ := inProcess("check", "--cache-dir", "", filepath.Join(b.Dir, "scratch")); code != exitFindings {
		t.Errorf("the clone by itself: exit code %d\n%s", code, out)
	}
	if err := os.RemoveAll(filepath.Join(b.Dir, ".git")); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := inProcess("check", "--cache-dir", "", b.Dir); code != exitFindings || strings.Contains(out, "repository") {
		t.Errorf("a folder of clones: exit code %d\n%s", code, out)
	}
}

func TestAnIncidentNamesTheSubmodulesThatItDoesNotRead(t *testing.T) {
	b := withSubmodule(t)
	head, first := gitProgram(t, b.Dir, "rev-parse", "HEAD"), gitProgram(t, b.Dir, "rev-parse", "HEAD~2")
	bundle := t.TempDir()
	manifest := "id: S\nservice: app\ndeployed: {sha: \"" + head + "\", previous: \"" + first + "\", at: 2026-03-03T11:00:00Z}\n"
	if err := os.WriteFile(filepath.Join(bundle, "incident.yaml"), []byte(manifest), 0o644); err != nil {
		t.Fatal(err)
	}
	out := mustIncident(t, bundle, "--repo", b.Dir)
	if want := "Not read, because they are repositories of their own: 1 submodule of the deployed revision (libs/common). Run growlint in them, too."; !strings.Contains(out, want) {
		t.Errorf("the report does not say %q:\n%s", want, out)
	}
}
