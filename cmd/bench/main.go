// Command bench measures growlint against its goals and prints a Markdown table. Absolute times are those of the machine; what counts is
// the ratio of each row to its anchor, measured in the same run.
//
//	go run ./cmd/bench -tree DIR [-runs N]
//
// The tree is that of GROWLINT_BENCH_TREE, or the standard library of python3. It knows how to measure, not what is good: goals come from docs/performance.md.
package main

import (
	"bytes"
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
	runs := flag.Int("runs", 5, "how often each row is measured; the median counts")
	write := flag.String("write", "", "file to write the page to, instead of printing it")
	flag.Parse()
	var page bytes.Buffer
	err := run(&page, *tree, *runs)
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

// A bench is what the rows share.
type bench struct {
	tree  string   // a copy, outside of any repository
	files []string // that check analyses
	bytes int64
	bin   string // growlint
	temp  string
	runs  int
}

// A row is one line of the table: how to measure the work and its anchor, each once, and the goal.
type row struct {
	work, anchor, goal string
	measure            func(*bench) (figure, error)
	against            func(*bench) (figure, error) // nil: the goal is absolute
	limit              float64                      // of the ratio, or of the figure where there is no anchor
	tree               float64                      // MB of Python that the goal is about, 0 for any: a smaller tree does not show that it is met
}

// A figure is a time in seconds, or a size in MB.
type figure struct {
	value float64
	unit  string
}

func (f figure) String() string {
	if f.unit == "s" {
		return time.Duration(f.value * float64(time.Second)).Round(100 * time.Microsecond).String()
	}
	return fmt.Sprintf("%.0f %s", f.value, f.unit)
}

func run(w io.Writer, tree string, runs int) error {
	b, err := prepare(tree, runs)
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.temp)
	fmt.Fprintf(w, "# Performance\n\nMade by `make bench`. Times move with the machine; what counts is the ratio to the anchor, measured in the same run.\n\n")
	fmt.Fprintf(w, "%d files, %.1f MB of Python; %d processors, %s; medians of %d runs.\n\n", len(b.files), float64(b.bytes)/1e6, runtime.NumCPU(), runtime.Version(), runs)
	fmt.Fprintln(w, "| Work | Figure | Anchor | Ratio | Goal | Met |\n|---|---|---|---|---|---|")
	for _, r := range treeRows() {
		if err := b.print(w, r); err != nil {
			return fmt.Errorf("%s: %v", r.work, err)
		}
	}
	return nil
}

var errNoAnchor = errors.New("not on this machine")

func (b *bench) print(w io.Writer, r row) error {
	f, err := b.median(r.measure)
	if err != nil {
		return err
	}
	anchor, ratio, met := "—", f.value, "no"
	shown := "—"
	if r.against != nil {
		a, err := b.median(r.against)
		if errors.Is(err, errNoAnchor) {
			fmt.Fprintf(w, "| %s | %s | %s: %v | — | %s | not measured |\n", r.work, f, r.anchor, err, r.goal)
			return nil
		}
		if err != nil {
			return err
		}
		ratio = f.value / a.value
		anchor, shown = r.anchor+": "+a.String(), fmt.Sprintf("%.2f", ratio)
	}
	switch {
	case ratio > r.limit:
	case float64(b.bytes)/1e6 < r.tree:
		met = "not shown: the tree is smaller"
	default:
		met = "yes"
	}
	_, err = fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s |\n", r.work, f, anchor, shown, r.goal, met)
	return err
}

func (b *bench) median(measure func(*bench) (figure, error)) (figure, error) {
	var all []figure
	for range b.runs {
		f, err := measure(b)
		if err != nil {
			return f, err
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(x, y figure) int {
		switch {
		case x.value < y.value:
			return -1
		case x.value > y.value:
			return 1
		}
		return 0
	})
	return all[len(all)/2], nil
}

// prepare builds growlint, copies the tree and lists the files that check analyses in it.
func prepare(tree string, runs int) (*bench, error) {
	if tree == "" {
		out, err := exec.Command("python3", "-c", "import os; print(os.path.dirname(os.__file__))").Output()
		if err != nil {
			return nil, fmt.Errorf("no tree to measure on: give -tree DIR, or put python3 on PATH: %v", err)
		}
		tree = strings.TrimSpace(string(out))
	}
	temp, err := os.MkdirTemp("", "growlint-bench")
	if err != nil {
		return nil, err
	}
	b := &bench{tree: filepath.Join(temp, "tree"), bin: filepath.Join(temp, "growlint"), temp: temp, runs: runs}
	if out, err := exec.Command("go", "build", "-o", b.bin, "./cmd/growlint").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("growlint does not build: %v\n%s", err, out)
	}
	return b, b.copyTree(tree)
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
