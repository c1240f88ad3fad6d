// Package origin finds the commit at which a finding became true, and the one at which it ceased to be. Scan does so for every
// finding of a range of commits, Of for findings of one revision. The commit to blame is not the one that last touched the line:
// it is the one before which the code, analysed, was not yet a leak. Where the history does not tell, the answer is an abstention.
//
// A finding is true at a commit when it is there at the level asked for, or above; below that level it is followed, so that a
// note that becomes a warning is one finding with one origin. Every answer satisfies: true at the commit, false at all its parents.
//
// It does not read git itself (blame/history does), judges no code (analyzers do), and prints nothing.
package origin

import (
	"context"
	"time"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
	"github.com/growlint/growlint/blame/history"
)

// An Analyzer runs the suite over a tree; *analyzers.Engine is one.
type Analyzer interface {
	Run(ctx context.Context, tree source.Tree) (*analyzers.Result, error)
}

// Options of Scan and Of.
type Options struct {
	// Level is the level at which a finding counts as true; warning when empty.
	Level finding.Level
	// AllParents makes Scan follow the commits that merges brought in, too.
	AllParents bool
	// All makes Scan return the findings that were true before the range and still are, too.
	All bool
	// Progress, where set, is told how many commits of how many are done.
	Progress func(done, total int)
}

func (o Options) level() finding.Level {
	if o.Level == "" {
		return finding.Warning
	}
	return o.Level
}

// found says that a commit did it.
func found(c history.Commit, change string, contributors []finding.Contributor) finding.Transition {
	return finding.Transition{
		Status: finding.Found, Commit: c.Hash, Author: c.Author, Date: c.Authored.Format(time.RFC3339),
		Subject: c.Subject, Change: change, Contributors: contributors,
	}
}

func abstained(why string) finding.Transition {
	return finding.Transition{Status: finding.Abstained, Why: why}
}

// short is a commit's name for a sentence.
func short(hash string) string { return hash[:min(len(hash), 12)] }
