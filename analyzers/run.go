package analyzers

import (
	"context"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
)

// Options of an Engine.
type Options struct {
	// CacheDir is the folder of the on-disk cache of facts; "" keeps facts in memory only.
	CacheDir string
	// Workers is the number of files parsed at once; 0 means one a core.
	Workers int
}

// An Engine runs the suite over trees. It keeps the facts of blobs between runs, so that the second tree of a
// history costs only what differs from the first. Not safe for concurrent use.
type Engine struct{ opt Options }

// A Result is what one run over one tree found.
type Result struct {
	Findings []finding.Finding // sorted (finding.Sort), every level, suppressed ones marked
	Skipped  []finding.Skip
	Summary  finding.Summary
}

// New returns an Engine with nothing in memory.
func New(opt Options) (*Engine, error) { return &Engine{opt: opt}, nil }

// Close flushes the cache.
func (e *Engine) Close() error { return nil }

// Run analyses one tree.
func (e *Engine) Run(ctx context.Context, tree source.Tree) (*Result, error) { return &Result{}, nil }
