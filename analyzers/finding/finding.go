// Package finding holds what growlint says about one holder: the finding, its parts and its levels, in the shape
// that `--format json` prints. It knows no rule, no Python and no git; every other room speaks in its terms.
//
// What a finding is, and when it is true, is said in docs/detection.md.
package finding

import (
	"cmp"
	"fmt"
	"slices"
)

// Version of the JSON contract. It changes when a reader of the old one would misread the new one.
const Version = 1

// A Level says how sure a finding is and so what it may cost its reader.
type Level string

// The levels, from the one that only explains to the one that must stop a merge.
const (
	Note    Level = "note"
	Warning Level = "warning"
	Error   Level = "error"
)

var rank = map[Level]int{Note: 1, Warning: 2, Error: 3}

// ParseLevel reads a level as the user writes it.
func ParseLevel(s string) (Level, error) {
	if _, ok := rank[Level(s)]; !ok {
		return "", fmt.Errorf("unknown level %q: use note, warning or error", s)
	}
	return Level(s), nil
}

// AtLeast reports whether l is as severe as floor, or more.
func (l Level) AtLeast(floor Level) bool { return rank[l] >= rank[floor] }

// Min returns the less severe of two levels.
func Min(a, b Level) Level {
	if rank[a] < rank[b] {
		return a
	}
	return b
}

// A Finding is one holder that outlives what feeds it and is not, or not on every path, emptied.
type Finding struct {
	Rule        string       `json:"rule"`
	Level       Level        `json:"level"`
	Confidence  float64      `json:"confidence"` // 0 to 1; the reasons add up to it in log-odds
	Fingerprint string       `json:"fingerprint"`
	Message     string       `json:"message"`
	Path        string       `json:"path"` // slash-separated, relative to the root of the tree
	Line        int          `json:"line"` // 1-based; the first growth
	Column      int          `json:"column"`
	EndLine     int          `json:"end_line"`
	EndColumn   int          `json:"end_column"`
	Symbol      string       `json:"symbol"` // qualified name inside the file
	Holder      Holder       `json:"holder"`
	Growth      []Growth     `json:"growth"`
	Evictions   []Eviction   `json:"evictions"`
	Entry       []Step       `json:"entry"` // from the entry point to the growth
	Reasons     []Reason     `json:"reasons"`
	Fixes       []Fix        `json:"fixes"`
	Suppressed  *Suppression `json:"suppressed"`
	Cause       *Cause       `json:"cause"`
	Introduced  Transition   `json:"introduced"`
	Ended       *Transition  `json:"ended,omitempty"`

	// Footprint is what the answer rests on: it decides which changes can alter it. It is not part of the contract.
	Footprint Footprint `json:"-"`
}

// A Holder is the container that grows.
type Holder struct {
	Kind  string `json:"kind"`  // dict, list, set, deque, queue, counter, defaultdict, cache, …
	Scope string `json:"scope"` // process, worker, connection, session, …: the time in which it lives
	Why   string `json:"why"`   // the proof that it lives that long
	Path  string `json:"path"`  // where it is bound
	Line  int    `json:"line"`
}

// A Growth is a place where something is put in.
type Growth struct {
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Function string `json:"function"`
	Text     string `json:"text"`   // the source line, trimmed
	Per      string `json:"per"`    // request, message, task, call, …: the event that recurs
	Driver   string `json:"driver"` // what is put in, and where its key comes from
	Domain   string `json:"domain"` // open, unknown, bounded, configuration, type, constant
}

// An Eviction is a place where something is taken out, and why that does not bound the holder.
type Eviction struct {
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Function string `json:"function"`
	Text     string `json:"text"`
	WhyNot   string `json:"why_not"`
}

// A Step is one function on the way from an entry point to the growth.
type Step struct {
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Function string `json:"function"`
	Why      string `json:"why"`
}

// A Reason is one fact that moved the confidence, and by how much.
type Reason struct {
	What   string  `json:"what"`
	Weight float64 `json:"weight"` // log-odds (natural logarithm)
}

// A Fix is a change that would bound the holder.
type Fix struct {
	Message string `json:"message"`
	Edits   []Edit `json:"edits"`
}

// An Edit replaces a span of a file.
type Edit struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	NewText   string `json:"new_text"`
}

// A Suppression says who silenced a finding and why. The finding stays, marked.
type Suppression struct {
	Kind   string `json:"kind"` // comment, baseline
	Reason string `json:"reason"`
	Path   string `json:"path"`
	Line   int    `json:"line"`
}

// A Cause is the changed line that made a finding true, in a run for new findings only.
type Cause struct {
	Path string `json:"path"`
	Line int    `json:"line"`
	Why  string `json:"why"`
}

// The states of a Transition.
const (
	NotAsked  = "not_asked" // nobody asked the history
	Found     = "found"
	Abstained = "abstained" // the history does not tell; Why says what stood in the way
)

// A Transition is the commit at which a finding became true, or ceased to be.
type Transition struct {
	Status       string        `json:"status"`
	Commit       string        `json:"commit,omitempty"` // 40 hexadecimal digits
	Author       string        `json:"author,omitempty"`
	Date         string        `json:"date,omitempty"` // RFC 3339, the author's date
	Subject      string        `json:"subject,omitempty"`
	Change       string        `json:"change,omitempty"` // growth introduced, eviction removed, …
	Contributors []Contributor `json:"contributors,omitempty"`
	Why          string        `json:"why,omitempty"`
}

// A Contributor is a commit that did a part of a transition.
type Contributor struct {
	Commit  string `json:"commit"`
	Subject string `json:"subject"`
	Change  string `json:"change"`
}

// A Footprint names everything that an answer consulted. Absent facts are named too ("nobody else constructs
// this class"): a file that is added later must be able to overturn an answer.
type Footprint struct {
	Paths []string // files whose facts were consulted
	Names []string // names whose occurrences anywhere in the tree were asked for, found or not
}

// A Skip is a file that was not analysed, or not wholly.
type Skip struct {
	Path string `json:"path"`
	Line int    `json:"line,omitempty"`
	Why  string `json:"why"` // what happened and what to do
}

// A Summary counts what was looked at.
type Summary struct {
	Files      int            `json:"files"`
	Lines      int            `json:"lines"`
	Counts     map[Level]int  `json:"counts"`
	Skipped    int            `json:"skipped"`
	Suppressed int            `json:"suppressed"`
	LeftOut    map[string]int `json:"left_out"` // files left out by default, by reason
	// Submodules names the folders that were left out as repositories of their own.
	Submodules []string `json:"submodules,omitempty"`
}

// Sort puts findings into the one order in which they are ever printed.
func Sort(fs []Finding) {
	for i := 1; i < len(fs); i++ {
		if order(&fs[i-1], &fs[i]) > 0 { // most lists are in order but for a few
			slices.SortFunc(fs, func(a, b Finding) int { return order(&a, &b) })
			return
		}
	}
}

func order(a, b *Finding) int {
	return cmp.Or(
		cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Symbol, b.Symbol), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint))
}
