package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/report"
)

type checkFlags struct {
	repo, rev            string
	newRev, newMergeBase string
	level, format, cache string
	explain, strict      bool
	introduced, noGit    bool
	timeout              time.Duration
}

func newCheckCommand(a *app) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:     "check [path…]",
		Aliases: []string{"run"},
		Short:   "Find unbounded growth in a folder, or in a revision of a repository",
		Long: `Check analyses a whole tree and reports on the given paths (all of it by default).
Without --repo the tree is the folder of the first path, up to the root of its repository.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := withTimeout(cmd.Context(), f.timeout)
			defer cancel()
			return a.check(ctx, f, args)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.repo, "repo", "", "repository to read a revision of (bare or ordinary)")
	fl.StringVar(&f.rev, "rev", "", "revision to analyse instead of the work tree")
	fl.StringVar(&f.newRev, "new-from-rev", "", "only what changes since this revision make true")
	fl.StringVar(&f.newMergeBase, "new-from-merge-base", "", "only what changes since the merge base with this revision make true")
	fl.StringVar(&f.level, "level", "warning", "lowest level that is shown and makes the exit code 1: note, warning, error")
	fl.StringVar(&f.format, "format", "text", "text or json")
	fl.StringVar(&f.cache, "cache-dir", defaultCacheDir(), "folder of the cache of facts; empty for none")
	fl.BoolVar(&f.explain, "explain", false, "print each reason with its weight")
	fl.BoolVar(&f.strict, "strict", false, "exit with 2 where something was skipped")
	fl.BoolVar(&f.introduced, "introduced", false, "find the commit that made each finding true (with --repo or in a work tree)")
	fl.BoolVar(&f.noGit, "no-git-program", false, "read git through go-git alone")
	fl.DurationVar(&f.timeout, "timeout", 0, "end with exit code 4 after this time; 0 for no limit")
	return cmd
}

func withTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, d)
}

// defaultCacheDir is growlint's folder in the user's cache, or none where there is no such place.
func defaultCacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "growlint")
}

// needsOtherTrees reports whether more trees than the one that is checked are analysed.
func (f checkFlags) needsOtherTrees() bool {
	return f.newRev != "" || f.newMergeBase != "" || f.introduced
}

// check is the whole of one run: tree, findings, what is new, output.
func (a *app) check(ctx context.Context, f checkFlags, args []string) error {
	level, err := finding.ParseLevel(f.level)
	if err != nil {
		return err
	}
	if f.format != "text" && f.format != "json" {
		return fmt.Errorf("unknown format %q: use text or json", f.format)
	}
	engine, err := newEngine(analyzers.Options{CacheDir: f.cache, Once: !f.needsOtherTrees()})
	if err != nil {
		return err
	}
	defer engine.Close()
	t, err := openTarget(ctx, f, args)
	if err != nil {
		return err
	}
	defer t.close()
	before, err := t.before(ctx, engine, f)
	if err != nil {
		return err
	}
	result, err := engine.Run(ctx, t.tree)
	if err != nil {
		return err
	}
	out := report.Findings{Tool: report.Tool{Name: "growlint", Version: version}, Revision: t.revision, Findings: t.restrict(result.Findings), Skipped: result.Skipped, Summary: result.Summary}
	if err := t.complete(ctx, engine, f, before, &out); err != nil {
		return err
	}
	recount(&out)
	return a.printFindings(out, f, level)
}

// printFindings writes the whole output at once and sets the exit code.
func (a *app) printFindings(out report.Findings, f checkFlags, level finding.Level) error {
	hit := false
	for i := range out.Findings {
		hit = hit || out.Findings[i].Suppressed == nil && out.Findings[i].Level.AtLeast(level)
	}
	var b bytes.Buffer
	if f.format == "json" {
		shown := out.Findings[:0:0]
		for _, x := range out.Findings {
			if x.Level.AtLeast(level) {
				shown = append(shown, x)
			}
		}
		out.Findings = shown
		if err := report.FindingsJSON(&b, out); err != nil {
			return err
		}
	} else {
		report.FindingsText(&b, out, level, f.explain)
	}
	if _, err := a.stdout.Write(b.Bytes()); err != nil {
		return fmt.Errorf("cannot write the output: %v", err)
	}
	switch {
	case f.strict && len(out.Skipped) > 0:
		a.code = exitIncomplete
	case hit:
		a.code = exitFindings
	}
	return nil
}

// A target is the tree to analyse, where it comes from, and which part of it is reported.
type target struct {
	tree     source.Tree
	repo     *history.Repo
	commit   string // the revision analysed, or the one the work tree stands on
	revision *string
	paths    []string // slash-separated, relative to the tree; none: all
}

func openTarget(ctx context.Context, f checkFlags, args []string) (*target, error) {
	if f.rev != "" && f.repo == "" {
		f.repo = "."
	}
	if f.repo != "" {
		return openRevision(f, args)
	}
	return openFolder(f, args)
}

func openRevision(f checkFlags, args []string) (*target, error) {
	repo, err := history.Open(f.repo, history.Options{NoGitProgram: f.noGit})
	if err != nil {
		return nil, err
	}
	rev := f.rev
	if rev == "" {
		rev = "HEAD"
	}
	commit, err := repo.Resolve(rev)
	if err != nil {
		repo.Close()
		return nil, err
	}
	tree, err := repo.Tree(commit.Hash)
	if err != nil {
		repo.Close()
		return nil, err
	}
	t := &target{tree: tree, repo: repo, commit: commit.Hash, revision: &commit.Hash}
	for _, p := range args {
		t.paths = append(t.paths, strings.TrimPrefix(filepath.ToSlash(filepath.Clean(p)), "./"))
	}
	return t, nil
}

// openFolder analyses the repository around the first path, or the folder itself where there is none.
func openFolder(f checkFlags, args []string) (*target, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	t := &target{}
	root := args[0]
	if info, err := os.Stat(root); err == nil && !info.IsDir() {
		root = filepath.Dir(root)
	}
	if repo, err := history.Open(root, history.Options{NoGitProgram: f.noGit}); err == nil && repo.WorkTree() != "" {
		t.repo, root = repo, repo.WorkTree()
		if head, err := repo.Resolve("HEAD"); err == nil {
			t.commit = head.Hash
		}
	} else if f.newRev != "" || f.newMergeBase != "" {
		return nil, fmt.Errorf("%s is not in a work tree of a git repository, so nothing can be new: leave --new-from-… out, or run it in a clone", root)
	}
	folder, err := source.OpenFolder(root)
	if err != nil {
		return nil, err
	}
	t.tree = folder
	for _, p := range args {
		rel, err := relativeTo(root, p)
		if err != nil {
			return nil, err
		}
		if rel != "." {
			t.paths = append(t.paths, rel)
		}
	}
	return t, nil
}

func relativeTo(root, p string) (string, error) {
	if _, err := os.Stat(p); err != nil {
		return "", fmt.Errorf("%s: no such file or folder; give paths that exist, or --repo and --rev for a revision", p)
	}
	absRoot, err := realPath(root)
	if err != nil {
		return "", err
	}
	abs, err := realPath(p)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(absRoot, abs)
	if err != nil || strings.HasPrefix(rel, "..") {
		return "", fmt.Errorf("%s is outside of %s: check one tree at a time", p, root)
	}
	return filepath.ToSlash(rel), nil
}

func realPath(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

func (t *target) close() {
	if t.repo != nil {
		t.repo.Close()
	}
}

// restrict keeps what lies below the given paths. The whole tree was read to decide it.
func (t *target) restrict(fs []finding.Finding) []finding.Finding {
	if len(t.paths) == 0 {
		return fs
	}
	out := fs[:0:0]
	for _, f := range fs {
		for _, p := range t.paths {
			if f.Path == p || strings.HasPrefix(f.Path, p+"/") {
				out = append(out, f)
				break
			}
		}
	}
	return out
}
