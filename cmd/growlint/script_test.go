package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	testscript.Main(m, map[string]func(){
		"growlint": func() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// The scripts of testdata/script say what the program prints, one behaviour a file. GROWLINT_UPDATE_SCRIPTS=1 writes the golden
// files inside them anew.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		UpdateScripts:       os.Getenv("GROWLINT_UPDATE_SCRIPTS") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"commit":   commitCommand,
			"checkout": checkoutCommand,
			"tag":      tagCommand,
			"exits":    exitsCommand,
			"sha":      shaCommand,
		},
	})
}

// commitCommand is `commit DIR SUBJECT`: everything in DIR becomes the next commit of the repository there, by one author, an hour
// after the last one. So hashes are the same in every run, and no git program is needed.
func commitCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: commit DIR SUBJECT")
	}
	dir := ts.MkAbs(args[0])
	repo, err := git.PlainOpen(dir)
	if err != nil {
		repo, err = git.PlainInit(dir, false)
	}
	ts.Check(err)
	tree, err := repo.Worktree()
	ts.Check(err)
	ts.Check(tree.AddWithOptions(&git.AddOptions{All: true}))
	who := &object.Signature{Name: "Ada Example", Email: "ada@example.org", When: nextHour(repo)}
	_, err = tree.Commit(args[1], &git.CommitOptions{Author: who, Committer: who, AllowEmptyCommits: true})
	ts.Check(err)
}

func nextHour(repo *git.Repository) time.Time {
	head, err := repo.Head()
	if err != nil {
		return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	}
	last, err := repo.CommitObject(head.Hash())
	if err != nil {
		return time.Time{}
	}
	return last.Author.When.Add(time.Hour)
}

// checkoutCommand is `checkout DIR REV`: the commits that follow grow from there. REV may be the name of a branch that is not there yet.
func checkoutCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: checkout DIR REV")
	}
	repo, err := git.PlainOpen(ts.MkAbs(args[0]))
	ts.Check(err)
	tree, err := repo.Worktree()
	ts.Check(err)
	branch := plumbing.NewBranchReferenceName(args[1])
	if hash, err := repo.ResolveRevision(plumbing.Revision(args[1])); err == nil {
		if _, err := repo.Reference(branch, false); err != nil {
			ts.Check(tree.Checkout(&git.CheckoutOptions{Hash: *hash, Force: true}))
			return
		}
		ts.Check(tree.Checkout(&git.CheckoutOptions{Branch: branch, Force: true}))
		return
	}
	ts.Check(tree.Checkout(&git.CheckoutOptions{Branch: branch, Create: true}))
}

// tagCommand is `tag DIR NAME [TIME]`: HEAD gets the name, which it is taken from elsewhere where it was given before; with a time the tag is an
// annotated one.
func tagCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 && len(args) != 3 {
		ts.Fatalf("usage: tag DIR NAME [TIME]")
	}
	repo, err := git.PlainOpen(ts.MkAbs(args[0]))
	ts.Check(err)
	head, err := repo.Head()
	ts.Check(err)
	if err := repo.DeleteTag(args[1]); err != nil && !errors.Is(err, git.ErrTagNotFound) {
		ts.Check(err)
	}
	var opt *git.CreateTagOptions
	if len(args) == 3 {
		at, err := time.Parse(time.RFC3339, args[2])
		ts.Check(err)
		opt = &git.CreateTagOptions{Message: args[1], Tagger: &object.Signature{Name: "Ada Example", Email: "ada@example.org", When: at}}
	}
	_, err = repo.CreateTag(args[1], head.Hash(), opt)
	ts.Check(err)
}

// shaCommand is `sha DIR NAME FILE…`: @NAME@ in the files becomes the hash of the HEAD of DIR.
func shaCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: sha DIR NAME FILE…")
	}
	repo, err := git.PlainOpen(ts.MkAbs(args[0]))
	ts.Check(err)
	head, err := repo.Head()
	ts.Check(err)
	for _, name := range args[2:] {
		file := ts.MkAbs(name)
		text, err := os.ReadFile(file)
		ts.Check(err)
		ts.Check(os.WriteFile(file, []byte(strings.ReplaceAll(string(text), "@"+args[1]+"@", head.Hash().String())), 0o644))
	}
}

// exitsCommand is `exits CODE growlint …`: scripts know success and failure only, and the codes are part of the contract. What was
// printed is there for stdout, stderr and cmp afterwards.
func exitsCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}
