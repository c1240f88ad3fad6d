package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/origin"
	"github.com/growlint/growlint/report"
)

// scanFlags are the flags of `growlint scan`.
type scanFlags struct {
	repo, level, format, cacheDir      string
	since, until, service, environment string
	deployed, paths                    []string
	allParents, firstParent, all       bool
	noGitProgram, strictly             bool
	timeout                            time.Duration
}

func newScanCommand(a *app) *cobra.Command {
	var flags scanFlags
	cmd := &cobra.Command{
		Use:   "scan [A..B | B] [path…]",
		Short: "Find the commit of a range that made each finding true, and the one that ended it",
		Long: `Scan analyses every commit after A, up to and with B, and prints each finding that became true or ended among
them, with the commit that did it. Findings that were true at A and still are at B are left out; --all prints them, too.

B alone is its whole history, from which --since and --until cut a part. With --deployed the range is what was new in a
deployment against the one before it in the same environment, as deployment records have it: the latest, or the one of a
revision or version that is given in place of the range; write paths as ./services/api then. Paths restrict what is reported, never what is read to decide it.`,
		Example: `  growlint scan v1.2.0..v1.3.0
  growlint scan --repo /srv/git/gateway.git --format json 4f2c9d1..HEAD
  growlint scan --since 2026-01-01 services/api
  growlint scan --deployed deployments.json --environment production`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := withTimeout(cmd.Context(), flags.timeout)
			defer cancel()
			flags.firstParent = cmd.Flags().Changed("first-parent")
			revisions := ""
			if len(args) > 0 && !isPath(args[0], flags) {
				revisions, args = args[0], args[1:]
			}
			flags.paths = args
			return a.scan(ctx, revisions, flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.repo, "repo", ".", "the repository: a clone, bare or not, or a folder inside one")
	f.StringVar(&flags.level, "level", string(finding.Warning), "what counts as true: note, warning or error")
	f.StringVar(&flags.format, "format", "text", "text or json")
	f.StringVar(&flags.since, "since", "", "only commits made on this day (UTC) or later, by the committer's date: 2026-01-31")
	f.StringVar(&flags.until, "until", "", "only commits made on this day (UTC) or before")
	f.StringArrayVar(&flags.deployed, "deployed", nil, "a file of deployment records (GitHub, GitLab, Argo CD, Helm) or of an image with its revision label; may be given again")
	f.StringVar(&flags.environment, "environment", "", "the environment whose deployments count, where the records are of several")
	f.StringVar(&flags.service, "service", "", "report only what this folder has a part in: it holds the container, fills it, or is the way there")
	f.BoolVar(&flags.allParents, "all-parents", false, "follow the commits that merges brought in, too, not only first parents")
	f.Bool("first-parent", true, "follow first parents only, which is the default")
	cmd.MarkFlagsMutuallyExclusive("first-parent", "all-parents")
	f.BoolVar(&flags.all, "all", false, "also print findings that were true before the range and still are")
	f.BoolVar(&flags.noGitProgram, "no-git-program", false, "read the repository through the built-in library only")
	f.StringVar(&flags.cacheDir, "cache-dir", defaultCacheDir(), "folder of the cache of facts; empty for none")
	f.DurationVar(&flags.timeout, "timeout", 0, "end with exit code 4 after this time; 0 for no limit")
	f.BoolVar(&flags.strictly, "strict", false, "exit with 2 if anything was skipped")
	return cmd
}

// scan runs one scan. What it prints is put together first and written in one piece.
func (a *app) scan(ctx context.Context, revisions string, flags scanFlags) (err error) {
	level, err := finding.ParseLevel(flags.level)
	if err != nil {
		return fmt.Errorf("--level: %w", err)
	}
	render, ok := scanFormats[flags.format]
	if !ok {
		return fmt.Errorf("--format: unknown format %q: use text or json", flags.format)
	}
	repo, err := history.Open(flags.repo, history.Options{NoGitProgram: flags.noGitProgram})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, repo.Close()) }()
	result, deployed, err := a.scanRange(ctx, repo, revisions, level, flags)
	if err != nil {
		return err
	}
	result.Findings = flags.keep(result.Findings)
	origin.Recount(result)
	var out bytes.Buffer
	if err := render(&out, scanReport(result, deployed)); err != nil {
		return err
	}
	if _, err := a.stdout.Write(out.Bytes()); err != nil {
		return fmt.Errorf("cannot write the result: %w", err)
	}
	a.code = scanCode(result, flags.strictly)
	return nil
}

// scanFormats lists the output formats of a scan.
var scanFormats = map[string]func(io.Writer, report.Scan) error{
	"text": report.ScanText,
	"json": report.ScanJSON,
}

// isPath tells a path from a revision where the first argument may be either: only with a range that is given otherwise.
func isPath(arg string, flags scanFlags) bool {
	if len(flags.deployed) > 0 {
		return strings.HasPrefix(arg, "./")
	}
	return !strings.Contains(arg, "..") && (flags.since != "" || flags.until != "") && strings.ContainsAny(arg, "/.")
}

func (a *app) scanRange(ctx context.Context, repo *history.Repo, revisions string, level finding.Level, flags scanFlags) (result *origin.Result, deployed *rollOut, err error) {
	var from, to history.Commit
	switch {
	case len(flags.deployed) > 0:
		deployed, err = rollOutOf(ctx, repo, revisions, flags)
	case flags.environment != "":
		err = errors.New("--environment chooses among deployment records: give them with --deployed FILE")
	default:
		from, to, err = span(ctx, repo, revisions, flags)
	}
	if deployed != nil {
		from, to = deployed.from, deployed.to
	}
	if err == nil {
		err = flags.exist(repo, to.Hash)
	}
	if err != nil {
		return nil, nil, err
	}
	engine, err := newEngine(analyzers.Options{CacheDir: flags.cacheDir})
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	progress := newProgress(a.stderr)
	defer progress.clear()
	opt := origin.Options{Level: level, AllParents: flags.allParents, All: flags.all, Progress: progress.show}
	if deployed != nil {
		opt.AllParents = !flags.firstParent
		result, err = scanDeployed(ctx, engine, repo, deployed, opt)
	} else {
		result, err = origin.Scan(ctx, engine, repo, from, to, opt)
	}
	return result, deployed, err
}

// resolveRange finds both ends of A..B, and refuses a range without commits: a scan that looked at nothing must not look clean.
func resolveRange(ctx context.Context, repo *history.Repo, revisions string, allParents bool) (from, to history.Commit, err error) {
	a, b, err := history.SplitRange(revisions)
	if err != nil {
		return from, to, err
	}
	if from, err = repo.Resolve(a); err != nil {
		return from, to, err
	}
	if to, err = repo.Resolve(b); err != nil {
		return from, to, err
	}
	commits, err := repo.Range(ctx, from.Hash, to.Hash, history.RangeOptions{AllParents: allParents})
	if err != nil || len(commits) > 0 {
		return from, to, err
	}
	if from.Hash == to.Hash {
		return from, to, fmt.Errorf("the range %s is empty: both ends are commit %s; A..B leaves A out, so name the commit before the first one to look at", revisions, from.Hash[:12])
	}
	return from, to, fmt.Errorf("the range %s is empty: %s lies in the past of %s; did you mean %s..%s?", revisions, b, a, b, a)
}

func scanReport(r *origin.Result, d *rollOut) report.Scan {
	return report.Scan{
		Tool:     report.Tool{Name: "growlint", Version: version},
		Range:    report.ScanRange{From: r.From.Hash, To: r.To.Hash, Commits: len(r.Commits), Limits: r.Limits, Deployed: d.said()},
		Findings: r.Findings, Skipped: r.Skipped, Summary: r.Summary,
	}
}

// scanCode chooses the exit code: findings that are still true at B count, those that ended do not.
func scanCode(r *origin.Result, strictly bool) int {
	if strictly && len(r.Skipped) > 0 {
		return exitIncomplete
	}
	for _, f := range r.Findings {
		if f.Ended == nil && f.Suppressed == nil {
			return exitFindings
		}
	}
	return exitClean
}
