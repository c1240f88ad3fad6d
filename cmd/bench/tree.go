package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	sitter "github.com/smacker/go-tree-sitter"
	grammar "github.com/smacker/go-tree-sitter/python"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/source"
)

// treeRows are the rows about one tree.
func treeRows() []row {
	return []row{
		{work: "facts of the tree, cold, 1 worker", measure: factsCold(1), anchor: "raw parse + free, 1 worker", against: rawParse(1), goal: "≤ 1.35", limit: 1.35},
		{work: "facts of the tree, cold, 2 workers", measure: factsCold(2), anchor: "raw parse + free, 2 workers", against: rawParse(2), goal: "≤ 1.35", limit: 1.35},
		{work: "check of the tree, cold, 1 worker", measure: checkCold(1), anchor: "raw parse + free, 1 worker", against: rawParse(1), goal: "≤ 1.35", limit: 1.35},
		{work: "check of the tree, cold, 2 workers", measure: checkCold(2), anchor: "raw parse + free, 2 workers", against: rawParse(2), goal: "≤ 1.35", limit: 1.35},
		{work: "facts of the tree, cached, one file edited", measure: factsWarm, anchor: "ripgrep for one word", against: ripgrep, goal: "≤ 10", limit: 10},
		{work: "check of the tree, facts cached, one file edited", measure: checkWarm, anchor: "ripgrep for one word", against: ripgrep, goal: "≤ 10", limit: 10},
		{work: "memory of a cold check, 2 workers (peak RSS)", measure: memory, goal: "≤ 150 MB for 57 MB of Python", limit: 150, tree: 57},
		{work: "start", measure: start, anchor: "an empty Go program", against: empty, goal: "≤ 2", limit: 2},
	}
}

// A cost is what one run of a program took.
type cost struct {
	seconds, processor float64 // by the clock, and of all processors together
	megabytes          float64 // the most memory it had
}

// timed runs a program. Exit code 1 means findings, of linters as of growlint; pylint adds up bits below 32.
func timed(workers int, name string, args ...string) (cost, error) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = os.Environ()
	if workers > 0 {
		cmd.Env = append(cmd.Env, fmt.Sprintf("GOMAXPROCS=%d", workers))
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	began := time.Now()
	err := cmd.Run()
	c := cost{seconds: time.Since(began).Seconds()}
	if ctx.Err() != nil {
		return c, errTooLong
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && (exit.ExitCode() == 1 || filepath.Base(name) == "pylint" && exit.ExitCode() < 32) {
		err = nil
	}
	if err != nil {
		return c, fmt.Errorf("%s %s: %v: %s", filepath.Base(name), strings.Join(args, " "), err, firstLine(stderr.String()))
	}
	c.processor = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.megabytes = float64(usage.Maxrss) / 1024 // Linux counts kilobytes
	}
	return c, nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// clock is the time that a run took, as a figure.
func clock(c cost, err error) (figure, error) { return figure{c.seconds, "s"}, err }

// factsCold reads the facts of every file, without a cache.
func factsCold(workers int) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) { return b.facts(analyzers.Options{Workers: workers}) }
}

func (b *bench) facts(opt analyzers.Options) (figure, error) {
	folder, err := source.OpenFolder(b.tree)
	if err != nil {
		return figure{}, err
	}
	began := time.Now()
	engine, err := analyzers.New(opt)
	if err != nil {
		return figure{}, err
	}
	_, _, err = engine.Sources(context.Background(), folder, true, nil)
	took := time.Since(began).Seconds()
	return figure{took, "s"}, errors.Join(err, engine.Close())
}

func checkCold(workers int) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		return clock(timed(workers, b.bin, "check", b.tree, "--cache-dir", ""))
	}
}

func memory(b *bench) (figure, error) {
	c, err := timed(2, b.bin, "check", b.tree, "--cache-dir", "")
	return figure{c.megabytes, "MB"}, err
}

// factsWarm reads the facts of every file again, after they were cached and one file has changed.
func factsWarm(b *bench) (figure, error) {
	opt := analyzers.Options{CacheDir: filepath.Join(b.temp, "cache")}
	if _, err := b.facts(opt); err != nil {
		return figure{}, err
	}
	if err := b.edit(); err != nil {
		return figure{}, err
	}
	return b.facts(opt)
}

// checkWarm checks the tree again, after its facts were cached and one file has changed.
func checkWarm(b *bench) (figure, error) {
	args := []string{"check", b.tree, "--cache-dir", filepath.Join(b.temp, "cache")}
	if _, err := timed(0, b.bin, args...); err != nil {
		return figure{}, err
	}
	if err := b.edit(); err != nil {
		return figure{}, err
	}
	return clock(timed(0, b.bin, args...))
}

// edit gives one file of the copy another content than it ever had.
func (b *bench) edit() error {
	f, err := os.OpenFile(b.files[len(b.files)/2], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\n# edited\n")
	return errors.Join(err, f.Close())
}

// program finds an anchor on PATH.
func program(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", missing(name + " is not on PATH")
	}
	return path, nil
}

func ripgrep(b *bench) (figure, error) {
	rg, err := program("rg")
	if err != nil {
		return figure{}, err
	}
	return clock(timed(0, rg, "--word-regexp", "--count", "request", b.tree))
}

func start(b *bench) (figure, error) {
	return clock(timed(0, b.bin, "--version"))
}

// empty runs a Go program that does nothing.
func empty(b *bench) (figure, error) {
	bin := filepath.Join(b.temp, "empty")
	if _, err := os.Stat(bin); err != nil {
		src := filepath.Join(b.temp, "empty.go")
		if err := os.WriteFile(src, []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
			return figure{}, err
		}
		if out, err := exec.Command("go", "build", "-o", bin, src).CombinedOutput(); err != nil {
			return figure{}, fmt.Errorf("%v: %s", err, out)
		}
	}
	return clock(timed(0, bin))
}

// rawParse parses every file and frees the tree: what no analysis on top of this parser can be faster than.
func rawParse(workers int) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		began := time.Now()
		next := make(chan string)
		errs := make([]error, workers)
		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				p := sitter.NewParser()
				defer p.Close()
				p.SetLanguage(grammar.GetLanguage())
				for path := range next {
					src, err := os.ReadFile(path)
					if err == nil {
						var tree *sitter.Tree
						if tree, err = p.ParseCtx(context.Background(), nil, src); err == nil {
							tree.Close()
						}
					}
					errs[w] = errors.Join(errs[w], err)
				}
			})
		}
		for _, path := range b.files {
			next <- path
		}
		close(next)
		wg.Wait()
		return figure{time.Since(began).Seconds(), "s"}, errors.Join(errs...)
	}
}
