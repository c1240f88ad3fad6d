package history

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// A Tag is a name given to a commit.
type Tag struct {
	Name   string
	Commit string
	// Tagged is when an annotated tag was made; of a plain one, which has no date, that of its commit.
	Tagged time.Time
}

// Tags lists the tags that name commits, oldest first.
func (r *Repo) Tags() ([]Tag, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	refs, err := r.store.IterReferences()
	if err != nil {
		return nil, fmt.Errorf("cannot list the tags of %s: %w", r.place.gitDir, err)
	}
	var out []Tag
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if !ref.Name().IsTag() || ref.Type() != plumbing.HashReference {
			return nil
		}
		tag, ok, err := r.tag(ref)
		if ok {
			out = append(out, tag)
		}
		return err
	})
	slices.SortFunc(out, func(a, b Tag) int {
		return cmp.Or(a.Tagged.Compare(b.Tagged), cmp.Compare(a.Name, b.Name))
	})
	return out, err
}

// tag reads one tag. Those of trees and blobs, and those whose commit a partial clone lacks, deploy nothing: ok is false.
func (r *Repo) tag(ref *plumbing.Reference) (t Tag, ok bool, err error) {
	c, err := r.peel(ref.Hash())
	if err != nil {
		return Tag{}, false, nil
	}
	t = Tag{Name: clean(ref.Name().Short()), Commit: c.Hash, Tagged: c.Committed}
	data, err := r.source.read(ref.Hash(), plumbing.TagObject)
	if errors.Is(err, ErrMissingObject) {
		return Tag{}, false, err
	}
	if err != nil {
		return t, true, nil // a plain tag
	}
	annotated, err := decodeTag(data)
	if err == nil && !annotated.Tagger.When.IsZero() {
		t.Tagged = annotated.Tagger.When
	}
	return t, true, nil
}
