package history_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/growlint/growlint/blame/history"
)

// The benchmark walks a real repository: GROWLINT_BENCH_REPO names a clone, and GROWLINT_BENCH_COMMITS how many first-parent
// commits back from HEAD the range reaches (300). Without it there is nothing to measure, and it fails rather than measure nothing.
func BenchmarkRangeAndChanges(b *testing.B) {
	dir := os.Getenv("GROWLINT_BENCH_REPO")
	if dir == "" {
		b.Fatal("set GROWLINT_BENCH_REPO to a clone with a long history")
	}
	back := os.Getenv("GROWLINT_BENCH_COMMITS")
	if back == "" {
		back = "300"
	}
	for _, alone := range []bool{false, true} {
		b.Run(fmt.Sprintf("library=%v", alone), func(b *testing.B) {
			for b.Loop() {
				walkRange(b, dir, back, history.Options{NoGitProgram: alone})
			}
		})
	}
}

// walkRange does what a scan asks of git: the commits, what each changed, the files of each, and each distinct changed blob once.
func walkRange(b *testing.B, dir, back string, opt history.Options) {
	ctx := context.Background()
	repo, err := history.Open(dir, opt)
	if err != nil {
		b.Fatal(err)
	}
	defer repo.Close()
	from, err := repo.Resolve("HEAD~" + back)
	if err != nil {
		b.Fatal(err)
	}
	to, err := repo.Resolve("HEAD")
	if err != nil {
		b.Fatal(err)
	}
	commits, err := repo.Range(ctx, from.Hash, to.Hash, history.RangeOptions{})
	if err != nil {
		b.Fatal(err)
	}
	before := from.Hash
	for _, c := range commits {
		readChanges(ctx, b, repo, before, c.Hash)
		before = c.Hash
	}
	b.ReportMetric(float64(len(commits)), "commits")
}

func readChanges(ctx context.Context, b *testing.B, repo *history.Repo, from, to string) {
	changes, err := repo.Changes(ctx, from, to, history.Python)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range changes {
		if c.Blob != "" {
			if _, err := repo.Read(c.Blob); err != nil {
				b.Fatal(err)
			}
		}
	}
	tree, err := repo.Tree(to)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := tree.List(ctx); err != nil {
		b.Fatal(err)
	}
}
