package analyzers

import (
	"context"
	"runtime"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/factcache"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/program"
	"github.com/growlint/growlint/analyzers/python"
	"github.com/growlint/growlint/analyzers/source"
	"github.com/growlint/growlint/analyzers/triage"
)

// Options of an Engine.
type Options struct {
	// CacheDir is the folder of the on-disk cache of facts; "" keeps facts in memory only.
	CacheDir string
	// Workers is the number of files parsed at once; 0 means one a core.
	Workers int
	// Once says that Run will see one tree: nothing is kept for a next one, which takes less memory. A further tree is analysed anew.
	Once bool
}

// An Engine runs the suite over trees. It keeps the facts of blobs between runs, so that the second tree of a
// history costs only what differs from the first. Not safe for concurrent use.
type Engine struct {
	opt    Options
	cache  *factcache.Cache
	known  answers
	blobs  map[string]*blob // by content hash; those of the last tree only
	result *Result          // of the last tree
	files  []file           // of the last tree
	lines  lineTexts        // that findings name
	told   *told            // the last tree whose answer was known from before, where it came later
	// program is that of the last tree: of the next one it links anew only what differs.
	program *program.Program
	lender  *Engine // of a Part: the engine whose facts it uses, too
}

// A blob is what is known of one content: its index, or why there is none.
type blob struct {
	index *python.Index
	lines int
	skip  *python.SkipError
}

func newBlob(facts *python.File) *blob {
	return &blob{index: python.NewIndex(facts), lines: facts.LineCount()}
}

// A Result is what one run over one tree found.
type Result struct {
	Findings []finding.Finding // sorted (finding.Sort), every level, suppressed ones marked
	Skipped  []finding.Skip
	Summary  finding.Summary
}

// New returns an Engine with nothing in memory. The error says that the cache folder cannot be used.
func New(opt Options) (*Engine, error) {
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	e := &Engine{opt: opt, blobs: map[string]*blob{}, program: program.New()}
	if opt.CacheDir != "" {
		c, err := factcache.Open(opt.CacheDir)
		if err != nil {
			return nil, err
		}
		e.cache = c
		e.known.cache = c
	}
	return e, nil
}

// Close trims the cache.
func (e *Engine) Close() error {
	e.cache.Trim()
	return nil
}

// Run analyses one tree, unless this program has done so before.
func (e *Engine) Run(ctx context.Context, tree source.Tree) (*Result, error) {
	if known := e.known.get(tree); known != nil {
		e.told = &told{tree, known}
		return known, nil
	}
	r, final, err := e.run(ctx, tree, selection{})
	if err == nil && final {
		e.known.put(tree, r)
	}
	return r, err
}

// run is Run without what is known from before. final says that nothing but the tree decided the result: no file was given up for the
// time it took, or could not be read.
func (e *Engine) run(ctx context.Context, tree source.Tree, sel selection) (r *Result, final bool, err error) {
	listing, err := tree.List(ctx)
	if err != nil {
		return nil, false, err
	}
	files, summary, skipped, err := e.facts(ctx, tree, listing, sel)
	if err != nil {
		return nil, false, err
	}
	final = isFinal(files, skipped)
	if e.result != nil && slices.EqualFunc(files, e.files, sameFile) {
		return e.result, final, nil
	}
	linked := e.linked(files)
	found, err := judgeAll(linked, sel.question)
	if err != nil {
		return nil, false, err
	}
	found.only(sel.question)
	if e.told != nil {
		e.lines = e.told.lines(ctx)
		e.told = nil
	}
	lines := newLineReader(ctx, tree, listing.Entries, e.lines)
	if err := lines.tell(found); err != nil {
		return nil, false, err
	}
	e.lines = lines.known
	findings := found.findings
	identify(findings)
	skipped = append(skipped, triage.Comments(findings, ignoresOf(linked))...)
	finding.Sort(findings)
	r = &Result{Findings: findings, Skipped: skipped, Summary: summary}
	count(r)
	if sel.question == nil {
		e.result, e.files = r, files
	}
	return r, final, nil
}

// linked returns the program of a tree, where it can from that of the last one.
func (e *Engine) linked(files []file) *program.Program {
	if e.opt.Once {
		return program.LinkOnce(sourcesOf(files))
	}
	e.program.Update(sourcesOf(files))
	return e.program
}

// isFinal reports whether another run over the same files must end as this one.
func isFinal(files []file, skipped []finding.Skip) bool {
	return !slices.ContainsFunc(files, func(f file) bool { return f.blob.skip != nil && f.blob.skip.Slow }) &&
		!slices.ContainsFunc(skipped, func(s finding.Skip) bool { return strings.HasPrefix(s.Why, unreadable) })
}

func sourcesOf(files []file) []program.Source {
	var sources []program.Source
	for _, f := range files {
		if f.blob.index != nil {
			sources = append(sources, program.Source{Path: f.path, Index: f.blob.index})
		}
	}
	return sources
}

// Sources returns the facts of a tree, sorted by path, for those who look at them without the rules: of what Run looks at, or of everything;
// where wanted is not nil, only of the paths it names. What cannot be read, or only in part, is in the second result.
func (e *Engine) Sources(ctx context.Context, tree source.Tree, everything bool, wanted func(path string) bool) ([]program.Source, []finding.Skip, error) {
	listing, err := tree.List(ctx)
	if err != nil {
		return nil, nil, err
	}
	files, _, skipped, err := e.facts(ctx, tree, listing, selection{everything: everything, wanted: wanted})
	if err != nil {
		return nil, nil, err
	}
	return sourcesOf(files), skipped, nil
}

func ignoresOf(p *program.Program) func(string) []python.Ignore {
	byPath := map[string][]python.Ignore{}
	for _, m := range p.Modules {
		if len(m.F.Ignores) > 0 {
			byPath[m.Path] = m.F.Ignores
		}
	}
	return func(path string) []python.Ignore { return byPath[path] }
}

func count(r *Result) {
	r.Summary.Counts = map[finding.Level]int{finding.Error: 0, finding.Warning: 0, finding.Note: 0}
	for _, f := range r.Findings {
		if f.Suppressed != nil {
			r.Summary.Suppressed++
			continue
		}
		r.Summary.Counts[f.Level]++
	}
	r.Summary.Skipped = len(r.Skipped)
}

func sameFile(a, b file) bool { return a.path == b.path && a.hash == b.hash }
