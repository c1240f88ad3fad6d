package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
)

// syntheticRows are about made-up repositories: their size is chosen, and each commit changes one file.
func syntheticRows() []row {
	rows := []row{
		{work: "new findings of a change of 20 files in 3,000, cold", measure: preMerge(false), goal: "≤ 2 s", limit: 2},
		{work: "new findings of a change of 20 files in 3,000, warm", measure: preMerge(true), goal: "≤ 0.3 s", limit: 0.3},
	}
	for _, files := range []int{5_000, 50_000} {
		rows = append(rows, row{
			work: fmt.Sprintf("one more commit in a repository of %d files", files), measure: oneMoreCommit(files),
			anchor: "the same in one of 500", against: oneMoreCommit(500), goal: "flat: ≤ 1.2", limit: 1.2, once: files > 5_000,
		})
	}
	return rows
}

// preMerge checks a change for what it makes true; warm: the facts and answers of the state before are in the cache.
func preMerge(warm bool) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		repo, err := b.synthetic(3_000, 20)
		if err != nil {
			return figure{}, err
		}
		cache := filepath.Join(b.temp, "premerge")
		if _, err := timed(0, b.bin, "check", "--repo", repo, "--rev", "HEAD~20", "--cache-dir", cache); err != nil {
			return figure{}, err
		}
		own := ""
		if warm {
			if own, err = b.copied(cache); err != nil {
				return figure{}, err
			}
		}
		return clock(timed(0, b.bin, "check", "--repo", repo, "--rev", "HEAD", "--new-from-rev", "HEAD~20", "--cache-dir", own))
	}
}

// oneMoreCommit is the difference between a scan of 41 commits and one of a single commit, by forty; the facts before them are in the cache.
func oneMoreCommit(files int) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		if files > 5_000 && !b.full {
			return figure{}, missing("-full is not given")
		}
		repo, err := b.synthetic(files, 41)
		if err != nil {
			return figure{}, err
		}
		cache := filepath.Join(b.temp, fmt.Sprintf("commit%d", files))
		if _, err := timed(0, b.bin, "check", "--repo", repo, "--rev", "HEAD~41", "--cache-dir", cache); err != nil {
			return figure{}, err
		}
		var took [2]float64
		for i, commits := range []string{"HEAD~41..HEAD~40", "HEAD~41..HEAD"} {
			own, err := b.copied(cache)
			if err != nil {
				return figure{}, err
			}
			c, err := timed(0, b.bin, "scan", "--repo", repo, "--cache-dir", own, commits)
			if err != nil {
				return figure{}, err
			}
			took[i] = c.seconds
		}
		return figure{(took[1] - took[0]) / 40, "s"}, nil
	}
}

// synthetic makes a repository of services, with git fast-import; each commit after the first changes one file.
func (b *bench) synthetic(files, commits int) (string, error) {
	name := fmt.Sprintf("synthetic %d %d", files, commits)
	if dir, known := b.made[name]; known {
		return dir, nil
	}
	dir := filepath.Join(b.temp, fmt.Sprintf("repo%d-%d.git", files, commits))
	if out, err := exec.Command("git", "init", "-q", "--bare", "-b", "main", dir).CombinedOutput(); err != nil {
		return "", fmt.Errorf("git init: %v: %s", err, out)
	}
	cmd := exec.Command("git", "-C", dir, "fast-import", "--quiet")
	cmd.Stdin = madeUp(files, commits)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("git fast-import: %v: %s", err, out)
	}
	b.made[name] = dir
	return dir, nil
}

// madeUp is the history as git fast-import reads it: handlers that fill a map of their module, each with a helper from the next file.
func madeUp(files, commits int) *bytes.Buffer {
	in := &bytes.Buffer{}
	commit := func(i int) {
		fmt.Fprintf(in, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata 1\nc\n", 1_760_000_000+3600*i)
	}
	file := func(i, version int) {
		next := (i + 1) % files
		text := fmt.Sprintf("from lib%d.m%d import helper%d\n\nseen%d = {}\n\n\ndef handle%d(request):\n    seen%d[request.args[\"id\"]] = helper%d(%d)\n\n\ndef helper%d(x):\n    return [x, %d]\n",
			next/50, next, next, i, i, i, next, version, i, version)
		fmt.Fprintf(in, "M 100644 inline lib%d/m%d.py\ndata %d\n%s\n", i/50, i, len(text), text)
	}
	commit(0)
	for i := range files {
		file(i, 0)
	}
	for c := range commits {
		commit(c + 1)
		file(c*7%files, c+1)
	}
	return in
}
