// Package metamorph changes Python trees in ways that must not change what is found in them: locals renamed, other indentation,
// definitions in another order, a module split in two, dead code, comments. It is for tests only: whatever finding comes or goes under
// such a change was decided by something that does not matter.
//
// It judges nothing, and it is no refactoring tool: where a change could alter what a file means, it leaves the file as it is.
package metamorph

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/python"
	"github.com/growlint/growlint/analyzers/source"
)

// A Tree is files by path. It is a source.Tree.
type Tree map[string][]byte

// List returns the files, sorted.
func (t Tree) List(context.Context) (source.Listing, error) {
	l := source.Listing{LeftOut: map[string]int{}}
	for path, src := range t {
		l.Entries = append(l.Entries, source.Entry{Path: path, Size: int64(len(src))})
	}
	slices.SortFunc(l.Entries, func(a, b source.Entry) int { return strings.Compare(a.Path, b.Path) })
	return l, nil
}

// Read returns one file.
func (t Tree) Read(_ context.Context, e source.Entry) ([]byte, error) { return t[e.Path], nil }

// Load reads the Python files of a folder.
func Load(dir string) (Tree, error) {
	t := Tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(path, ".py") {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		t[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	return t, err
}

// A Place is a line (1-based) of a file.
type Place struct {
	Path string
	Line int
}

// A Change is a tree and where the places and names of the old tree are in it.
type Change struct {
	Tree
	At     func(Place) Place
	Symbol func(path, symbol string) string
}

// A Transformation is a change that must not change what is found.
type Transformation struct {
	Name string
	Do   func(*Parsed) Change
}

// Transformations lists them all.
func Transformations() []Transformation {
	return []Transformation{
		{"locals renamed", perFile(renameLocals)},
		{"indented with tabs", perFile(func(m *Module) result { return reindent(m, "\t") })},
		{"indented with two spaces", perFile(func(m *Module) result { return reindent(m, "  ") })},
		{"indented with eight spaces", perFile(func(m *Module) result { return reindent(m, "        ") })},
		{"definitions reordered", perFile(reorder)},
		{"modules split in two", split},
		{"dead code added", perFile(deadCode)},
		{"comments added", perFile(comments)},
		{"wrapped in if True", perFile(wrap)},
		{"CRLF", perFile(crlf)},
	}
}

// Parsed is a tree with the facts of its files.
type Parsed struct {
	Tree
	Modules map[string]*Module
}

// A Module is one file with its facts. Files that do not parse as a whole have none.
type Module struct {
	Path  string
	Src   []byte
	F     *python.File
	X     *python.Index
	lines []lineState
}

// Parse reads the facts of a tree.
func Parse(t Tree) *Parsed {
	p := python.NewParser()
	defer p.Close()
	out := &Parsed{Tree: t, Modules: map[string]*Module{}}
	for path, src := range t {
		f, err := p.Parse(src)
		if err != nil || len(f.Errors) > 0 || len(src) == 0 || f.Bytes != len(src) {
			continue
		}
		out.Modules[path] = &Module{Path: path, Src: src, F: f, X: python.NewIndex(f), lines: states(src)}
	}
	return out
}

// A result is one changed file: line maps old lines to new ones, symbols old names to new ones; nil for the same.
type result struct {
	src     []byte
	line    func(int) int
	symbols map[string]string
}

func perFile(do func(*Module) result) func(*Parsed) Change {
	return func(p *Parsed) Change {
		results := map[string]result{}
		out := Tree{}
		for path, src := range p.Tree {
			out[path] = src
			if m := p.Modules[path]; m != nil {
				results[path] = do(m)
				out[path] = results[path].src
			}
		}
		return Change{
			Tree: out,
			At: func(at Place) Place {
				if r := results[at.Path]; r.line != nil {
					at.Line = r.line(at.Line)
				}
				return at
			},
			Symbol: func(path, symbol string) string {
				if s, ok := results[path].symbols[symbol]; ok {
					return s
				}
				return symbol
			},
		}
	}
}

// An edit replaces a span of bytes.
type edit struct {
	from, to int
	text     string
}

// apply makes edits that do not overlap.
func (m *Module) apply(edits []edit) result {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(m.Src[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(m.Src[at:])
	src := out.Bytes()
	return result{src: src, line: func(line int) int {
		offset := m.textOf(line)
		for _, e := range edits {
			if e.from > m.textOf(line) {
				break
			}
			offset += len(e.text) - (min(e.to, m.textOf(line)) - e.from)
		}
		return 1 + bytes.Count(src[:min(offset, len(src))], []byte{'\n'})
	}}
}

// textOf returns the offset of the first character of a line that is no blank.
func (m *Module) textOf(line int) int {
	at := m.lines[line-1].start
	for at < len(m.Src) && (m.Src[at] == ' ' || m.Src[at] == '\t') {
		at++
	}
	return at
}
