package history_test

import (
	"context"
	"testing"

	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/history/historytest"
)

func TestHowOneDeploymentStandsToAnother(t *testing.T) {
	b := historytest.New(t)
	first := b.Commit("first", historytest.Files{"a.py": "a = 1\nb = 2\n"})
	second := b.Commit("second", historytest.Files{"b.py": "b = 1\n"})
	fix := b.Commit("fix", historytest.Files{"a.py": "a = 3\nb = 2\n"})
	b.Checkout(first)
	b.Commit("other", historytest.Files{"a.py": "# a\na = 1\nb = 2\n"})
	picked := b.Commit("fix, picked", historytest.Files{"a.py": "# a\na  = 3\nb = 2\n"})
	b.Branch("release", picked)
	repo, err := history.Open(b.Dir, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	for _, c := range []struct {
		a, b, kind   string
		gained, lost int
	}{
		{first, first, history.Same, 0, 0},
		{first, fix, history.Ahead, 2, 0},
		{fix, second, history.Behind, 0, 1},
		{fix, picked, history.Diverged, 2, 2},
	} {
		got, err := repo.Relate(context.Background(), c.a, c.b)
		if err != nil {
			t.Fatal(err)
		}
		if got.Kind != c.kind || got.Gained != c.gained || got.Lost != c.lost {
			t.Errorf("%+v, want %+v", got, c)
		}
		if c.kind != history.Diverged {
			continue
		}
		if len(got.Picked) != 1 || got.Picked[0] != (history.Pick{Commit: picked, Same: fix}) || got.Base != first {
			t.Errorf("picked %+v from %s, want %s as %s from %s", got.Picked, got.Base, picked, fix, first)
		}
	}
}
