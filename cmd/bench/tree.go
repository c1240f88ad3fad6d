package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
		{"facts of the tree, cold, 1 worker", "raw parse + free, 1 worker", "≤ 1.35", factsCold(1), rawParse(1), 1.35, 0},
		{"facts of the tree, cold, 2 workers", "raw parse + free, 2 workers", "≤ 1.35", factsCold(2), rawParse(2), 1.35, 0},
		{"check of the tree, cold, 1 worker", "raw parse + free, 1 worker", "≤ 1.35", checkCold(1), rawParse(1), 1.35, 0},
		{"check of the tree, cold, 2 workers", "raw parse + free, 2 workers", "≤ 1.35", checkCold(2), rawParse(2), 1.35, 0},
		{"facts of the tree, cached, one file edited", "ripgrep for one word", "≤ 10", factsWarm, ripgrep, 10, 0},
		{"check of the tree, facts cached, one file edited", "ripgrep for one word", "≤ 10", checkWarm, ripgrep, 10, 0},
		{"memory of a cold check, 2 workers (peak RSS)", "", "≤ 150 MB for 57 MB of Python", memory, nil, 150, 57},
		{"start", "an empty Go program", "≤ 2", start, empty, 2, 0},
	}
}

// timed runs a program and returns how long it took and the most memory it had. Exit code 1 means findings.
func timed(workers int, name string, args ...string) (seconds, megabytes float64, err error) {
	cmd := exec.Command(name, args...)
	cmd.Env = os.Environ()
	if workers > 0 {
		cmd.Env = append(cmd.Env, fmt.Sprintf("GOMAXPROCS=%d", workers))
	}
	began := time.Now()
	err = cmd.Run()
	seconds = time.Since(began).Seconds()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		megabytes = float64(usage.Maxrss) / 1024 // Linux counts kilobytes
	}
	return seconds, megabytes, err
}

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
		s, _, err := timed(workers, b.bin, "check", b.tree, "--cache-dir", "")
		return figure{s, "s"}, err
	}
}

func memory(b *bench) (figure, error) {
	_, mb, err := timed(2, b.bin, "check", b.tree, "--cache-dir", "")
	return figure{mb, "MB"}, err
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
	if _, _, err := timed(0, b.bin, args...); err != nil {
		return figure{}, err
	}
	if err := b.edit(); err != nil {
		return figure{}, err
	}
	s, _, err := timed(0, b.bin, args...)
	return figure{s, "s"}, err
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

func ripgrep(b *bench) (figure, error) {
	rg, err := exec.LookPath("rg")
	if err != nil {
		return figure{}, errNoAnchor
	}
	s, _, err := timed(0, rg, "--word-regexp", "--count", "request", b.tree)
	return figure{s, "s"}, err
}

func start(b *bench) (figure, error) {
	s, _, err := timed(0, b.bin, "--version")
	return figure{s, "s"}, err
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
	s, _, err := timed(0, bin)
	return figure{s, "s"}, err
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
