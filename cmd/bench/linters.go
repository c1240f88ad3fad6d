package main

import (
	"os"
	"path/filepath"
	"slices"
)

// linterRows compare the processor time per megabyte with that of linters for Python. Slow ones get a sample of the tree.
func linterRows() []row {
	return []row{
		{work: "check of the tree, cold, processor time", measure: checkPerMB, anchor: "flake8 -F, a sample of 2 MB", against: perMB("flake8", 2e6, "--isolated", "--select=F", "--jobs=1"), goal: "≤ 1/15", limit: 1.0 / 15},
		{work: "check of the tree, cold, processor time, beside pylint", measure: checkPerMB, anchor: "pylint (W1518, W0102), a sample of 0.5 MB", against: perMB("pylint", 0.5e6, "--disable=all", "--enable=W1518,W0102", "--jobs=1"), goal: "≤ 1/80", limit: 1.0 / 80},
		{work: "check of the tree, facts cached", measure: checkUnchanged, anchor: "ruff check --no-cache", against: ruff, goal: "≤ 2", limit: 2},
	}
}

func checkPerMB(b *bench) (figure, error) {
	c, err := timed(1, b.bin, "check", b.tree, "--cache-dir", "")
	return figure{c.processor / (float64(b.bytes) / 1e6), "s/MB"}, err
}

// perMB runs a linter over files from all over the tree, up to a number of bytes.
func perMB(name string, most int64, args ...string) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		path, err := program(name)
		if err != nil {
			return figure{}, err
		}
		files, size, err := b.sample(most)
		if err != nil {
			return figure{}, err
		}
		c, err := timed(0, path, slices.Concat(args, files)...)
		return figure{c.processor / (float64(size) / 1e6), "s/MB"}, err
	}
}

// sample is files from all over the tree, at even distances.
func (b *bench) sample(most int64) (files []string, size int64, err error) {
	step := max(1, int(b.bytes/most))
	for i := 0; i < len(b.files); i += step {
		info, err := os.Stat(b.files[i])
		if err != nil {
			return nil, 0, err
		}
		files, size = append(files, b.files[i]), size+info.Size()
	}
	return files, size, nil
}

func ruff(b *bench) (figure, error) {
	path, err := program("ruff")
	if err != nil {
		return figure{}, err
	}
	return clock(timed(0, path, "check", "--isolated", "--no-cache", "--quiet", b.tree))
}

// checkUnchanged checks the tree again, with the facts of all files in the cache.
func checkUnchanged(b *bench) (figure, error) {
	args := []string{"check", b.tree, "--cache-dir", filepath.Join(b.temp, "cache")}
	if _, err := timed(0, b.bin, args...); err != nil {
		return figure{}, err
	}
	return clock(timed(0, b.bin, args...))
}
