package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	sitter "github.com/smacker/go-tree-sitter"
	grammar "github.com/smacker/go-tree-sitter/python"
)

// historyRows are the rows about a clone with a long history. Scans run as the user runs them, with a cache of their own each.
func historyRows(b *bench) []row {
	n := b.commits
	shift := max(1, n/10)
	first, second := fmt.Sprintf("HEAD~%d..HEAD~%d", n+shift, shift), fmt.Sprintf("HEAD~%d..HEAD", n)
	name := fmt.Sprintf("scan of %d commits", n)
	return []row{
		{work: name + ", cold", measure: scanCold(first), anchor: "git log -p --first-parent -- '*.py'", against: gitLog(first), goal: "≤ 4", limit: 4},
		{work: name + ", cold, beside gitleaks", measure: scanCold(first), anchor: "gitleaks over the same commits", against: gitleaks(first)},
		{work: name + ", the same again", measure: scanWarm(first, first), anchor: "git log -p --first-parent -- '*.py'", against: gitLog(first), goal: "≤ 1.5", limit: 1.5},
		{work: fmt.Sprintf("%s, %d further on, with that cache", name, shift), measure: scanWarm(first, second), anchor: "git log -p --first-parent -- '*.py'", against: gitLog(second), goal: "≤ 1.5", limit: 1.5},
		{work: name + ", cold, without a git program", measure: scanCold(first, "--no-git-program"), anchor: "the same with one", against: scanCold(first), goal: "≤ 2", limit: 2},
		{work: "the commit that made a finding true, of all at HEAD, each", measure: attribution, goal: "≤ 0.15 s", limit: 0.15, once: true},
		{work: "scan of every first parent from the beginning, cold", measure: fullHistory, anchor: "parsing its distinct files once, 1 worker", against: parseHistory, goal: "≤ 1.5", limit: 1.5, once: true},
	}
}

func (b *bench) clone() (string, error) {
	if b.repo == "" {
		return "", missing("-repo names no clone")
	}
	return b.repo, nil
}

// scanCold scans with an empty cache.
func scanCold(commits string, flags ...string) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		cache, err := os.MkdirTemp(b.temp, "cache")
		if err != nil {
			return figure{}, err
		}
		defer os.RemoveAll(cache)
		return b.scan(cache, commits, flags...)
	}
}

func (b *bench) scan(cache, commits string, flags ...string) (figure, error) {
	repo, err := b.clone()
	if err != nil {
		return figure{}, err
	}
	args := append([]string{"scan", "--repo", repo, "--cache-dir", cache}, flags...)
	return clock(timed(0, b.bin, append(args, commits)...))
}

// scanWarm scans with the cache that a scan of other commits left.
func scanWarm(before, commits string) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		cache, known := b.made[before]
		if !known {
			var err error
			if cache, err = os.MkdirTemp(b.temp, "kept"); err != nil {
				return figure{}, err
			}
			if _, err := b.scan(cache, before); err != nil {
				return figure{}, err
			}
			b.made[before] = cache
		}
		own, err := b.copied(cache)
		if err != nil {
			return figure{}, err
		}
		defer os.RemoveAll(own)
		return b.scan(own, commits)
	}
}

// copied is a cache that a run may fill further.
func (b *bench) copied(cache string) (string, error) {
	own, err := os.MkdirTemp(b.temp, "copy")
	if err != nil {
		return "", err
	}
	return own, os.CopyFS(own, os.DirFS(cache))
}

func gitLog(commits string) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		repo, err := b.clone()
		if err != nil {
			return figure{}, err
		}
		return clock(timed(0, "git", "-C", repo, "log", "-p", "--first-parent", commits, "--", "*.py"))
	}
}

func gitleaks(commits string) func(*bench) (figure, error) {
	return func(b *bench) (figure, error) {
		repo, err := b.clone()
		if err != nil {
			return figure{}, err
		}
		path, err := program("gitleaks")
		if err != nil {
			return figure{}, err
		}
		return clock(timed(0, path, "git", "--no-banner", "--log-opts=--first-parent "+commits, repo))
	}
}

// attribution asks for the origin of everything at HEAD, with the facts of HEAD in the cache.
func attribution(b *bench) (figure, error) {
	repo, err := b.clone()
	if err != nil {
		return figure{}, err
	}
	cache := filepath.Join(b.temp, "attribution")
	check := []string{"check", "--repo", repo, "--level", "note", "--format", "json", "--cache-dir", cache}
	plain, err := output(b.bin, check...)
	if err != nil {
		return figure{}, err
	}
	var found struct{ Findings []json.RawMessage }
	if err := json.Unmarshal(plain, &found); err != nil {
		return figure{}, err
	}
	if len(found.Findings) == 0 {
		return figure{}, errors.New("nothing is found at HEAD of the clone: there is no origin to ask for")
	}
	without, err := timed(0, b.bin, check...)
	if err != nil {
		return figure{}, err
	}
	with, err := timed(0, b.bin, append(check, "--introduced")...)
	return figure{(with.seconds - without.seconds) / float64(len(found.Findings)), "s"}, err
}

// output is what a program prints; exit code 1 means findings.
func output(name string, args ...string) ([]byte, error) {
	out, err := exec.Command(name, args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	return out, err
}

func fullHistory(b *bench) (figure, error) {
	if !b.full {
		return figure{}, missing("-full is not given")
	}
	return scanCold("HEAD")(b)
}

// parseHistory parses each distinct Python file of the history once and frees the tree.
func parseHistory(b *bench) (figure, error) {
	blobs, err := b.pythonBlobs()
	if err != nil {
		return figure{}, err
	}
	cat := exec.Command("git", "-C", b.repo, "cat-file", "--batch", "--buffer")
	cat.Stdin = strings.NewReader(strings.Join(blobs, "\n") + "\n")
	out, err := cat.Output()
	if err != nil {
		return figure{}, err
	}
	p := sitter.NewParser()
	defer p.Close()
	p.SetLanguage(grammar.GetLanguage())
	began := time.Now()
	for len(out) > 0 {
		var id, kind string
		var size int
		if _, err := fmt.Sscan(string(out[:min(len(out), 100)]), &id, &kind, &size); err != nil {
			return figure{}, fmt.Errorf("git cat-file --batch: %v", err)
		}
		head := strings.IndexByte(string(out[:min(len(out), 100)]), '\n') + 1
		tree, err := p.ParseCtx(context.Background(), nil, out[head:head+size])
		if err != nil {
			return figure{}, err
		}
		tree.Close()
		out = out[head+size+1:]
	}
	return figure{time.Since(began).Seconds(), "s"}, nil
}

func (b *bench) pythonBlobs() ([]string, error) {
	repo, err := b.clone()
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("git", "-C", repo, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=", "HEAD", "--", "*.py").Output()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var blobs []string
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) < 6 || f[4] == "D" || seen[f[3]] || strings.Trim(f[3], "0") == "" {
			continue
		}
		seen[f[3]] = true
		blobs = append(blobs, f[3])
	}
	return blobs, nil
}
