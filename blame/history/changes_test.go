package history_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/history/historytest"
)

func changes(t *testing.T, repo *history.Repo, from, to string, opt history.ChangeOptions) []string {
	t.Helper()
	list, err := repo.Changes(context.Background(), from, to, opt)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, c := range list {
		line := c.Kind + " " + c.Path
		if c.OldPath != "" {
			line += " from " + c.OldPath
		}
		out = append(out, line)
	}
	return out
}

func lines(from, to int) string {
	var s strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&s, "value_%d = %d\n", i, i)
	}
	return s.String()
}

func TestChanges(t *testing.T) {
	b := historytest.New(t)
	first := b.Commit("start", historytest.Files{
		"keep.py": "k = 1\n", "edit.py": "e = 1\n", "gone.py": lines(0, 9), "data.txt": "1\n",
		"pkg/old.py": lines(100, 120), "pkg/same.py": lines(200, 205), "swap": "a file\n",
	})
	second := b.Commit("edit", historytest.Files{
		"edit.py": "e = 2\n", "gone.py": historytest.Gone, "data.txt": "2\n", "new.py": lines(300, 310),
		"pkg/old.py": historytest.Gone, "lib/new_name.py": "    " + lines(100, 118) + "more = 1\n",
		"pkg/same.py": historytest.Gone, "lib/same.py": lines(200, 205),
		"swap": historytest.Gone,
	})
	third := b.Commit("a file becomes a folder", historytest.Files{"swap/in.py": "s = 1\n"})
	repo := open(t, b.Dir, history.Options{})
	for name, c := range map[string]struct {
		from, to string
		opt      history.ChangeOptions
		want     []string
	}{
		"Python": {first, second, history.Python, []string{
			"modified edit.py", "deleted gone.py", "renamed lib/new_name.py from pkg/old.py", "renamed lib/same.py from pkg/same.py", "added new.py",
		}},
		"without renames": {first, second, history.ChangeOptions{Suffix: ".py", NoRenames: true}, []string{
			"modified edit.py", "deleted gone.py", "added lib/new_name.py", "added lib/same.py", "added new.py", "deleted pkg/old.py", "deleted pkg/same.py",
		}},
		"every file, folder for file": {first, third, history.ChangeOptions{NoRenames: true}, []string{
			"modified data.txt", "modified edit.py", "deleted gone.py", "added lib/new_name.py", "added lib/same.py", "added new.py",
			"deleted pkg/old.py", "deleted pkg/same.py", "deleted swap", "added swap/in.py",
		}},
		"from nothing": {"", third, history.Python, []string{
			"added edit.py", "added keep.py", "added lib/new_name.py", "added lib/same.py", "added new.py", "added swap/in.py",
		}},
		"from itself": {third, third, history.Python, []string{}},
	} {
		if got := changes(t, repo, c.from, c.to, c.opt); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

func TestDiffShowsWhatACommitDidToAPath(t *testing.T) {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"old.py": lines(0, 20)})
	c := b.Commit("move", historytest.Files{"old.py": historytest.Gone, "new.py": lines(0, 19) + "last = 1\n"})
	repo := open(t, b.Dir, history.Options{})
	diff, err := repo.Diff(context.Background(), c, "new.py")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"rename from old.py", "-value_19 = 19\n", "+last = 1\n", " value_18 = 18\n"} {
		if !strings.Contains(diff, want) {
			t.Errorf("the diff lacks %q:\n%s", want, diff)
		}
	}
	if strings.Contains(diff, "value_3 =") {
		t.Errorf("the diff shows the whole file:\n%s", diff)
	}
	if diff, err := repo.Diff(context.Background(), c, "other.py"); diff != "" || err != nil {
		t.Errorf("a path that the commit left alone: %q, %v", diff, err)
	}
}

func TestFilesAndReadPath(t *testing.T) {
	b := historytest.New(t)
	c := b.Commit("start", historytest.Files{"a/b/c.py": "c = 1\n", "poetry.lock": "x\n"})
	repo := open(t, b.Dir, history.Options{})
	files, err := repo.Files(context.Background(), c)
	if err != nil || len(files) != 2 || files[0].Path != "a/b/c.py" || files[1].Path != "poetry.lock" {
		t.Errorf("%v %v", files, err)
	}
	if text, err := repo.ReadPath(c, "a/b/c.py"); err != nil || string(text) != "c = 1\n" {
		t.Errorf("%q %v", text, err)
	}
	for _, path := range []string{"a/b", "a/b/d.py", "poetry.lock/x", "", "../a"} {
		if _, err := repo.ReadPath(c, path); !errors.Is(err, history.ErrNoFile) {
			t.Errorf("%q gives %v", path, err)
		}
	}
}
