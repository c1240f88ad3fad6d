// Package evidence turns the files of an incident into facts: one citable observation each, with its place in a file,
// its time, and what was done to it on the way. One file a format; a new one is a file and a line in formats.go.
//
// It judges nothing: what facts speak for is said in blame/verdict. It never edits a file, and knows no repository.
package evidence

import "time"

// A Fact is one observation that a post-mortem can cite.
type Fact struct {
	ID      string    `json:"id"`                // E-001, E-002, … in the order of the manifest, then of its sources
	Kind    string    `json:"kind"`              // deployment, limit, observation, commit, annotation, environment, log, series
	Path    string    `json:"path"`              // in the bundle, slash-separated
	Line    int       `json:"line,omitempty"`    // 1-based; 0 where a pointer says the place
	Pointer string    `json:"pointer,omitempty"` // JSON pointer (RFC 6901)
	At      time.Time `json:"at,omitzero"`       // UTC; zero where the fact has no time
	Text    string    `json:"text"`              // the excerpt, secrets redacted
	// Transformation says what was done between the file and this fact: units, clock offsets, sorting.
	Transformation string `json:"transformation"`

	Deployment  *Deployment  `json:"-"`
	Limit       *Limit       `json:"-"`
	Observation *Observation `json:"-"`
	Commit      *Commit      `json:"-"`
	Annotation  *Annotation  `json:"-"`
	Log         *Log         `json:"-"`
	Series      *Series      `json:"-"`
}

// A Deployment is one roll-out as the manifest gives it. Whether Revision names a commit is for the history to say.
type Deployment struct {
	Version  string // the tag, where one is given
	Revision string // as written: a SHA, a tag, an image digest, or something that names no revision, such as HEAD
	Previous string // as written; "" where unknown
	At       time.Time
}

// A Limit is a memory limit of the manifest.
type Limit struct{ Bytes float64 }

// An Observation is a figure without a series.
type Observation struct {
	Metric string  // as written
	Role   Role    // what it measures, from the metric's name
	Phase  string  // baseline, pre-incident, peak, or "" where the name does not say
	Value  float64 // memory in bytes, errors and percentages as fractions of 1
	Unit   string  // as written
	At     time.Time
	Source string
}

// A Commit is a commit record of the manifest: a claim about a repository that is not there.
type Commit struct {
	SHA     string
	Date    time.Time
	Subject string
}

// An Annotation is somebody's unverified note.
type Annotation struct{ Text, Author string }

// A Log is one notable line of a log, or the account of a whole file (Signal "" and Lines > 0).
type Log struct {
	Level   string // INFO, WARN, ERROR, …, or ""
	Message string
	Signals []Signal
	Percent float64 // of a memory warning, 0 where it names none
}

// Has reports whether the line carries the signal.
func (l *Log) Has(s Signal) bool {
	for _, have := range l.Signals {
		if have == s {
			return true
		}
	}
	return false
}

// A Series is a metric over time.
type Series struct {
	Name    string
	Labels  map[string]string
	Role    Role
	Measure string // working set, resident set, heap, cgroup, percent of limit, or "" : kinds of memory that must not be mixed
	Unit    string // bytes, 1/s, fraction, count
	Samples []Sample
}

// A Sample is one value of a series at one time.
type Sample struct {
	At    time.Time
	Value float64
}

// A File is a raw file of the bundle, and what was understood of it.
type File struct {
	Path          string `json:"path"`
	Format        string `json:"format"`
	SHA256        string `json:"sha256"`
	Bytes         int    `json:"bytes"`
	Records       int    `json:"records"`            // samples or log lines read
	Notable       int    `json:"notable,omitempty"`  // log lines that became facts of their own
	Unparsed      int    `json:"unparsed,omitempty"` // lines that this format does not explain; they are counted, never skipped silently
	FirstUnparsed int    `json:"first_unparsed,omitempty"`
	Note          string `json:"note,omitempty"`
}

// A Role says what a series or an observation measures.
type Role string

// The roles of the manifest.
const (
	Memory   Role = "memory"
	MemLimit Role = "limit"
	Requests Role = "requests"
	Errors   Role = "errors"
	Restarts Role = "restarts"
)
