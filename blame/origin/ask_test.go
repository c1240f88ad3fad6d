package origin

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/history/historytest"
)

// What is asked about one symbol, or about some files, is answered as a run that looks for everything answers it, whatever the engine has seen before.
func TestAQuestionIsAnsweredAsARunDoes(t *testing.T) {
	ctx := context.Background()
	asked := 0
	for seed := range uint64(3) {
		b := historytest.Random(t, 300+seed, 25)
		repo, err := history.Open(b.Dir, history.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer repo.Close()
		engine, err := analyzers.New(analyzers.Options{})
		if err != nil {
			t.Fatal(err)
		}
		head, err := repo.Resolve(b.Head())
		if err != nil {
			t.Fatal(err)
		}
		commits, err := repo.Range(ctx, "", head.Hash, history.RangeOptions{AllParents: true})
		if err != nil {
			t.Fatal(err)
		}
		j := newJudge(t, repo, finding.Note)
		for _, c := range commits {
			st, err := j.at(ctx, c)
			if err != nil {
				t.Fatal(err)
			}
			tree, err := repo.Tree(c.Hash)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range st.findings {
				for _, q := range []analyzers.Question{{Symbol: f.Symbol}, {Symbol: f.Symbol, Paths: []string{f.Holder.Path}}, {Paths: []string{f.Path}}} {
					want := slices.DeleteFunc(slices.Clone(st.findings), func(g finding.Finding) bool { return g.Symbol != q.Symbol && !slices.Contains(q.Paths, g.Path) })
					got, err := engine.Ask(ctx, tree, q)
					if err != nil {
						t.Fatal(err)
					}
					asked++
					if d := cmp.Diff(want, got.Findings); d != "" {
						t.Fatalf("seed %d, %q, %+v: (-run +asked)\n%s", seed, c.Subject, q, d)
					}
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d questions were asked: the histories show nothing", asked)
	}
}
