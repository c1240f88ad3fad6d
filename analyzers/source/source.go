// Package source says what a tree of files is to the analysis: a list of paths with the identity of their content, and
// a way to read one. A folder is one such tree; a git tree is another (blame/history); an editor's open buffers
// over a folder will be a third. It does not parse, and knows nothing of git's history.
package source

import "context"

// A Tree is what one analysis looks at: a snapshot of files.
type Tree interface {
	// List returns the Python files of the tree, sorted by path, with those it leaves out already counted.
	List(ctx context.Context) (Listing, error)
	// Read returns the bytes of one entry of List.
	Read(ctx context.Context, e Entry) ([]byte, error)
}

// Identified is a tree that has a name for its content: two trees of one name hold the same files at the same paths.
type Identified interface {
	Tree
	// Identity returns the name, "" where there is none after all.
	Identity() string
}

// An Entry is one file of a tree.
type Entry struct {
	Path string // slash-separated, relative to the root of the tree
	// Blob is git's name of the content (hexadecimal), or "" where the tree does not know it before reading.
	Blob string
	Size int64 // bytes
}

// A Listing is the files of a tree, and what was left out of it by default.
type Listing struct {
	Entries []Entry
	// LeftOut counts files left out by reason ("ignored", "vendored", "virtual environment", …).
	LeftOut map[string]int
	// Submodules names the folders that are left out because they are repositories of their own: submodules, and in a work tree other clones, too.
	Submodules []string
	// Skipped names the files that should have been read and cannot be (a broken link, no permission).
	Skipped []Skip
}

// A Skip is a file that cannot be read, and why.
type Skip struct{ Path, Why string }
