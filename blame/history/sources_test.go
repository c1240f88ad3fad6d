package history_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/source"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/history/historytest"
)

func open(t *testing.T, dir string, opt history.Options) *history.Repo {
	t.Helper()
	repo, err := history.Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := repo.Close(); err != nil {
			t.Error(err)
		}
	})
	return repo
}

// branched builds main with a branch that is merged, a rename, a deletion and names that sort oddly.
func branched(t *testing.T) (b *historytest.Builder, first, last string) {
	b = historytest.New(t)
	first = b.Commit("start", historytest.Files{
		"app/a.py": "a = 1\n", "app.py": "x = 0\n", "app-b/c.py": "c = 3\n", "README": "read me\n", "app/stub.pyi": "a: int\n",
	})
	b.Commit("second", historytest.Files{"app/a.py": "a = 2\n"})
	fork := b.Head()
	side := b.Commit("on the branch", historytest.Files{"side.py": "s = 1\n"})
	b.Checkout(fork)
	b.Commit("on main", historytest.Files{"app.py": "x = 1\n"})
	b.Commit("merge", historytest.Files{"side.py": "s = 1\n"}, side)
	last = b.Commit("rename", historytest.Files{"app/a.py": historytest.Gone, "app/z.py": "a = 2\n", "app-b/c.py": historytest.Gone})
	b.Tag("v1", last, "first release")
	b.Branch("main", last)
	return b, first, last
}

// account writes down everything one source tells of a repository.
func account(t *testing.T, repo *history.Repo, a, b string) string {
	t.Helper()
	ctx := context.Background()
	var out strings.Builder
	for _, all := range []bool{false, true} {
		commits, err := repo.Range(ctx, a, b, history.RangeOptions{AllParents: all})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range commits {
			fmt.Fprintln(&out, c)
			changes, err := repo.Changes(ctx, c.Parents[0], c.Hash, history.ChangeOptions{})
			fmt.Fprintln(&out, changes, err)
			tree, err := repo.Tree(c.Hash)
			if err != nil {
				t.Fatal(err)
			}
			list, err := tree.List(ctx)
			fmt.Fprintln(&out, list, err)
			for _, e := range list.Entries {
				text, err := tree.Read(ctx, e)
				fmt.Fprintf(&out, "%s %q %v\n", e.Path, text, err)
			}
		}
	}
	tags, err := repo.Tags()
	fmt.Fprintln(&out, tags, err)
	return out.String()
}

func TestBothSourcesTellTheSame(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatalf("this test compares go-git with the git program: install git (%v)", err)
	}
	b, first, last := branched(t)
	withProgram := account(t, open(t, b.Dir, history.Options{}), first, last)
	library := account(t, open(t, b.Dir, history.Options{NoGitProgram: true}), first, last)
	if withProgram != library {
		t.Errorf("git program:\n%s\ngo-git:\n%s", withProgram, library)
	}
	if !strings.Contains(library, `side.py "s = 1\n"`) {
		t.Errorf("the account lacks the content of side.py:\n%s", library)
	}

	// Packed by git, with deltas and packed references, the answers stay the same.
	git(t, b.Dir, "gc", "--quiet", "--prune=now")
	packed := account(t, open(t, b.Dir, history.Options{NoGitProgram: true}), first, last)
	if packed != library {
		t.Errorf("loose:\n%s\npacked:\n%s", library, packed)
	}
}

// git runs the git program to bring a repository into a state that go-git does not write.
func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// A hostile repository: whatever in its own configuration could start a program writes a file instead.
func TestTheConfigurationOfARepositoryRunsNothing(t *testing.T) {
	b, first, last := branched(t)
	trap := filepath.Join(t.TempDir(), "sprung")
	config := fmt.Sprintf(`[core]
	repositoryformatversion = 1
	fsmonitor = "touch %[1]s #"
	hooksPath = %[2]s
	sshCommand = "touch %[1]s #"
	pager = "touch %[1]s #"
	gitProxy = "touch %[1]s #"
[extensions]
	partialClone = origin
[remote "origin"]
	url = "ext::sh -c touch%% %[1]s"
	promisor = true
	uploadpack = "touch %[1]s #"
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[protocol "file"]
	allow = always
[alias]
	cat-file = "!touch %[1]s"
[diff "trap"]
	textconv = "touch %[1]s #"
	command = "touch %[1]s #"
[filter "trap"]
	smudge = "touch %[1]s #"
`, trap, filepath.Dir(trap))
	b.Write(historytest.Files{".git/config": config, ".gitattributes": "*.py diff=trap filter=trap\n"})
	repo := open(t, b.Dir, history.Options{})
	account(t, repo, first, last)
	if _, err := repo.WorkTreeChanges(context.Background(), first); err != nil {
		t.Fatal(err)
	}
	if _, err := repo.Diff(context.Background(), last, "app/z.py"); err != nil {
		t.Fatal(err)
	}
	_, err := repo.Read(strings.Repeat("ab", 20)) // missing: a partial clone would now fetch it
	if err == nil || !strings.Contains(err.Error(), "partial or damaged") {
		t.Errorf("a missing object gives %v", err)
	}
	if _, err := os.Stat(trap); err == nil {
		t.Error("reading the repository ran a program that its configuration names")
	}
}

// The trap above must be able to spring, or the test proves nothing.
func TestTheTrapSpringsForAnOpenGit(t *testing.T) {
	b, _, _ := branched(t)
	trap := filepath.Join(t.TempDir(), "sprung")
	b.Write(historytest.Files{".git/config": fmt.Sprintf(
		"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote \"origin\"]\n\turl = \"ext::sh -c touch%% %[1]s\"\n\tpromisor = true\n[protocol \"ext\"]\n\tallow = always\n", trap)})
	cmd := exec.Command("git", "cat-file", "-p", strings.Repeat("ab", 20))
	cmd.Dir = b.Dir
	_ = cmd.Run() // it fails: the object cannot be had
	if _, err := os.Stat(trap); err != nil {
		t.Error("git itself no longer runs ext:: remotes of a partial clone: find another trap")
	}
}

func TestBorrowedObjectsAreFound(t *testing.T) {
	b, first, last := branched(t)
	borrower := filepath.Join(t.TempDir(), "borrower")
	git(t, b.Dir, "clone", "--quiet", "--bare", "--shared", b.Dir, borrower)
	own := account(t, open(t, b.Dir, history.Options{NoGitProgram: true}), first, last)
	borrowed := account(t, open(t, borrower, history.Options{NoGitProgram: true}), first, last)
	if own != borrowed {
		t.Errorf("own:\n%s\nborrowed:\n%s", own, borrowed)
	}
}

func TestListingsAreSortedAndCountWhatTheyLeaveOut(t *testing.T) {
	b, first, _ := branched(t)
	if err := os.Symlink("app.py", filepath.Join(b.Dir, "link.py")); err != nil {
		t.Fatal(err)
	}
	b.Commit("a link", historytest.Files{})
	wt, _ := b.Git.Worktree()
	if _, err := wt.Add("link.py"); err != nil {
		t.Fatal(err)
	}
	linked := b.Commit("a link", historytest.Files{})
	repo := open(t, b.Dir, history.Options{})
	for commit, want := range map[string]source.Listing{
		first:  {LeftOut: map[string]int{}},
		linked: {LeftOut: map[string]int{"symbolic link": 1}},
	} {
		tree, err := repo.Tree(commit)
		if err != nil {
			t.Fatal(err)
		}
		got, err := tree.List(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		var paths []string
		for _, e := range got.Entries {
			paths = append(paths, e.Path)
		}
		if !slices.IsSorted(paths) || len(paths) == 0 || slices.Contains(paths, "link.py") || slices.Contains(paths, "app/stub.pyi") {
			t.Errorf("%s lists %v", commit[:8], paths)
		}
		if !reflect.DeepEqual(got.LeftOut, want.LeftOut) {
			t.Errorf("%s leaves out %v, want %v", commit[:8], got.LeftOut, want.LeftOut)
		}
	}
}
