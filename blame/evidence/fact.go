// Package evidence turns the files of an incident into facts: one citable observation each, with its place in a file,
// its time, and what was done to it on the way. One file a format; a new one is a file and a line in formats.go.
//
// It judges nothing: what facts speak for is said in blame/verdict. It never edits a file, and knows no repository.
package evidence

import "time"

// A Fact is one observation that a post-mortem can cite.
type Fact struct {
	ID      string    `json:"id"`                // E-001, E-002, … in the order of the manifest, then of its sources
	Kind    string    `json:"kind"`              // deployment, limit, observation, commit, annotation, environment, window, log, series, termination, start, event, alert, rule, tag, image
	Path    string    `json:"path"`              // in the bundle, slash-separated
	Line    int       `json:"line,omitempty"`    // 1-based; 0 where a pointer says the place
	Pointer string    `json:"pointer,omitempty"` // JSON pointer (RFC 6901)
	At      time.Time `json:"at,omitzero"`       // UTC; zero where the fact has no time
	Pod     string    `json:"pod,omitempty"`     // the pod or process that it is about; "" where that is not told
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
	Termination *Termination `json:"-"`
	Alert       *Alert       `json:"-"`
	Rule        *Rule        `json:"-"`
	Tag         *Tag         `json:"-"`
	Image       *Image       `json:"-"`
}

// A Deployment is one roll-out, as the manifest or a deployment system gives it. Whether Revision names a commit is for the history to say.
type Deployment struct {
	Version     string    // the tag, where one is given
	Revision    string    // as written: a SHA, a tag, an image digest, or something that names no revision, such as HEAD
	Previous    string    // as written; "" where unknown
	At          time.Time // when it was live; zero where the record does not say that
	Environment string
	Unit        string   // the application, where the record names it: what ran before is a question about one only
	Others      []string // further names of what was deployed: of other sources, images
	Failed      bool     // it never became live
}

// A Limit is a memory limit in force.
type Limit struct{ Bytes float64 }

// A Termination is how a container's process ended, as its platform recorded it.
type Termination struct {
	Container         string
	Reason            string // OOMKilled, Error, Completed, …
	ExitCode          int    // 137 is 128 + SIGKILL
	Started, Finished time.Time
}

// An Alert is one that fired.
type Alert struct {
	Name, Severity string
	Starts         time.Time
	Ends           time.Time // zero while it is firing, and where the record only guesses
	Own            bool      // it names the service, or no service at all
}

// A Rule is an alerting rule of Prometheus.
type Rule struct {
	Group, Name, Expr string
	For               time.Duration
	Labels            map[string]string
	Line              int // in its file
}

// A Tag is a tag of a repository that is not there. When it was made is not when anything was rolled out.
type Tag struct {
	Name, Commit string
	At           time.Time
}

// An Image says which commit a container image was built from, by its OCI revision label.
type Image struct {
	Names    []string // tags and digests
	Revision string
	Version  string
}

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

// A Log is one notable line of a log, or the same from a platform: an event, a termination, an alert.
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
	Host     Role = "host" // memory that the host has available
)
