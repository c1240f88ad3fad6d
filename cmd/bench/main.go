// Command bench measures growlint against its goals and prints a Markdown table. Absolute times are those of the machine; what counts is
// the ratio of each row to its anchor, measured in the same run.
//
//	go run ./cmd/bench [-tree DIR] [-repo CLONE] [-runs N]
//
// The tree is that of GROWLINT_BENCH_TREE, or the standard library of python3; the history that of GROWLINT_BENCH_REPO. What an anchor or a clone is missing for
// is said in the table. It knows how to measure; what would be good is a goal, and stands with its row.
package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/source"
)

func main() {
	tree := flag.String("tree", os.Getenv("GROWLINT_BENCH_TREE"), "folder of Python files; the standard library of python3 where empty")
	repo := flag.String("repo", os.Getenv("GROWLINT_BENCH_REPO"), "clone with a long history, for the rows about one")
	commits := flag.Int("commits", 300, "first parents in the range that is scanned")
	full := flag.Bool("full", false, "scan the whole history and a repository of 50,000 files, too; takes long")
	runs := flag.Int("runs", 5, "how often each row is measured; the median counts")
	only := flag.String("only", "", "measure the rows whose name contains this")
	write := flag.String("write", "", "file to write the page to, instead of printing it")
	flag.Parse()
	var page bytes.Buffer
	err := run(&page, options{tree: *tree, repo: *repo, commits: *commits, full: *full, runs: *runs, only: *only})
	switch {
	case err != nil:
	case *write != "":
		err = os.WriteFile(*write, page.Bytes(), 0o644)
	default:
		_, err = os.Stdout.Write(page.Bytes())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	tree, repo    string
	commits, runs int
	full          bool
	only          string
}

// A bench is what the rows share.
type bench struct {
	options
	files []string // of the copy of the tree, which lies outside of any repository; those that check analyses
	bytes int64
	bin   string // growlint
	temp  string
	made  map[string]string // synthetic repositories, and whatever else a row keeps for its next run
}

// A row is one line of the table: how to measure the work and its anchor, each once, and the goal.
type row struct {
	work, anchor, goal string
	measure            func(*bench) (figure, error)
	against            func(*bench) (figure, error) // nil: the goal is absolute
	limit              float64                      // of the ratio, or of the figure where there is no anchor; 0: the row compares, it has no goal
	tree               float64                      // MB of Python that the goal is about, 0 for any: a smaller tree does not show that it is met
	once               bool                         // takes too long to be measured more than once
}

// A figure is a time in seconds, or a size in MB.
type figure struct {
	value float64
	unit  string
}

func (f figure) String() string {
	switch {
	case f.unit == "s":
		return time.Duration(f.value * float64(time.Second)).Round(100 * time.Microsecond).String()
	case f.value < 10:
		return fmt.Sprintf("%.3f %s", f.value, f.unit)
	}
	return fmt.Sprintf("%.0f %s", f.value, f.unit)
}

func run(w io.Writer, opt options) error {
	b, err := prepare(opt)
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.temp)
	fmt.Fprintf(w, "# Performance\n\nMade by `make bench`. Times move with the machine; what counts is the ratio to the anchor, measured in the same run.\n\n")
	fmt.Fprintf(w, "%d files, %.1f MB of Python; %d processors, %s; medians of %d runs, one run where the work is marked with *.\n", len(b.files), float64(b.bytes)/1e6, runtime.NumCPU(), runtime.Version(), b.runs)
	for _, part := range []struct {
		title string
		rows  []row
	}{{"A tree", treeRows()}, {"Beside linters", linterRows()}, {"A history", historyRows(b)}, {"Made-up repositories", syntheticRows()}} {
		fmt.Fprintf(w, "\n## %s\n\n| Work | Figure | Anchor | Ratio | Goal | Met |\n|---|---|---|---|---|---|\n", part.title)
		for _, r := range part.rows {
			if !strings.Contains(r.work, b.only) {
				continue
			}
			if err := b.print(w, r); err != nil {
				return fmt.Errorf("%s: %v", r.work, err)
			}
		}
	}
	_, err = fmt.Fprintln(w, "\nThe goal for the editor (a change to diagnostics in 20 ms) is not measured: there is no language server yet.")
	return err
}

// A missing is what a row returns that needs something which is not there: what that is.
type missing string

func (m missing) Error() string { return string(m) }

// errTooLong is what a row returns that did not end in time. It counts as a goal that is not met.
var errTooLong = errors.New("did not end in time")

// longest is what one run of a program may take.
const longest = 10 * time.Minute

func (b *bench) print(w io.Writer, r row) error {
	if r.once {
		r.work += " *"
	}
	f, err := b.median(r, r.measure)
	if isMissing(err) {
		fmt.Fprintf(w, "| %s | %v | %s | — | %s | not measured |\n", r.work, err, cmp.Or(r.anchor, "—"), r.goal)
		return nil
	}
	if errors.Is(err, errTooLong) {
		fmt.Fprintf(w, "| %s | more than %s | %s | — | %s | no |\n", r.work, longest, cmp.Or(r.anchor, "—"), r.goal)
		return nil
	}
	if err != nil {
		return err
	}
	anchor, ratio, shown := "—", f.value, "—"
	if r.against != nil {
		a, err := b.median(r, r.against)
		if isMissing(err) {
			fmt.Fprintf(w, "| %s | %s | %s: %v | — | %s | not measured |\n", r.work, f, r.anchor, err, r.goal)
			return nil
		}
		if err != nil {
			return err
		}
		ratio = f.value / a.value
		anchor, shown = r.anchor+": "+a.String(), fmt.Sprintf("%.3g", ratio)
	}
	_, err = fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s |\n", r.work, f, anchor, shown, cmp.Or(r.goal, "—"), b.met(r, ratio))
	return err
}

func isMissing(err error) bool {
	var m missing
	return errors.As(err, &m)
}

func (b *bench) met(r row, ratio float64) string {
	switch {
	case r.limit == 0:
		return "—"
	case ratio > r.limit:
		return "no"
	case float64(b.bytes)/1e6 < r.tree:
		return "not shown: the tree is smaller"
	}
	return "yes"
}

func (b *bench) median(r row, measure func(*bench) (figure, error)) (figure, error) {
	runs := b.runs
	if r.once {
		runs = 1
	}
	var all []figure
	for range runs {
		f, err := measure(b)
		if err != nil {
			return f, err
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(x, y figure) int { return cmp.Compare(x.value, y.value) })
	return all[len(all)/2], nil
}

// prepare builds growlint, copies the tree and lists the files that check analyses in it.
func prepare(opt options) (*bench, error) {
	from := opt.tree
	if from == "" {
		out, err := exec.Command("python3", "-c", "import os; print(os.path.dirname(os.__file__))").Output()
		if err != nil {
			return nil, fmt.Errorf("no tree to measure on: give -tree DIR, or put python3 on PATH: %v", err)
		}
		from = strings.TrimSpace(string(out))
	}
	temp, err := os.MkdirTemp("", "growlint-bench")
	if err != nil {
		return nil, err
	}
	opt.tree = filepath.Join(temp, "tree")
	b := &bench{options: opt, bin: filepath.Join(temp, "growlint"), temp: temp, made: map[string]string{}}
	if out, err := exec.Command("go", "build", "-o", b.bin, "./cmd/growlint").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("growlint does not build: %v\n%s", err, out)
	}
	return b, b.copyTree(from)
}

func (b *bench) copyTree(from string) error {
	folder, err := source.OpenFolder(from)
	if err != nil {
		return err
	}
	engine, err := analyzers.New(analyzers.Options{})
	if err != nil {
		return err
	}
	sources, _, err := engine.Sources(context.Background(), folder, false, nil)
	if err != nil {
		return err
	}
	for _, s := range sources {
		src, err := os.ReadFile(filepath.Join(from, filepath.FromSlash(s.Path)))
		if err != nil {
			return err
		}
		to := filepath.Join(b.tree, filepath.FromSlash(s.Path))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, src, 0o644); err != nil {
			return err
		}
		b.files = append(b.files, to)
		b.bytes += int64(len(src))
	}
	if len(b.files) == 0 {
		return fmt.Errorf("%s holds no Python file that check would analyse", from)
	}
	return nil
}
