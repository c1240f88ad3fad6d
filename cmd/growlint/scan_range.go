package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// span finds the ends of what is to be scanned: A..B, the whole history of B, or what the dates leave of that. The zero commit as
// from stands for the beginning of the history. A range without commits is refused: a scan that looked at nothing must not look clean.
func span(ctx context.Context, repo *history.Repo, revisions string, flags scanFlags) (from, to history.Commit, err error) {
	dated := flags.since != "" || flags.until != ""
	if strings.Contains(revisions, "..") {
		if dated {
			return from, to, fmt.Errorf("%s is a range already: give it without --since and --until, or a single revision with them", revisions)
		}
		return resolveRange(ctx, repo, revisions, flags.allParents)
	}
	if revisions == "" {
		if !dated {
			return from, to, fmt.Errorf("nothing to scan: give a range such as v1.2.0..v1.3.0, a revision for its whole history, --since DATE, or --deployed FILE")
		}
		revisions = "HEAD"
	}
	if to, err = repo.Resolve(revisions); err != nil || !dated {
		return from, to, err
	}
	return cutByDate(ctx, repo, to, flags)
}

func cutByDate(ctx context.Context, repo *history.Repo, tip history.Commit, flags scanFlags) (from, to history.Commit, err error) {
	to = tip
	if flags.until != "" {
		at, err := parseDate(flags.until, true)
		if err != nil {
			return from, to, fmt.Errorf("--until: %w", err)
		}
		found, ok, err := repo.AsOf(ctx, tip.Hash, at)
		if err != nil {
			return from, to, err
		}
		if !ok {
			return from, to, fmt.Errorf("--until %s: the history begins after that", flags.until)
		}
		to = found
	}
	if flags.since != "" {
		at, err := parseDate(flags.since, false)
		if err != nil {
			return from, to, fmt.Errorf("--since: %w", err)
		}
		if from, _, err = repo.AsOf(ctx, to.Hash, at.Add(-time.Second)); err != nil {
			return from, to, err
		}
	}
	if from.Hash == to.Hash {
		return from, to, fmt.Errorf("no commit on the first parents of %s was made between these dates", tip.Hash[:12])
	}
	return from, to, nil
}

// parseDate reads a day, in UTC, or a moment. As an end a day counts whole.
func parseDate(s string, end bool) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at, nil
	}
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return day, fmt.Errorf("%q is no date: write 2026-01-31 (a day in UTC) or 2026-01-31T15:04:05Z", s)
	}
	if end {
		day = day.Add(24*time.Hour - time.Second)
	}
	return day, nil
}

// keep applies the filters of a scan to what it found. What was read to decide a finding is never restricted, only what is reported.
func (f scanFlags) keep(found []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(found, func(x finding.Finding) bool {
		return !f.inPaths(x) || !f.inService(x)
	})
}

func (f scanFlags) inPaths(x finding.Finding) bool {
	return len(f.paths) == 0 || slices.ContainsFunc(f.paths, func(p string) bool { return below(x.Path, p) })
}

// inService takes a finding that a service has a part in: its own code holds the container, fills it, or is the way there. So what
// services share is reported for each that reaches it.
func (f scanFlags) inService(x finding.Finding) bool {
	if f.service == "" {
		return true
	}
	if below(x.Path, f.service) || below(x.Holder.Path, f.service) {
		return true
	}
	return slices.ContainsFunc(x.Growth, func(g finding.Growth) bool { return below(g.Path, f.service) }) ||
		slices.ContainsFunc(x.Entry, func(s finding.Step) bool { return below(s.Path, f.service) })
}

// exist refuses a filter that lets nothing through because it is misspelt.
func (f scanFlags) exist(repo *history.Repo, commit string) error {
	for _, p := range append(slices.Clone(f.paths), f.service) {
		if p == "" || inTree(p) == "." {
			continue
		}
		ok, err := repo.HasPath(commit, inTree(p))
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("%s: no such file or folder at commit %s; paths count from the root of the repository", p, commit[:12])
		}
	}
	return nil
}

// inTree spells a path as trees do.
func inTree(path string) string {
	return strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(filepath.Clean(path)), "./"), "/")
}

func below(path, dir string) bool {
	dir = inTree(dir)
	return dir == "." || path == dir || strings.HasPrefix(path, dir+"/")
}
