package source

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing/format/config"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// A Folder is a tree on disk. What .gitignore files name is left out and counted.
type Folder struct{ root string }

// OpenFolder returns the tree below a folder. The error says that it is not one.
func OpenFolder(root string) (*Folder, error) {
	info, err := os.Stat(root)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: no such folder; give the path of a folder with Python files", root)
	case !info.IsDir():
		return nil, fmt.Errorf("%s is a file, not a folder; give the folder that holds it, and the file as a path to report on", root)
	}
	return &Folder{root}, nil
}

// Root returns the folder's path.
func (f *Folder) Root() string { return f.root }

// List walks the folder.
func (f *Folder) List(ctx context.Context) (Listing, error) {
	l := Listing{LeftOut: map[string]int{}}
	patterns, err := gitignore.ReadPatterns(osfs.New(f.root), nil)
	if err != nil {
		return l, fmt.Errorf("%s: .gitignore cannot be read: %v", f.root, err)
	}
	ignore := gitignore.NewMatcher(patterns)
	modules := f.submodules()
	err = filepath.WalkDir(f.root, func(path string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel, _ := filepath.Rel(f.root, path)
		rel = filepath.ToSlash(rel)
		if err != nil {
			l.Skipped = append(l.Skipped, Skip{rel, "cannot be read: " + err.Error()})
			return nil
		}
		if d.IsDir() && rel != "." && modules(rel) {
			l.Submodules = append(l.Submodules, rel)
			return filepath.SkipDir
		}
		return f.visit(rel, d, ignore, &l)
	})
	sort.Slice(l.Entries, func(i, j int) bool { return l.Entries[i].Path < l.Entries[j].Path })
	return l, err
}

// submodules tells the folders that are repositories of their own: those that .gitmodules names, and other clones and work trees. It is asked of a
// work tree only; a folder that merely holds clones is read with all that is in them.
func (f *Folder) submodules() func(rel string) bool {
	if !fileExists(filepath.Join(f.root, ".git")) {
		return func(string) bool { return false }
	}
	named := namedModules(filepath.Join(f.root, ".gitmodules"))
	return func(rel string) bool {
		return named[rel] || fileExists(filepath.Join(f.root, filepath.FromSlash(rel), ".git"))
	}
}

// namedModules reads .gitmodules as plain text. One that cannot be read names nothing: the submodules that are checked out are found all the same.
func namedModules(file string) map[string]bool {
	out := map[string]bool{}
	text, err := os.Open(file)
	if err != nil {
		return out
	}
	defer text.Close()
	cfg := config.New()
	if config.NewDecoder(text).Decode(cfg) != nil {
		return out
	}
	for _, module := range cfg.Section("submodule").Subsections {
		if path := module.Option("path"); path != "" {
			out[filepath.ToSlash(filepath.Clean(path))] = true
		}
	}
	return out
}

func (f *Folder) visit(rel string, d fs.DirEntry, ignore gitignore.Matcher, l *Listing) error {
	if d.IsDir() {
		switch {
		case rel == ".":
			return nil
		case d.Name() == ".git":
			return filepath.SkipDir
		case fileExists(filepath.Join(f.root, rel, "pyvenv.cfg")):
			l.LeftOut["virtual environment"] += count(filepath.Join(f.root, rel))
			return filepath.SkipDir
		case ignore.Match(strings.Split(rel, "/"), true):
			l.LeftOut["ignored"] += count(filepath.Join(f.root, rel))
			return filepath.SkipDir
		}
		return nil
	}
	if !strings.HasSuffix(rel, ".py") {
		return nil
	}
	switch {
	case ignore.Match(strings.Split(rel, "/"), false):
		l.LeftOut["ignored"]++
	case d.Type()&fs.ModeSymlink != 0:
		l.LeftOut["symbolic link"]++
	case !d.Type().IsRegular():
		l.Skipped = append(l.Skipped, Skip{rel, "is not a regular file"})
	default:
		e := Entry{Path: rel}
		if info, err := d.Info(); err == nil {
			e.Size = info.Size()
		}
		l.Entries = append(l.Entries, e)
	}
	return nil
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// count returns how many Python files a folder that is left out holds.
func count(dir string) int {
	n := 0
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".py") {
			n++
		}
		return nil
	})
	return n
}

// Read returns the bytes of a file.
func (f *Folder) Read(_ context.Context, e Entry) ([]byte, error) {
	return os.ReadFile(filepath.Join(f.root, filepath.FromSlash(e.Path)))
}
