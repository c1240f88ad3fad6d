package origin

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// A stride is how much a walk back passes over before it analyses again. Where that turns out to have been too much, because something
// that the finding does not name made the difference, the same stretch is walked again with the shorter stride, and then narrowed down.
type stride int

const (
	byLines stride = iota // to the next change of a line that mentions a part of the finding, in a file that it rests on
	byFiles               // to the next change of such a file
)

// A watch recognises the commits that may matter to a finding.
type watch struct {
	repo  *history.Repo
	paths []string          // the files that the finding rests on
	words []word            // what its parts are called
	seen  map[string]string // by blob: the lines that mention one of them
}

// A word is the name of a part of a finding. One that stands everywhere in the file, as get and run may, tells by its definition only.
type word struct {
	name   []byte
	common bool
}

// commonWord is the number of lines of a finding's file above which a name stands everywhere.
const commonWord = 25

// newWatch returns a watch for a finding as it is at a commit.
func newWatch(repo *history.Repo, at history.Commit, f *finding.Finding) (*watch, error) {
	w := &watch{repo: repo, paths: dependsOn(f), seen: map[string]string{}}
	src, err := repo.ReadPath(at.Hash, f.Path)
	if err != nil && !errors.Is(err, history.ErrNoFile) {
		return nil, err
	}
	for _, name := range namesOf(f) {
		n := 0
		for line := range bytes.Lines(src) {
			if hasWord(line, name) {
				n++
			}
		}
		w.words = append(w.words, word{name: name, common: n > commonWord})
	}
	return w, nil
}

// dependsOn lists the files that an answer rests on.
func dependsOn(f *finding.Finding) []string {
	paths := append([]string{f.Path, f.Holder.Path}, f.Footprint.Paths...)
	for _, g := range f.Growth {
		paths = append(paths, g.Path)
	}
	for _, e := range f.Evictions {
		paths = append(paths, e.Path)
	}
	for _, e := range f.Entry {
		paths = append(paths, e.Path)
	}
	return distinct(paths)
}

// namesOf lists what the parts of a finding are called: the holder, its class, the functions that fill and empty it, and those on
// the way from the entry point.
func namesOf(f *finding.Finding) [][]byte {
	names := strings.Split(f.Symbol, ".")
	for _, g := range f.Growth {
		names = append(names, lastName(g.Function))
	}
	for _, e := range f.Evictions {
		names = append(names, lastName(e.Function))
	}
	for _, e := range f.Entry {
		names = append(names, lastName(e.Function))
	}
	var out [][]byte
	for _, name := range distinct(names) {
		out = append(out, []byte(name))
	}
	return out
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
}

// next returns the commit to analyse, at or before the given one along first parents: one that may matter, or the one at
// which the history begins.
func (w *watch) next(ctx context.Context, at history.Commit, s stride) (history.Commit, error) {
	here, err := w.blobs(at)
	if err != nil {
		return at, err
	}
	for len(at.Parents) > 0 {
		if err := ctx.Err(); err != nil {
			return at, err
		}
		parent, err := w.repo.Commit(at.Parents[0])
		if err != nil {
			return at, err
		}
		before, err := w.blobs(parent)
		if err != nil {
			return at, err
		}
		if stop, err := w.matters(before, here, s); stop || err != nil {
			return at, err
		}
		at, here = parent, before
	}
	return at, nil
}

// blobs returns the contents of the watched files at a commit, "" for a file that is not there.
func (w *watch) blobs(c history.Commit) ([]string, error) {
	out := make([]string, len(w.paths))
	for i, path := range w.paths {
		blob, err := w.repo.BlobAt(c.Hash, path)
		if err != nil {
			return nil, err
		}
		out[i] = blob
	}
	return out, nil
}

func (w *watch) matters(before, after []string, s stride) (bool, error) {
	for i := range before {
		if before[i] == after[i] {
			continue
		}
		if s == byFiles || before[i] == "" || after[i] == "" {
			return true, nil
		}
		a, err := w.mentions(before[i])
		if err != nil {
			return false, err
		}
		b, err := w.mentions(after[i])
		if err != nil || a != b {
			return true, err
		}
	}
	return false, nil
}

// mentions returns the lines of a content that name a part of the finding, with their indentation: a pop that slips under a condition
// is a change.
func (w *watch) mentions(blob string) (string, error) {
	if known, ok := w.seen[blob]; ok {
		return known, nil
	}
	data, err := w.repo.Read(blob)
	if err != nil {
		return "", err
	}
	var out []byte
	for line := range bytes.Lines(data) {
		if slices.ContainsFunc(w.words, func(word word) bool { return word.in(line) }) {
			out = append(out, line...)
		}
	}
	w.seen[blob] = string(out)
	return w.seen[blob], nil
}

var definitions = [][]byte{[]byte("def "), []byte("class ")}

func (w word) in(line []byte) bool {
	if !hasWord(line, w.name) {
		return false
	}
	return !w.common || slices.ContainsFunc(definitions, func(d []byte) bool { return bytes.Contains(line, d) })
}

// hasWord reports whether a line holds a name, and not only as a part of a longer one.
func hasWord(line, name []byte) bool {
	for from := 0; ; {
		i := bytes.Index(line[from:], name)
		if i < 0 {
			return false
		}
		start := from + i
		end := start + len(name)
		if (start == 0 || !inName(line[start-1])) && (end == len(line) || !inName(line[end])) {
			return true
		}
		from = start + 1
	}
}

// inName takes every byte of a letter beyond ASCII for a part of a name.
func inName(b byte) bool {
	return b == '_' || b >= 0x80 || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
