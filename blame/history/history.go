// Package history is the only room that knows git: revisions, commits, trees, blobs, changes. It reads through go-git; a git
// program on PATH, where there is one, serves as a faster source of the same objects. It judges nothing, and never writes.
//
// What a hostile repository could run through its own configuration (a file-system monitor, a text converter, a transport)
// is closed off in one place, gitCommand.
package history

import (
	"errors"
	"fmt"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// ErrNotRepository is wrapped by Open when no repository is at, or above, the folder it was given.
var ErrNotRepository = errors.New("not a git repository")

// ErrUnknownRevision is wrapped by Resolve when a revision names no commit of the repository.
var ErrUnknownRevision = errors.New("unknown revision")

// ErrMissingObject is wrapped when the repository does not hold an object that it refers to: a partial or damaged clone.
var ErrMissingObject = errors.New("missing object")

// Options of Open.
type Options struct {
	// NoGitProgram reads objects through go-git even where a git program is on PATH. The answers are the same.
	NoGitProgram bool
}

// A Repo is an open repository. Its methods may be called from several goroutines at once.
type Repo struct {
	place  place
	store  *filesystem.Storage // references, the index, the list of shallow commits
	limits limits

	mu      sync.Mutex // guards source and the caches: neither source is safe for concurrent use
	source  objectSource
	library *librarySource // also searched for abbreviated names
	commits *cache[plumbing.Hash, Commit]
	trees   *cache[plumbing.Hash, []treeEntry]
	subtree *cache[subtreeKey, *subtreeListing]
}

// The caches are bounded by what they hold: commits by number, trees and listings by their entries.
const (
	maxCommits      = 50_000
	maxTreeEntries  = 400_000
	maxListingFiles = 400_000
)

// Open opens the repository at dir: a bare one, an ordinary one, a linked work tree, or any folder inside a work tree.
func Open(dir string, opt Options) (*Repo, error) {
	where, err := locate(dir)
	if err != nil {
		return nil, err
	}
	config, err := readConfig(where)
	if err != nil {
		return nil, err
	}
	if err := refuseUnreadable(where, config); err != nil {
		return nil, err
	}
	store := openStore(where)
	lim, err := findLimits(where, config, store)
	if err != nil {
		return nil, fmt.Errorf("cannot read the repository at %s: %w", where.gitDir, err)
	}
	r := &Repo{
		place: where, store: store, limits: lim,
		commits: newCache[plumbing.Hash, Commit](maxCommits),
		trees:   newCache[plumbing.Hash, []treeEntry](maxTreeEntries),
		subtree: newCache[subtreeKey, *subtreeListing](maxListingFiles),
	}
	r.library = newLibrarySource(where, store)
	r.source = r.library
	if !opt.NoGitProgram {
		r.source = &preferredSource{program: newProgramSource(where), library: r.library}
	}
	return r, nil
}

// Close ends the git program, if one was started, and closes the files of the repository.
func (r *Repo) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.source.close(), r.store.Close())
}

// WorkTree returns the folder of the checked-out files, or "" for a bare repository.
func (r *Repo) WorkTree() string { return r.place.workTree }

// Shallow reports whether the history was cut off when the repository was cloned.
func (r *Repo) Shallow() bool { return len(r.limits.shallow) > 0 }

// Limits says, one sentence each, what keeps this repository from telling its whole history: a shallow or partial clone,
// grafts, replaced objects. None of them is followed or repaired.
func (r *Repo) Limits() []string { return r.limits.words() }
