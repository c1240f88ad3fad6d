// Package analyzers is the suite of rules and the driver that runs them over one tree. A tree (package source) goes in, findings come out.
//
// The rules are golang.org/x/tools/go/analysis analyzers; the driver is our own, because the stock ones cannot serve Python: checker reads Go
// packages from disk and overflows on import cycles, which Python allows, and analysistest passes silently on .py files. The package
// knows text only: no git, no incident, no output format.
package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/unboundedattribute"
	"github.com/growlint/growlint/analyzers/unboundedbuffer"
	"github.com/growlint/growlint/analyzers/unboundedcache"
	"github.com/growlint/growlint/analyzers/unboundedglobal"
	"github.com/growlint/growlint/analyzers/unboundedlabels"
	"github.com/growlint/growlint/analyzers/unboundedqueue"
	"github.com/growlint/growlint/analyzers/unboundedregistry"
	"github.com/growlint/growlint/analyzers/unboundedstore"
	"github.com/growlint/growlint/analyzers/unboundedtask"
)

// A Rule is one line of the suite.
type Rule struct {
	Analyzer *analysis.Analyzer
	Highest  finding.Level // what a finding of the rule may be at most
	Since    string        // the version that brought it
}

// Suite lists the rules, the most telling first: where two of them speak of one holder, the first gives the finding its name.
func Suite() []Rule {
	return []Rule{
		{unboundedcache.Analyzer, finding.Warning, "0.1"},
		{unboundedlabels.Analyzer, finding.Warning, "0.1"},
		{unboundedregistry.Analyzer, finding.Warning, "0.1"},
		{unboundedstore.Analyzer, finding.Warning, "0.1"},
		{unboundedqueue.Analyzer, finding.Error, "0.1"},
		{unboundedtask.Analyzer, finding.Error, "0.1"},
		{unboundedbuffer.Analyzer, finding.Error, "0.1"},
		{unboundedglobal.Analyzer, finding.Error, "0.1"},
		{unboundedattribute.Analyzer, finding.Error, "0.1"},
	}
}
