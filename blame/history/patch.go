package history

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/diff"
	linediff "github.com/go-git/go-git/v5/utils/diff"
	"github.com/sergi/go-diff/diffmatchpatch"
)

const (
	// contextLines is how many unchanged lines a diff shows around a change.
	contextLines = 3
	// maxDiff is the size of a file above which its diff helps nobody, and costs quadratic time.
	maxDiff = 1 << 20
)

// Diff returns what a commit did to one path against its first parent, as unified text; "" where it did nothing. A renamed
// file is compared with what it was.
func (r *Repo) Diff(ctx context.Context, commit, path string) (string, error) {
	c, err := r.Commit(commit)
	if err != nil {
		return "", err
	}
	parent := ""
	if len(c.Parents) > 0 {
		parent = c.Parents[0]
	}
	changes, err := r.Changes(ctx, parent, commit, ChangeOptions{})
	if err != nil {
		return "", err
	}
	for _, change := range changes {
		if change.Path == path {
			return r.patch(change)
		}
	}
	return "", nil
}

func (r *Repo) patch(c Change) (string, error) {
	before, err := r.side(c.OldBlob)
	if err != nil {
		return "", err
	}
	after, err := r.side(c.Blob)
	if err != nil {
		return "", err
	}
	if len(before) > maxDiff || len(after) > maxDiff {
		return fmt.Sprintf("(the diff of %s is left out: the file has more than %d bytes)\n", c.Path, maxDiff), nil
	}
	var out bytes.Buffer
	encoder := diff.NewUnifiedEncoder(&out, contextLines)
	if err := encoder.Encode(filePatch{change: c, before: string(before), after: string(after)}); err != nil {
		return "", fmt.Errorf("cannot compare the versions of %s: %w", c.Path, err)
	}
	return out.String(), nil
}

func (r *Repo) side(blob string) ([]byte, error) {
	if blob == "" {
		return nil, nil
	}
	return r.Read(blob)
}

// filePatch shows one change to go-git's encoder, which asks for a patch of one file.
type filePatch struct {
	change        Change
	before, after string
}

func (p filePatch) FilePatches() []diff.FilePatch { return []diff.FilePatch{p} }
func (p filePatch) Message() string               { return "" }

func (p filePatch) IsBinary() bool {
	return strings.ContainsRune(p.before, 0) || strings.ContainsRune(p.after, 0)
}

func (p filePatch) Files() (from, to diff.File) {
	if p.change.OldBlob != "" {
		old := p.change.Path
		if p.change.OldPath != "" {
			old = p.change.OldPath
		}
		from = patchFile{old, p.change.OldBlob}
	}
	if p.change.Blob != "" {
		to = patchFile{p.change.Path, p.change.Blob}
	}
	return from, to
}

func (p filePatch) Chunks() []diff.Chunk {
	if p.IsBinary() {
		return nil
	}
	var out []diff.Chunk
	for _, d := range linediff.Do(p.before, p.after) {
		out = append(out, patchChunk{d})
	}
	return out
}

type patchFile struct{ path, blob string }

func (f patchFile) Hash() plumbing.Hash     { return plumbing.NewHash(f.blob) }
func (f patchFile) Mode() filemode.FileMode { return filemode.Regular }
func (f patchFile) Path() string            { return f.path }

type patchChunk struct{ diffmatchpatch.Diff }

func (c patchChunk) Content() string { return c.Text }

func (c patchChunk) Type() diff.Operation {
	switch c.Diff.Type {
	case diffmatchpatch.DiffInsert:
		return diff.Add
	case diffmatchpatch.DiffDelete:
		return diff.Delete
	}
	return diff.Equal
}
