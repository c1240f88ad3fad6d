package origin

import (
	"bytes"
	"context"
	"iter"
	"maps"
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
	states *states
	paths  []string            // the files that the finding rests on
	names  map[string][][]byte // by path: what its parts are called there
	seen   map[sight]string    // the lines that mention one of them
}

// A sight is a content at a path.
type sight struct{ path, blob string }

// commonWord is the number of lines of a file above which a name stands everywhere in it, as get and run may, and tells by its definition only.
const commonWord = 25

// watch returns a watch for a finding.
func (s *states) watch(f *finding.Finding) *watch {
	return &watch{states: s, paths: dependsOn(f), names: namesOf(f), seen: map[sight]string{}}
}

// same reports whether two watches recognise the same.
func (w *watch) same(other *watch) bool {
	return slices.Equal(w.paths, other.paths) && maps.EqualFunc(w.names, other.names, func(a, b [][]byte) bool {
		return slices.EqualFunc(a, b, bytes.Equal)
	})
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
	everywhere, elsewhere := holderNames(f)
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
		names := slices.Concat(elsewhere, own[path])
		if path == f.Path || path == f.Holder.Path {
			names = slices.Concat(everywhere, all)
		}
		for _, name := range distinct(names) {
			out[path] = append(out[path], []byte(name))
		}
	}
	return out
}

// holderNames are what a holder is called in the finding's own files, and in others: there an attribute stands behind a dot. A registry has its
// dotted name everywhere: what else there is of sys does not matter.
func holderNames(f *finding.Finding) (own, other []string) {
	if f.Holder.Kind == "registry" {
		return []string{f.Symbol}, nil
	}
	own = strings.Split(f.Symbol, ".")
	if len(own) == 1 {
		return own, own
	}
	other = slices.Clone(own)
	other[len(own)-1] = "." + other[len(own)-1]
	return own, other
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
}

// maxWay bounds the commits of a stretch that are remembered: a year or so of a busy repository.
const maxWay = 2000

// next returns the commits at and before the given one, along first parents, up to the one to analyse: one that may matter, the last of the way, or the one at
// which the history begins. What the watch recognises is the same at all of them. Of a long way it returns the last part.
func (w *watch) next(ctx context.Context, at history.Commit, s stride, last string) ([]history.Commit, error) {
	way := []history.Commit{at}
	here, err := w.blobs(at)
	if err != nil {
		return nil, err
	}
	for len(at.Parents) > 0 && at.Hash != last {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		parent, err := w.states.repo.Commit(at.Parents[0])
		if err != nil {
			return nil, err
		}
		before, err := w.blobs(parent)
		if err != nil {
			return nil, err
		}
		if stop, err := w.matters(before, here, s); stop || err != nil {
			return way, err
		}
		at, here = parent, before
		if len(way) >= maxWay {
			way = slices.Delete(way, 0, maxWay/2)
		}
		way = append(way, at)
	}
	return way, nil
}

// begins reports whether there is nothing to look for at a commit: one of the files in which the holder is bound and filled is not there yet, or a line that
// fills it.
func (w *watch) begins(f *finding.Finding, parent history.Commit) (bool, error) {
	growth := map[string][]string{f.Path: nil, f.Holder.Path: nil}
	for _, g := range f.Growth {
		growth[g.Path] = append(growth[g.Path], g.Text)
	}
	for path, texts := range growth {
		blob, err := w.states.repo.BlobAt(parent.Hash, path)
		if err != nil || blob == "" {
			return true, err
		}
		code, err := w.states.code(blob)
		if err != nil {
			return false, err
		}
		for _, text := range texts {
			if !holdsLine(code, text) {
				return true, nil
			}
		}
	}
	return false, nil
}

// holdsLine reports whether a line is among those of a code, whatever its indentation and its comment.
func holdsLine(text []byte, line string) bool {
	wanted := bytes.TrimSpace(bytes.Join(code([]byte(line)), nil))
	for at := 0; ; {
		i := bytes.Index(text[at:], wanted)
		if i < 0 {
			return false
		}
		if bytes.Equal(bytes.TrimSpace(lineAround(text, at+i)), wanted) {
			return true
		}
		at += i + 1
	}
}

// lineAround returns the line that a place of a text lies on.
func lineAround(text []byte, at int) []byte {
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	end := bytes.IndexByte(text[at:], '\n')
	if end < 0 {
		return text[start:]
	}
	return text[start : at+end]
}

// blobs returns the contents of the watched files at a commit, "" for a file that is not there.
func (w *watch) blobs(c history.Commit) ([]string, error) {
	out := make([]string, len(w.paths))
	for i, path := range w.paths {
		blob, err := w.states.repo.BlobAt(c.Hash, path)
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
// is a change. What those lines name in turn may be imported: then that is one of them, since a container is what its import says.
func (w *watch) mentions(at sight) (string, error) {
	if known, ok := w.seen[at]; ok {
		return known, nil
	}
	text, err := w.states.code(at.blob)
	if err != nil {
		return "", err
	}
	lines := map[int]bool{} // by their beginning
	for _, name := range w.names[at.path] {
		named := linesWith(text, name)
		for _, start := range named {
			if len(named) <= commonWord || defines(lineAround(text, start)) {
				lines[start] = true
			}
		}
	}
	importsOf(text, lines)
	var out []byte
	for _, start := range slices.Sorted(maps.Keys(lines)) {
		out = append(append(out, lineAround(text, start)...), '\n')
	}
	w.seen[at] = string(out)
	return w.seen[at], nil
}

// importsOf adds to some lines of a text the imports that say what they name.
func importsOf(text []byte, lines map[int]bool) {
	named := map[string]bool{}
	for start := range lines {
		for word := range words(lineAround(text, start)) {
			named[string(word)] = true
		}
	}
	if len(named) == 0 {
		return
	}
	for _, start := range slices.Concat(linesWith(text, []byte("import")), linesWith(text, []byte("from"))) {
		line := lineAround(text, start)
		if !isImport(line) {
			continue
		}
		for word := range words(line) {
			if named[string(word)] {
				lines[start] = true
				break
			}
		}
	}
}

func defines(line []byte) bool {
	return bytes.Contains(line, []byte("def ")) || bytes.Contains(line, []byte("class "))
}

// linesWith returns where the lines of a text begin that hold a name, and not only as a part of a longer one.
func linesWith(text, name []byte) []int {
	var out []int
	for at := 0; at < len(text); {
		i := bytes.Index(text[at:], name)
		if i < 0 {
			break
		}
		start := at + i
		end := start + len(name)
		if (start > 0 && name[0] != '.' && inName(text[start-1])) || (end < len(text) && inName(text[end])) {
			at = start + 1
			continue
		}
		out = append(out, bytes.LastIndexByte(text[:start], '\n')+1)
		line := bytes.IndexByte(text[end:], '\n')
		if line < 0 {
			break
		}
		at = end + line
	}
	return out
}

// words goes through the names and numbers of a text.
func words(text []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := 0; i < len(text); {
			if !inName(text[i]) {
				i++
				continue
			}
			start := i
			for i < len(text) && inName(text[i]) {
				i++
			}
			if !yield(text[start:i]) {
				return
			}
		}
	}
}

// inName takes every byte of a letter beyond ASCII for a part of a name.
func inName(b byte) bool {
	return b == '_' || b >= 0x80 || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
