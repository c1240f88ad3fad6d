package history_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/blame/history"
)

// TestIncrementalOverHistory: at commits of a real history, in random order, an engine that has seen others before says what one says that sees the
// commit alone. GROWLINT_HISTORY_REPO names the clone, GROWLINT_HISTORY_COMMITS how many commits (200).
func TestIncrementalOverHistory(t *testing.T) {
	dir := os.Getenv("GROWLINT_HISTORY_REPO")
	if dir == "" {
		t.Skip("GROWLINT_HISTORY_REPO names no clone; `make incremental` says how")
	}
	count := 200
	if s := os.Getenv("GROWLINT_HISTORY_COMMITS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		count = n
	}
	repo := open(t, dir, history.Options{})
	head, err := repo.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	commits, err := repo.Range(t.Context(), "", head.Hash, history.RangeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir() // of those that see one commit each: what the other kept must not answer for them
	engine := func(cache string) *analyzers.Engine {
		e, err := analyzers.New(analyzers.Options{CacheDir: cache})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	result := func(e *analyzers.Engine, commit string) string {
		tree, err := repo.Tree(commit)
		if err != nil {
			t.Fatal(err)
		}
		r, err := e.Run(t.Context(), tree)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	old, differ := engine(t.TempDir()), 0
	random := rand.New(rand.NewPCG(1, 1))
	for range count {
		c := commits[random.IntN(len(commits))].Hash
		if result(old, c) != result(engine(cache), c) {
			differ++
			t.Errorf("%s: what was kept of other commits changes what is said", c)
		}
	}
	t.Logf("%d of %d commits differ", differ, count)
}
