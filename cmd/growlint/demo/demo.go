// Package demo makes an incident to try growlint on: a small git repository of a Python API gateway, in which one commit
// adds input validation and, with it, a cache that nothing empties, and the evidence of the day on which it was
// deployed. Everything is made up, and the same on every run.
package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

//go:embed history
var history embed.FS

// The people of the demo.
var (
	ana = author{"Ana Ruiz", "ana@example.com"}
	ben = author{"Ben Okafor", "ben@example.com"}
)

type author struct{ name, mail string }

// commits are the history, oldest first; each adds or replaces the files of its folder.
var commits = []struct {
	folder, date string
	by           author
	message, tag string
}{
	{"01", "2026-01-08T09:14:02Z", ana, "Forward requests to the services behind the gateway", ""},
	{"02", "2026-01-12T13:40:55Z", ana, "Read the upstreams from a file", ""},
	{"03", "2026-01-15T10:02:31Z", ben, "Forward headers, without those of one connection", ""},
	{"04", "2026-01-20T16:21:09Z", ben, "Keep the last 1,024 routes", ""},
	{"05", "2026-01-23T08:55:47Z", ben, "Test the routes", ""},
	{"06", "2026-01-28T14:18:20Z", ana, "Count answers by class of status", ""},
	{"07", "2026-02-02T11:30:00Z", ana, "Release 1.0.9, with the deployment's limits in the repository", Before},
	{"08", "2026-02-05T15:46:43Z", ben, "Add basic input validation to request handler", ""},
	{"09", "2026-02-09T09:12:20Z", ana, "Log the upstream's status in access records", ""},
	{"10", "2026-02-11T17:03:12Z", ana, "List the paths in the README", ""},
	{"11", "2026-02-12T10:41:36Z", ana, "Release 1.1.0", Deployed},
}

// The tags of what ran before and of what was deployed.
const (
	Before   = "v1.0.9"
	Deployed = "v1.1.0"
)

// Paths are where the demo was written.
type Paths struct {
	Repo, Bundle string
}

// Write makes the repository and the bundle in dir, which must exist and be empty.
func Write(dir string) (Paths, error) {
	p := Paths{Repo: filepath.Join(dir, "api-gateway"), Bundle: filepath.Join(dir, "incident")}
	hashes, err := writeRepo(p.Repo)
	if err != nil {
		return p, fmt.Errorf("demo repository: %w", err)
	}
	if err := writeBundle(p.Bundle, hashes[Deployed], hashes[Before]); err != nil {
		return p, fmt.Errorf("demo bundle: %w", err)
	}
	return p, nil
}

// writeRepo commits the history and returns the hashes of the tags.
func writeRepo(dir string) (map[string]string, error) {
	repo, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: plumbing.NewBranchReferenceName("main")}})
	if err != nil {
		return nil, err
	}
	tree, err := repo.Worktree()
	if err != nil {
		return nil, err
	}
	tags := map[string]string{}
	for _, c := range commits {
		if err := addFiles(tree, dir, c.folder); err != nil {
			return nil, err
		}
		when, err := time.Parse(time.RFC3339, c.date)
		if err != nil {
			return nil, err
		}
		who := &object.Signature{Name: c.by.name, Email: c.by.mail, When: when}
		hash, err := tree.Commit(c.message+"\n", &git.CommitOptions{Author: who, Committer: who})
		if err != nil {
			return nil, err
		}
		if c.tag == "" {
			continue
		}
		tags[c.tag] = hash.String()
		if err := repo.Storer.SetReference(plumbing.NewHashReference(plumbing.NewTagReferenceName(c.tag), hash)); err != nil {
			return nil, err
		}
	}
	return tags, nil
}

func addFiles(tree *git.Worktree, dir, folder string) error {
	root := path.Join("history", folder)
	return fs.WalkDir(history, root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := history.ReadFile(name)
		if err != nil {
			return err
		}
		rel := strings.TrimPrefix(name, root+"/")
		target := filepath.Join(dir, filepath.FromSlash(rel))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, data, 0o644); err != nil {
			return err
		}
		_, err = tree.Add(rel)
		return err
	})
}
