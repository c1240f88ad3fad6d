package history

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	gitcache "github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// An objectSource reads objects by name. There are two, and they answer alike.
type objectSource interface {
	// read returns the bytes of an object, or an error that wraps ErrMissingObject.
	read(h plumbing.Hash, want plumbing.ObjectType) ([]byte, error)
	close() error
}

const (
	// maxObject is the size above which an object is not brought into memory.
	maxObject = 64 << 20
	// deltaBases is how much go-git keeps of objects that others are deltas of.
	deltaBases = 48 << 20
)

// newLibrarySource reads from the repository's own objects and from those it borrows.
func newLibrarySource(where place, store *filesystem.Storage) *librarySource {
	return &librarySource{stores: append([]*filesystem.ObjectStorage{&store.ObjectStorage}, openAlternates(where)...)}
}

// preferredSource asks the git program for blobs as long as there is one that works. Commits and trees are small and come in
// thousands: for them go-git is faster than a question through a pipe.
type preferredSource struct {
	program *programSource
	library *librarySource
}

func (s *preferredSource) read(h plumbing.Hash, want plumbing.ObjectType) ([]byte, error) {
	if want != plumbing.BlobObject {
		return s.library.read(h, want)
	}
	data, err := s.program.read(h, want)
	if errors.Is(err, errNoProgram) {
		return s.library.read(h, want)
	}
	return data, err
}

func (s *preferredSource) close() error { return errors.Join(s.program.close(), s.library.close()) }

// openStore opens the repository through go-git, with its pack files kept open: reopened at every read, they cost 5 to 28 times as much.
func openStore(where place) *filesystem.Storage {
	fs := dotgit.NewRepositoryFilesystem(osfs.New(where.gitDir), commonFS(where))
	return filesystem.NewStorageWithOptions(fs, gitcache.NewObjectLRU(deltaBases), storeOptions())
}

func storeOptions() filesystem.Options {
	return filesystem.Options{KeepDescriptors: true, LargeObjectThreshold: maxObject}
}

// librarySource reads through go-git: the repository's own objects first, then those it borrows.
type librarySource struct{ stores []*filesystem.ObjectStorage }

func (s *librarySource) read(h plumbing.Hash, want plumbing.ObjectType) ([]byte, error) {
	store := s.storeOf(h)
	if store == nil {
		return nil, missing(h)
	}
	obj, err := store.EncodedObject(plumbing.AnyObject, h)
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, missing(h)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read object %s: %v; 'git fsck' says what is damaged", h, err)
	}
	if err := checkObject(h, obj.Type(), want, obj.Size()); err != nil {
		return nil, err
	}
	return allOf(h, obj)
}

func allOf(h plumbing.Hash, obj plumbing.EncodedObject) ([]byte, error) {
	reader, err := obj.Reader()
	if err != nil {
		return nil, fmt.Errorf("cannot read object %s: %v; 'git fsck' says what is damaged", h, err)
	}
	defer reader.Close()
	data := make([]byte, obj.Size())
	if _, err := io.ReadFull(reader, data); err != nil {
		return nil, fmt.Errorf("cannot read object %s: %v; 'git fsck' says what is damaged", h, err)
	}
	return data, nil
}

// storeOf finds who holds an object. With a single store nobody asks twice.
func (s *librarySource) storeOf(h plumbing.Hash) *filesystem.ObjectStorage {
	if len(s.stores) == 1 {
		return s.stores[0]
	}
	for _, store := range s.stores {
		if store.HasEncodedObject(h) == nil {
			return store
		}
	}
	return nil
}

// close leaves the first store alone: it belongs to the Repo.
func (s *librarySource) close() error {
	var errs []error
	for _, store := range s.stores[1:] {
		errs = append(errs, store.Close())
	}
	return errors.Join(errs...)
}

func missing(h plumbing.Hash) error {
	return fmt.Errorf("%w %s: the clone is partial or damaged; 'git fsck' tells which, and 'git fetch --refetch --no-filter' brings what is missing", ErrMissingObject, h)
}

func checkObject(h plumbing.Hash, got, want plumbing.ObjectType, size int64) error {
	if got != want && want != plumbing.AnyObject {
		return fmt.Errorf("object %s is a %s, not a %s", h, got, want)
	}
	if size > maxObject {
		return fmt.Errorf("object %s has %d bytes: growlint reads objects up to %d", h, size, maxObject)
	}
	return nil
}

// openAlternates opens the object folders that the repository borrows from (objects/info/alternates), and those that they borrow
// from in turn. go-git alone would open a lender anew for every object.
func openAlternates(where place) []*filesystem.ObjectStorage {
	var stores []*filesystem.ObjectStorage
	seen := map[string]bool{}
	var follow func(objects string)
	follow = func(objects string) {
		if seen[objects] {
			return
		}
		seen[objects] = true
		for _, lender := range alternatesOf(objects) {
			if filepath.Base(lender) == "objects" && !seen[lender] {
				dir := dotgit.New(osfs.New(filepath.Dir(lender)))
				stores = append(stores, filesystem.NewObjectStorageWithOptions(dir, gitcache.NewObjectLRU(deltaBases), storeOptions()))
			}
			follow(lender)
		}
	}
	follow(filepath.Join(where.commonDir, "objects"))
	return stores
}

// alternatesOf lists the lenders of one object folder; relative ones count from that folder.
func alternatesOf(objects string) []string {
	text, err := os.ReadFile(filepath.Join(objects, "info", "alternates"))
	if err != nil {
		return nil
	}
	var out []string
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if line := lines.Text(); line != "" && line[0] != '#' {
			out = append(out, absoluteFrom(objects, line))
		}
	}
	return out
}
