package history

import (
	"fmt"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// A Commit is one commit, as far as anybody here needs it. Its texts are valid UTF-8, whatever the repository holds.
type Commit struct {
	Hash, Tree string
	Parents    []string // none for a root, and none where a shallow clone cut them off
	CutOff     bool     // the commit has parents, but a shallow clone left them out

	Author, Email string
	Authored      time.Time
	Committed     time.Time
	Subject       string // the first paragraph, on one line
	Message       string
}

// Commit reads the commit of a full hash.
func (r *Repo) Commit(hash string) (Commit, error) {
	h, err := parseHash(hash)
	if err != nil {
		return Commit{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.commit(h)
}

// parseHash takes a full name of an object, and nothing shorter: abbreviations are for Resolve.
func parseHash(s string) (plumbing.Hash, error) {
	if !plumbing.IsHash(s) || len(s) != 40 {
		return plumbing.ZeroHash, fmt.Errorf("%q is not a full object name of 40 hexadecimal digits", s)
	}
	return plumbing.NewHash(s), nil
}

func (r *Repo) commit(h plumbing.Hash) (Commit, error) {
	if c, ok := r.commits.get(h); ok {
		return c, nil
	}
	data, err := r.source.read(h, plumbing.CommitObject)
	if err != nil {
		return Commit{}, err
	}
	c, err := decodeCommit(h, data)
	if err != nil {
		return Commit{}, fmt.Errorf("commit %s cannot be read: %v; 'git fsck' says what is damaged", h, err)
	}
	if r.limits.shallow[h] && len(c.Parents) > 0 {
		c.Parents, c.CutOff = nil, true
	}
	r.commits.put(h, c, 1)
	return c, nil
}

func decodeCommit(h plumbing.Hash, data []byte) (Commit, error) {
	var raw plumbing.MemoryObject
	raw.SetType(plumbing.CommitObject)
	if _, err := raw.Write(data); err != nil {
		return Commit{}, err
	}
	var c object.Commit
	if err := c.Decode(&raw); err != nil {
		return Commit{}, err
	}
	out := Commit{
		Hash: h.String(), Tree: c.TreeHash.String(),
		Author: clean(c.Author.Name), Email: clean(c.Author.Email),
		Authored: c.Author.When, Committed: c.Committer.When,
		Message: clean(c.Message),
	}
	out.Subject = subject(out.Message)
	for _, p := range c.ParentHashes {
		out.Parents = append(out.Parents, p.String())
	}
	return out, nil
}

func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// subject is the first paragraph of a message on one line, as git prints it.
func subject(message string) string {
	first, _, _ := strings.Cut(strings.TrimLeft(strings.ReplaceAll(message, "\r\n", "\n"), "\n"), "\n\n")
	return strings.Join(strings.Fields(first), " ")
}
