package analyzers

import (
	"context"

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

// keep remembers the facts of a tree, and forgets those of others once they are many: an eighth of it, or what a Part keeps, which goes from one tree to
// another and back.
func (e *Engine) keep(files []file) {
	most := len(files) + len(files)/8 + 100
	if e.lender != nil {
		most = max(most, maxLent)
	}
	if len(e.blobs) > most {
		e.blobs = make(map[string]*blob, len(files))
		for i := range files {
			files[i].read = true
		}
	}
	for i := range files {
		if f := &files[i]; f.read && f.blob != nil {
			e.blobs[f.hash] = f.blob
		}
	}
}

// inMemory returns what is known of a content without asking the cache.
func (e *Engine) inMemory(hash string) *blob {
	if b := e.blobs[hash]; b != nil || e.lender == nil {
		return b
	}
	return e.lender.blobs[hash]
}
