package origin

import (
	"bytes"
	"context"
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
	paths []string            // the files that the finding rests on
	names map[string][][]byte // by path: what its parts are called there
	seen  map[sight]string    // the lines that mention one of them
}

// A sight is a content at a path.
type sight struct{ path, blob string }

// commonWord is the number of lines of a file above which a name stands everywhere in it, as get and run may, and tells by its definition only.
const commonWord = 25

// newWatch returns a watch for a finding.
func newWatch(repo *history.Repo, f *finding.Finding) *watch {
	return &watch{repo: repo, paths: dependsOn(f), names: namesOf(f), seen: map[sight]string{}}
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

// namesOf lists, for each file, what the parts of a finding are called that matter there: everywhere the holder and its class; the functions
// that fill and empty it, and those on the way from the entry point, where they stand and where the one before them calls them. In the
// finding's own files all of them count.
func namesOf(f *finding.Finding) map[string][][]byte {
	everywhere := strings.Split(f.Symbol, ".")
	own := map[string][]string{}
	var all []string
	add := func(path, function string) {
		name := lastName(function)
		if strings.HasPrefix(name, "__") { // every class has those
			return
		}
		own[path], all = append(own[path], name), append(all, name)
	}
	for _, g := range f.Growth {
		add(g.Path, g.Function)
	}
	for _, e := range f.Evictions {
		add(e.Path, e.Function)
	}
	for i, e := range f.Entry {
		add(e.Path, e.Function)
		if i > 0 {
			add(f.Entry[i-1].Path, e.Function)
		}
	}
	out := map[string][][]byte{}
	for _, path := range dependsOn(f) {
		names := slices.Concat(everywhere, own[path])
		if path == f.Path || path == f.Holder.Path {
			names = slices.Concat(everywhere, all)
		}
		for _, name := range distinct(names) {
			out[path] = append(out[path], []byte(name))
		}
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
		a, err := w.mentions(sight{w.paths[i], before[i]})
		if err != nil {
			return false, err
		}
		b, err := w.mentions(sight{w.paths[i], after[i]})
		if err != nil || a != b {
			return true, err
		}
	}
	return false, nil
}

// mentions returns the lines of a content that name a part of the finding, with their indentation: a pop that slips under a condition
// is a change.
func (w *watch) mentions(at sight) (string, error) {
	if known, ok := w.seen[at]; ok {
		return known, nil
	}
	data, err := w.repo.Read(at.blob)
	if err != nil {
		return "", err
	}
	names := w.names[at.path]
	lines := make([]int, len(names)) // that hold the name
	for line := range bytes.Lines(data) {
		for i, name := range names {
			if hasWord(line, name) {
				lines[i]++
			}
		}
	}
	var out []byte
	for line := range bytes.Lines(data) {
		for i, name := range names {
			if hasWord(line, name) && (lines[i] <= commonWord || defines(line)) {
				out = append(out, line...)
				break
			}
		}
	}
	w.seen[at] = string(out)
	return w.seen[at], nil
}

func defines(line []byte) bool {
	return bytes.Contains(line, []byte("def ")) || bytes.Contains(line, []byte("class "))
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
