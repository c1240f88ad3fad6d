package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
)

// gitProgram runs the git program, with nobody's configuration.
func gitProgram(t *testing.T, dir string, args ...string) string {
	t.Helper()
	// What git tidies up in the background would still write while the test takes its folder away.
	cmd := exec.Command("git", append([]string{"-c", "gc.auto=0", "-c", "maintenance.auto=false"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org", "GIT_AUTHOR_DATE=2026-03-02T10:00:00Z", "GIT_COMMITTER_DATE=2026-03-02T10:00:00Z")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// A layout is one way in which a repository can lie on a disk. It returns where growlint is to look.
type layout struct {
	name string
	make func(t *testing.T, source, dir string) string
}

var layouts = []layout{
	{"ordinary", func(t *testing.T, source, dir string) string {
		gitProgram(t, dir, "clone", "-q", source, "clone")
		return filepath.Join(dir, "clone")
	}},
	{"bare, all in one pack, packed references, a commit graph", func(t *testing.T, source, dir string) string {
		gitProgram(t, dir, "clone", "-q", "--bare", source, "bare.git")
		bare := filepath.Join(dir, "bare.git")
		gitProgram(t, bare, "repack", "-q", "-a", "-d")
		gitProgram(t, bare, "pack-refs", "--all")
		gitProgram(t, bare, "commit-graph", "write", "--reachable")
		return bare
	}},
	{"several packs, and one index over them", func(t *testing.T, source, dir string) string {
		gitProgram(t, dir, "clone", "-q", source, "clone")
		clone := filepath.Join(dir, "clone")
		gitProgram(t, clone, "repack", "-q", "-a", "-d", "--max-pack-size=1m")
		gitProgram(t, clone, "commit", "-q", "--allow-empty", "-m", "on top")
		gitProgram(t, clone, "repack", "-q", "-d")
		gitProgram(t, clone, "multi-pack-index", "write")
		gitProgram(t, clone, "commit-graph", "write", "--reachable", "--split", "--changed-paths")
		return clone
	}},
	{"objects borrowed by way of a relative path", func(t *testing.T, source, dir string) string {
		gitProgram(t, dir, "clone", "-q", "--bare", source, "lender.git")
		gitProgram(t, dir, "clone", "-q", "--shared", "lender.git", "clone")
		alternates := filepath.Join(dir, "clone", ".git", "objects", "info", "alternates")
		if err := os.WriteFile(alternates, []byte("../../../lender.git/objects\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return filepath.Join(dir, "clone")
	}},
	{"a linked work tree", func(t *testing.T, source, dir string) string {
		gitProgram(t, dir, "clone", "-q", source, "clone")
		gitProgram(t, filepath.Join(dir, "clone"), "worktree", "add", "-q", "--detach", "../linked")
		return filepath.Join(dir, "linked")
	}},
	{"objects borrowed from another repository", func(t *testing.T, source, dir string) string {
		gitProgram(t, dir, "clone", "-q", "--shared", source, "clone")
		return filepath.Join(dir, "clone")
	}},
	{"loose objects", func(t *testing.T, source, dir string) string {
		gitProgram(t, dir, "clone", "-q", "--bare", source, "bare.git")
		bare := filepath.Join(dir, "bare.git")
		packs, _ := filepath.Glob(filepath.Join(bare, "objects", "pack", "*.pack"))
		for _, pack := range packs {
			moved := filepath.Join(dir, filepath.Base(pack))
			if err := os.Rename(pack, moved); err != nil {
				t.Fatal(err)
			}
			in, err := os.Open(moved)
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("git", "unpack-objects", "-q")
			cmd.Dir, cmd.Stdin = bare, in
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			in.Close()
			os.Remove(strings.TrimSuffix(pack, ".pack") + ".idx")
		}
		return bare
	}},
}

// inProcess runs growlint, and returns its exit code with what it printed.
func inProcess(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

func TestEveryLayoutAndBothSourcesGiveTheSameFindings(t *testing.T) {
	source := historytest.Random(t, 7, 30)
	var want [2]string
	for _, l := range layouts {
		t.Run(l.name, func(t *testing.T) {
			repo := l.make(t, source.Dir, t.TempDir())
			for _, alone := range []string{"--no-git-program=false", "--no-git-program"} {
				for i, args := range [][]string{
					{"scan", source.First + ".." + source.Head(), "--repo", repo, "--all-parents"},
					{"check", "--repo", repo, "--rev", source.Head(), "--introduced"},
				} {
					code, got, stderr := inProcess(append(args, "--level", "note", "--format", "json", "--cache-dir", "", alone)...)
					if code > exitFindings {
						t.Fatalf("%v: exit code %d: %s", args, code, stderr)
					}
					if want[i] == "" {
						want[i] = got
					}
					if got != want[i] {
						t.Errorf("%s %s: the findings differ from those of the first layout:\n%s", args[0], alone, got)
					}
				}
			}
		})
	}
	if !strings.Contains(want[0], `"status": "found"`) {
		t.Error("the history shows nothing")
	}
}

func TestClonesThatDoNotHoldEverything(t *testing.T) {
	source := historytest.New(t)
	source.Commit("leak", historytest.Files{"app.py": module(0, 0)})
	for i := range 8 {
		source.Commit(fmt.Sprint("more ", i), historytest.Files{"other.py": fmt.Sprintf("x = %d\n", i)})
	}
	gitProgram(t, source.Dir, "config", "uploadpack.allowFilter", "true")
	dir := t.TempDir()
	gitProgram(t, dir, "clone", "-q", "--depth=5", "file://"+source.Dir, "shallow")
	gitProgram(t, dir, "clone", "-q", "--bare", "--filter=blob:none", "file://"+source.Dir, "partial.git")
	gitProgram(t, dir, "init", "-q", "--object-format=sha256", "modern")
	for _, alone := range []string{"--no-git-program=false", "--no-git-program"} {
		args := func(args ...string) []string {
			return append(args, "--level", "note", "--format", "json", "--cache-dir", "", alone)
		}
		code, out, stderr := inProcess(args("check", "--repo", filepath.Join(dir, "shallow"), "--introduced")...)
		if code != exitFindings || !strings.Contains(out, "git fetch --unshallow") {
			t.Errorf("shallow, %s: exit code %d, %s %s", alone, code, out, stderr)
		}
		code, out, stderr = inProcess(args("check", "--repo", filepath.Join(dir, "partial.git"), "--strict")...)
		if code != exitIncomplete || !strings.Contains(out, "git fetch --refetch") {
			t.Errorf("partial, %s: exit code %d, %s %s", alone, code, out, stderr)
		}
		code, _, stderr = inProcess(args("check", "--repo", filepath.Join(dir, "modern"))...)
		if code != exitInput || !strings.Contains(stderr, "names its objects with sha256") {
			t.Errorf("SHA-256, %s: exit code %d: %s", alone, code, stderr)
		}
	}
}

// renamed is a leak whose file was renamed and edited later on: to follow it, old contents must be compared.
func renamed(t *testing.T) *historytest.Builder {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"o.py": "x = 1\n"})
	b.Commit("leak", historytest.Files{"app.py": module(0, 0)})
	b.Commit("more", historytest.Files{"o.py": "x = 2\n"})
	b.Commit("move", historytest.Files{"app.py": historytest.Gone, "api.py": "# moved\n" + module(0, 0)})
	b.Commit("most", historytest.Files{"o.py": "x = 3\n"})
	gitProgram(t, b.Dir, "config", "uploadpack.allowFilter", "true")
	return b
}

func TestWhatACloneLacksIsAnAbstention(t *testing.T) {
	b, dir := renamed(t), t.TempDir()
	clone := func(name string, args ...string) string {
		gitProgram(t, dir, append(append([]string{"clone", "-q"}, args...), "file://"+b.Dir, name)...)
		return filepath.Join(dir, name)
	}
	for name, c := range map[string]struct {
		repo string
		want []string // what both a check and a scan say
	}{
		"partial":              {clone("partial", "--filter=blob:none"), []string{"not told by the history", "missing object", "'git fetch --refetch --no-filter' brings what is missing"}},
		"shallow, at the leak": {clone("shallow", "--depth=3"), []string{"not told by the history", "the clone is shallow and ends at commit", "'git fetch --unshallow' brings the rest"}},
	} {
		for _, alone := range []string{"--no-git-program=false", "--no-git-program"} {
			for _, args := range [][]string{{"check", "--introduced"}, {"scan", "HEAD"}} {
				code, out, stderr := inProcess(append(args, "--repo", c.repo, "--cache-dir", "", alone)...)
				if code != exitFindings || strings.Contains(out, "holder and growth introduced") {
					t.Errorf("%s, %v: exit code %d, %s%s", name, args, code, out, stderr)
				}
				for _, want := range c.want {
					if !strings.Contains(out, want) {
						t.Errorf("%s, %v: %q is not said:\n%s", name, args, want, out)
					}
				}
			}
		}
	}
	code, out, stderr := inProcess("scan", "--repo", clone("treeless.git", "--bare", "--filter=tree:0"), "--cache-dir", "", "HEAD")
	if code != exitInput || out != "" || !strings.Contains(stderr, "'git fetch --refetch --no-filter' brings what is missing") {
		t.Errorf("treeless: exit code %d, %s%s", code, out, stderr)
	}

	// The advice is good: what the messages say to run brings the commit to light.
	for name, fetch := range map[string][]string{"partial": {"fetch", "-q", "--refetch", "--no-filter"}, "shallow": {"fetch", "-q", "--unshallow"}} {
		gitProgram(t, filepath.Join(dir, name), fetch...)
		if _, out, _ := inProcess("check", "--introduced", "--repo", filepath.Join(dir, name), "--cache-dir", ""); !strings.Contains(out, `"leak": holder and growth introduced`) {
			t.Errorf("%s, after git %s: %s", name, strings.Join(fetch, " "), out)
		}
	}
}

// A history that was grafted onto another, or cut off by a graft, is read as the commits themselves have it, and that is said.
func TestGraftedHistorySaysSo(t *testing.T) {
	b := historytest.New(t)
	files := historytest.Files{"app.py": module(0, 0)}
	for i := range 30 {
		files[fmt.Sprintf("m%d.py", i)] = fmt.Sprintf("m = %d\n", i)
	}
	b.Commit("start", historytest.Files{"README": "soon\n"})
	b.Commit("import from the old repository", files)
	old := b.Head()
	b.Commit("more", historytest.Files{"o.py": "x = 1\n"})
	first := gitProgram(t, b.Dir, "rev-list", "--max-parents=0", "HEAD")
	for _, c := range []struct {
		says  string
		graft func()
	}{
		{"the history is grafted (info/grafts)", func() { b.Write(historytest.Files{".git/info/grafts": old + "\n"}) }},
		{"objects are replaced (refs/replace)", func() { gitProgram(t, b.Dir, "replace", "--graft", old) }},
	} {
		c.graft()
		_, out, stderr := inProcess("scan", "--repo", b.Dir, "--cache-dir", "", first+"..HEAD")
		for _, want := range []string{"note: " + c.says, "app.py came in with an import: commit " + old[:12], "added 31 of the 31 Python files at once", "2 commits in"} {
			if !strings.Contains(out, want) {
				t.Errorf("%q is not said:\n%s%s", want, out, stderr)
			}
		}
	}
}
