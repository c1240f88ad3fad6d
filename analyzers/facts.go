package analyzers

import (
	"context"
	"crypto/sha1" //nolint:gosec // git's own name of a blob
	"encoding/hex"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/python"
	"github.com/growlint/growlint/analyzers/source"
)

// A file is one entry of a tree with its facts.
type file struct {
	path string
	hash string
	blob *blob
	read bool // just now, and not known from an earlier tree
}

// unreadable begins the words about a file whose bytes could not be had.
const unreadable = "cannot be read: "

// excluded are folders that hold other people's code or none that serves, with the word under which they are counted.
var excluded = map[string]string{
	"site-packages": "installed packages", "dist-packages": "installed packages", "node_modules": "installed packages",
	"venv": "virtual environment", ".venv": "virtual environment", "virtualenv": "virtual environment", ".tox": "virtual environment", ".nox": "virtual environment", "__pypackages__": "virtual environment",
	"vendor": "vendored", "vendored": "vendored", "_vendor": "vendored", "third_party": "vendored", "thirdparty": "vendored", "3rdparty": "vendored", "extern": "vendored", "_vendored": "vendored",
	".hg": "version control", "__pycache__": "bytecode",
}

// leftOut says why a path is left out by default, "" where it is not.
func leftOut(path string) string {
	dir := path
	for {
		i := strings.LastIndexByte(dir, '/')
		if i < 0 {
			break
		}
		dir = dir[:i]
		if why := excluded[dir[strings.LastIndexByte(dir, '/')+1:]]; why != "" {
			return why
		}
	}
	if program.IsTestPath(path) {
		return "test code"
	}
	if strings.HasSuffix(path, "_pb2.py") || strings.HasSuffix(path, "_pb2_grpc.py") {
		return "generated"
	}
	return ""
}

// whyLeftOut is leftOut, in a tree whose folders of copies are known.
func whyLeftOut(path string, copies map[string]bool) string {
	why := leftOut(path)
	if why == "" && under(path, copies) {
		return "vendored"
	}
	return why
}

// A selection says which files of a tree are read.
type selection struct {
	everything bool                    // also what is left out by default
	wanted     func(string) bool       // nil: all paths
	part       func(source.Entry) bool // of what is not left out; nil: all of it
	question   *Question               // what is looked for; nil: everything
}

// facts reads what is not known yet, several files at once, and returns the files in order.
func (e *Engine) facts(ctx context.Context, tree source.Tree, listing source.Listing, sel selection) ([]file, finding.Summary, []finding.Skip, error) {
	sum := finding.Summary{LeftOut: map[string]int{}, Submodules: listing.Submodules}
	for why, n := range listing.LeftOut {
		sum.LeftOut[why] += n
	}
	var skipped []finding.Skip
	for _, s := range listing.Skipped {
		skipped = append(skipped, finding.Skip{Path: s.Path, Why: s.Why})
	}
	var todo []source.Entry
	copies := copiesIn(listing.Entries)
	for _, entry := range listing.Entries {
		if sel.wanted != nil && !sel.wanted(entry.Path) {
			continue
		}
		why := whyLeftOut(entry.Path, copies)
		if why != "" && !sel.everything {
			sum.LeftOut[why]++
			continue
		}
		if sel.part != nil && !sel.part(entry) {
			continue
		}
		todo = append(todo, entry)
	}
	files, readSkips, err := e.readAll(ctx, tree, todo)
	if err != nil {
		return nil, sum, nil, err
	}
	skipped = append(skipped, readSkips...)
	out := files[:0]
	for _, f := range files {
		if f.blob == nil {
			continue
		}
		switch {
		case f.blob.skip != nil:
			skipped = append(skipped, finding.Skip{Path: f.path, Line: f.blob.skip.Line, Why: f.blob.skip.Why})
		case f.blob.index.File.Generated && !sel.everything:
			sum.LeftOut["generated"]++
			continue
		default:
			sum.Files++
			sum.Lines += f.blob.lines
			skipped = append(skipped, parseErrors(f)...)
		}
		out = append(out, f)
	}
	sort.SliceStable(skipped, func(i, j int) bool { return skipped[i].Path < skipped[j].Path })
	return out, sum, skipped, nil
}

// parseErrors names the regions of a file that are unknown: the first, and how many more.
func parseErrors(f file) []finding.Skip {
	errs := f.blob.index.File.Errors
	if len(errs) == 0 {
		return nil
	}
	why := fmt.Sprintf("lines %d to %d: %s; the rest of the file is analysed", errs[0].Line, errs[0].EndLine, errs[0].Why)
	if errs[0].Line == errs[0].EndLine {
		why = fmt.Sprintf("line %d: %s; the rest of the file is analysed", errs[0].Line, errs[0].Why)
	}
	if len(errs) > 1 {
		why += fmt.Sprintf(" (and %d more regions)", len(errs)-1)
	}
	return []finding.Skip{{Path: f.path, Line: errs[0].Line, Why: why}}
}

// readAll gives every entry its facts: from memory, from the cache, or by parsing.
func (e *Engine) readAll(ctx context.Context, tree source.Tree, entries []source.Entry) ([]file, []finding.Skip, error) {
	files := make([]file, len(entries))
	skips := make([]*finding.Skip, len(entries))
	next := make(chan int)
	var wg sync.WaitGroup
	for range e.opt.Workers {
		wg.Go(func() {
			parser := python.NewParser()
			defer parser.Close()
			for i := range next {
				files[i], skips[i] = e.readOne(ctx, tree, entries[i], parser)
			}
		})
	}
	for i := range entries {
		if ctx.Err() != nil {
			break
		}
		if b := e.inMemory(entries[i].Blob); b != nil { // most, from the second tree on
			files[i] = file{path: entries[i].Path, hash: entries[i].Blob, blob: b}
			continue
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	e.keep(files)
	var out []finding.Skip
	for _, s := range skips {
		if s != nil {
			out = append(out, *s)
		}
	}
	return files, out, nil
}

func (e *Engine) readOne(ctx context.Context, tree source.Tree, entry source.Entry, parser *python.Parser) (file, *finding.Skip) {
	f := file{path: entry.Path, hash: entry.Blob, read: true}
	if facts := e.cache.Get(f.hash); facts != nil {
		f.blob = newBlob(facts)
		return f, nil
	}
	src, err := tree.Read(ctx, entry)
	if err != nil {
		return f, &finding.Skip{Path: entry.Path, Why: unreadable + err.Error()}
	}
	if f.hash == "" {
		f.hash = blobName(src)
		if b := e.blobs[f.hash]; b != nil {
			f.blob = b
			return f, nil
		}
		if facts := e.cache.Get(f.hash); facts != nil {
			f.blob = newBlob(facts)
			return f, nil
		}
	}
	facts, err := parser.Parse(src)
	var skip *python.SkipError
	if errors.As(err, &skip) {
		f.blob = &blob{skip: skip}
		return f, nil
	}
	e.cache.Put(f.hash, facts)
	f.blob = newBlob(facts)
	return f, nil
}

// blobName is the name that git gives a content.
func blobName(src []byte) string {
	h := sha1.New() //nolint:gosec
	fmt.Fprintf(h, "blob %d\x00", len(src))
	h.Write(src)
	return hex.EncodeToString(h.Sum(nil))
}
