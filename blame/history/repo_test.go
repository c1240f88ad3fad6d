package history_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/history/historytest"
)

func TestOpenFindsTheRepository(t *testing.T) {
	b, _, last := branched(t)
	bare := filepath.Join(t.TempDir(), "bare.git")
	linked := filepath.Join(t.TempDir(), "linked")
	git(t, b.Dir, "clone", "--quiet", "--bare", b.Dir, bare)
	git(t, b.Dir, "worktree", "add", "--quiet", "--detach", linked, last)
	for name, c := range map[string]struct{ dir, workTree string }{
		"work tree":        {b.Dir, b.Dir},
		"folder inside it": {filepath.Join(b.Dir, "app"), b.Dir},
		"the .git folder":  {filepath.Join(b.Dir, ".git"), ""},
		"bare":             {bare, ""},
		"linked work tree": {linked, linked},
	} {
		t.Run(name, func(t *testing.T) {
			repo := open(t, c.dir, history.Options{})
			if got := repo.WorkTree(); got != c.workTree {
				t.Errorf("work tree %q, want %q", got, c.workTree)
			}
			head, err := repo.Resolve("HEAD")
			if err != nil || head.Hash != last {
				t.Errorf("HEAD is %s (%v), want %s", head.Hash, err, last)
			}
		})
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	b, _, _ := branched(t)
	file := filepath.Join(b.Dir, "app.py")
	empty := t.TempDir()
	sha256 := t.TempDir()
	git(t, sha256, "init", "--quiet", "--object-format=sha256")
	for name, c := range map[string]struct{ dir, want string }{
		"nowhere": {filepath.Join(empty, "nowhere"), "there is no such folder"},
		"a file":  {file, "it is a file"},
		"empty":   {empty, "run growlint inside a clone, or name one with --repo"},
		"sha256":  {sha256, "reads SHA-1 repositories only"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := history.Open(c.dir, history.Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
	_, err := history.Open(empty, history.Options{})
	if !errors.Is(err, history.ErrNotRepository) {
		t.Errorf("%v does not wrap ErrNotRepository", err)
	}
}

func TestResolve(t *testing.T) {
	b, first, last := branched(t)
	b.Branch("topic/x", first)
	repo := open(t, b.Dir, history.Options{})
	at := func(rev string) string {
		t.Helper()
		c, err := repo.Resolve(rev)
		if err != nil {
			t.Fatal(err)
		}
		return c.Subject
	}
	for rev, want := range map[string]string{
		"HEAD": "rename", "@": "rename", "main": "rename", "refs/heads/main": "rename", "v1": "rename", "v1^{}": "rename",
		last: "rename", last[:7]: "rename", strings.ToUpper(last): "rename", "v1-3-g" + last[:9]: "rename",
		"HEAD^": "merge", "HEAD~1": "merge", "HEAD^0": "rename", "HEAD^^2": "on the branch", "HEAD~1^1": "on main",
		"HEAD^^2~2": "start", "topic/x": "start",
	} {
		if got := at(rev); got != want {
			t.Errorf("%s is %q, want %q", rev, got, want)
		}
	}
	for _, rev := range []string{"nosuch", "HEAD~99", "HEAD^3", "v1:app.py", strings.Repeat("0", 40), "abcd", "", "HEAD@{1}", "HEAD^{tree}"} {
		_, err := repo.Resolve(rev)
		if !errors.Is(err, history.ErrUnknownRevision) || !strings.Contains(err.Error(), "git fetch") {
			t.Errorf("%q gives %v", rev, err)
		}
	}
}

func TestSplitRange(t *testing.T) {
	for in, want := range map[string][2]string{"a..b": {"a", "b"}, "..b": {"HEAD", "b"}, "v1..": {"v1", "HEAD"}} {
		a, b, err := history.SplitRange(in)
		if err != nil || a != want[0] || b != want[1] {
			t.Errorf("%s: %q %q %v", in, a, b, err)
		}
	}
	for _, in := range []string{"a", "a...b", "..", "", "a..b..c"} {
		if _, _, err := history.SplitRange(in); err == nil {
			t.Errorf("%q is taken for a range", in)
		}
	}
}

func subjects(t *testing.T, repo *history.Repo, a, b string, opt history.RangeOptions) []string {
	t.Helper()
	commits, err := repo.Range(context.Background(), a, b, opt)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, c := range commits {
		out = append(out, c.Subject)
	}
	return out
}

func TestRange(t *testing.T) {
	b, first, last := branched(t)
	repo := open(t, b.Dir, history.Options{})
	side, err := repo.Resolve("HEAD^^2")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		a, b string
		all  bool
		want []string
	}{
		"first parents":           {first, last, false, []string{"second", "on main", "merge", "rename"}},
		"all parents":             {first, last, true, []string{"second", "on the branch", "on main", "merge", "rename"}},
		"from a branch":           {side.Hash, last, false, []string{"on main", "merge", "rename"}},
		"from a branch, all":      {side.Hash, last, true, []string{"on main", "merge", "rename"}},
		"nothing between":         {last, last, false, []string{}},
		"the wrong way round":     {last, first, false, []string{}},
		"the wrong way, all":      {last, first, true, []string{}},
		"to a branch off A's way": {first, side.Hash, false, []string{"second", "on the branch"}},
	} {
		if got := subjects(t, repo, c.a, c.b, history.RangeOptions{AllParents: c.all}); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAncestryAndMergeBase(t *testing.T) {
	b, first, last := branched(t)
	repo := open(t, b.Dir, history.Options{})
	ctx := context.Background()
	resolve := func(rev string) string {
		c, err := repo.Resolve(rev)
		if err != nil {
			t.Fatal(err)
		}
		return c.Hash
	}
	side, main := resolve("HEAD^^2"), resolve("HEAD~2")
	for _, c := range []struct {
		a, b string
		want bool
	}{{first, last, true}, {last, first, false}, {side, last, true}, {side, main, false}, {last, last, true}} {
		if got, err := repo.IsAncestor(ctx, c.a, c.b); err != nil || got != c.want {
			t.Errorf("IsAncestor(%s, %s) = %v, %v", c.a[:8], c.b[:8], got, err)
		}
	}
	base, ok, err := repo.MergeBase(ctx, side, main)
	if err != nil || !ok || base.Subject != "second" {
		t.Errorf("merge base %q %v %v, want second", base.Subject, ok, err)
	}
}

func TestShallowClonesSaySo(t *testing.T) {
	b, first, last := branched(t)
	clone := filepath.Join(t.TempDir(), "clone")
	git(t, b.Dir, "clone", "--quiet", "--depth=2", "file://"+b.Dir, clone)
	repo := open(t, clone, history.Options{})
	if !repo.Shallow() || len(repo.Limits()) != 1 || !strings.Contains(repo.Limits()[0], "--unshallow") {
		t.Errorf("shallow %v, limits %q", repo.Shallow(), repo.Limits())
	}
	edge, err := repo.Resolve(last + "~1")
	if err != nil || !edge.CutOff || len(edge.Parents) != 0 {
		t.Errorf("the oldest commit is %+v, %v", edge, err)
	}
	if _, err := repo.Resolve(first); err == nil || !strings.Contains(err.Error(), "shallow") {
		t.Errorf("a commit that was cut off gives %v", err)
	}
	whole := open(t, b.Dir, history.Options{})
	if whole.Shallow() || len(whole.Limits()) != 0 {
		t.Errorf("a whole repository has limits %q", whole.Limits())
	}
}

func TestReplacedAndGraftedHistorySaysSo(t *testing.T) {
	b, first, last := branched(t)
	git(t, b.Dir, "replace", last, first)
	b.Write(historytest.Files{".git/info/grafts": last + "\n"})
	for _, opt := range []history.Options{{}, {NoGitProgram: true}} {
		repo := open(t, b.Dir, opt)
		if got := strings.Join(repo.Limits(), "; "); !strings.Contains(got, "grafted") || !strings.Contains(got, "replaced") {
			t.Errorf("limits %q", got)
		}
		if c, err := repo.Resolve(last); err != nil || c.Subject != "rename" {
			t.Errorf("the replaced commit reads as %q, %v; want the original", c.Subject, err)
		}
	}
}

func TestTags(t *testing.T) {
	b, first, last := branched(t)
	b.Tag("v0", first, "")
	tags, err := open(t, b.Dir, history.Options{}).Tags()
	if err != nil || len(tags) != 2 {
		t.Fatal(tags, err)
	}
	if tags[0].Name != "v0" || tags[0].Commit != first || tags[1].Name != "v1" || tags[1].Commit != last {
		t.Errorf("%+v", tags)
	}
	if !tags[1].Tagged.After(tags[0].Tagged) {
		t.Errorf("v1 was tagged at %v, v0 at %v", tags[1].Tagged, tags[0].Tagged)
	}
}

func TestWorkTreeChanges(t *testing.T) {
	b, first, last := branched(t)
	repo := open(t, b.Dir, history.Options{})
	changed := func(rev string) []string {
		t.Helper()
		paths, err := repo.WorkTreeChanges(context.Background(), rev)
		if err != nil {
			t.Fatal(err)
		}
		return paths
	}
	if got := changed(last); len(got) != 0 {
		t.Errorf("a clean work tree differs at %q", got)
	}
	if got, want := changed(first), []string{"app-b/c.py", "app.py", "app/a.py", "app/z.py", "side.py"}; !reflect.DeepEqual(got, want) {
		t.Errorf("against the first commit %q, want %q", got, want)
	}
	b.Write(historytest.Files{
		"app.py": "x = 7\n", "new.py": "n = 1\n", "side.py": historytest.Gone, "app/z.py": "a = 2\r\n", "notes.txt": "no Python",
		"inner/.git/HEAD": "ref: x", "inner/other.py": "o = 1\n",
	})
	if got, want := changed(last), []string{"app.py", "new.py", "side.py"}; !reflect.DeepEqual(got, want) {
		t.Errorf("after the edits %q, want %q", got, want)
	}
	if err := os.Remove(filepath.Join(b.Dir, ".git", "index")); err != nil {
		t.Fatal(err)
	}
	if got, want := changed(last), []string{"app.py", "new.py", "side.py"}; !reflect.DeepEqual(got, want) {
		t.Errorf("without an index %q, want %q", got, want)
	}
}
