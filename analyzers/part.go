package analyzers

import (
	"context"
	"maps"

	"github.com/growlint/growlint/analyzers/source"
)

// A Part analyses parts of trees, each from scratch, beside an engine whose facts it shares. What it finds is what the files of the part say for
// themselves: a guess at what the whole tree says, for a small share of the time. Not safe for concurrent use with its engine.
type Part struct{ own *Engine }

// Beside returns a Part beside the engine.
func (e *Engine) Beside() *Part {
	return &Part{&Engine{opt: Options{Workers: e.opt.Workers, Once: true}, cache: e.cache, blobs: map[string]*blob{}, lender: e}}
}

// Ask looks in the wanted files of a tree, of those that the whole analysis would look at, for what a question is about.
func (p *Part) Ask(ctx context.Context, tree source.Tree, wanted func(source.Entry) bool, q Question) (*Result, error) {
	r, _, err := p.own.run(ctx, tree, selection{part: wanted, question: &q})
	return r, err
}

// Files lists what the whole analysis would look at.
func (p *Part) Files(ctx context.Context, tree source.Tree) ([]source.Entry, error) {
	listing, err := tree.List(ctx)
	if err != nil {
		return nil, err
	}
	var out []source.Entry
	copies := copiesIn(listing.Entries)
	for _, entry := range listing.Entries {
		if whyLeftOut(entry.Path, copies) == "" {
			out = append(out, entry)
		}
	}
	return out, nil
}

// maxLent bounds the contents of which a Part keeps the facts.
const maxLent = 4_000

// keep remembers the facts of a tree. A Part goes from one to another and back.
func (e *Engine) keep(blobs map[string]*blob) {
	if e.lender == nil || len(e.blobs) > maxLent {
		e.blobs = blobs
		return
	}
	maps.Copy(e.blobs, blobs)
}

// inMemory returns what is known of a content without asking the cache.
func (e *Engine) inMemory(hash string) *blob {
	if b := e.blobs[hash]; b != nil || e.lender == nil {
		return b
	}
	return e.lender.blobs[hash]
}
