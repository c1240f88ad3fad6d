package analyzers

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
)

// A lineReader gives findings the text of the lines that they name; only those files are read again.
type lineReader struct {
	ctx     context.Context
	tree    source.Tree
	entries []source.Entry
	files   map[string][]string
	known   lineTexts // also of earlier trees
}

// lineTexts are lines of contents that git has a name for.
type lineTexts map[lineKey]string

type lineKey struct {
	blob string
	line int
}

// maxLines bounds the lines that are kept from tree to tree.
const maxLines = 50_000

func newLineReader(ctx context.Context, tree source.Tree, entries []source.Entry, known lineTexts) *lineReader {
	if known == nil || len(known) > maxLines {
		known = lineTexts{}
	}
	return &lineReader{ctx: ctx, tree: tree, entries: entries, files: map[string][]string{}, known: known}
}

// tell gives the findings the text of their lines and their fingerprints, as they are where no other is like them.
func (l *lineReader) tell(j *judged) error {
	for i, v := range j.verdicts {
		if v.Told != nil {
			continue
		}
		f := &j.findings[i]
		if err := l.fill(f); err != nil {
			return err
		}
		f.Fingerprint = fingerprint(f, "")
		told := *f
		told.Reasons = v.Finding.Reasons
		v.Told = &told
	}
	return nil
}

func (l *lineReader) fill(f *finding.Finding) error {
	for j := range f.Growth {
		text, err := l.line(f.Growth[j].Path, f.Growth[j].Line)
		if err != nil {
			return err
		}
		f.Growth[j].Text = text
	}
	for j := range f.Evictions {
		text, err := l.line(f.Evictions[j].Path, f.Evictions[j].Line)
		if err != nil {
			return err
		}
		f.Evictions[j].Text = text
	}
	return nil
}

func (l *lineReader) line(path string, n int) (string, error) {
	entry, _ := entryOf(l.entries, path)
	key := lineKey{entry.Blob, n}
	if text, ok := l.known[key]; ok {
		return text, nil
	}
	text, err := l.read(entry, n)
	if err == nil && key.blob != "" {
		l.known[key] = text
	}
	return text, err
}

func (l *lineReader) read(entry source.Entry, n int) (string, error) {
	lines, ok := l.files[entry.Path]
	if !ok {
		src, err := l.tree.Read(l.ctx, entry)
		if err != nil {
			return "", fmt.Errorf("%s: cannot be read again: %v", entry.Path, err)
		}
		lines = strings.Split(string(src), "\n")
		l.files[entry.Path] = lines
	}
	if n < 1 || n > len(lines) {
		return "", nil
	}
	return strings.Clone(strings.ToValidUTF8(strings.TrimSpace(lines[n-1]), "\uFFFD")), nil // else a finding would hold on to the whole file
}

// entryOf finds the entry of a path in a listing.
func entryOf(entries []source.Entry, path string) (source.Entry, bool) {
	i := sort.Search(len(entries), func(i int) bool { return entries[i].Path >= path })
	if i == len(entries) || entries[i].Path != path {
		return source.Entry{}, false
	}
	return entries[i], true
}

// A told is a tree whose answer was known from before.
type told struct {
	tree   source.Tree
	result *Result
}

// lines returns the lines that the answer names: the next tree shares most of them, and need not read their files for that.
func (t *told) lines(ctx context.Context) lineTexts {
	out := lineTexts{}
	listing, err := t.tree.List(ctx)
	if err != nil {
		return out // then they are read
	}
	note := func(path string, line int, text string) {
		if entry, ok := entryOf(listing.Entries, path); ok && entry.Blob != "" {
			out[lineKey{entry.Blob, line}] = text
		}
	}
	for _, f := range t.result.Findings {
		for _, g := range f.Growth {
			note(g.Path, g.Line, g.Text)
		}
		for _, e := range f.Evictions {
			note(e.Path, e.Line, e.Text)
		}
	}
	return out
}
