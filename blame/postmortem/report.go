package postmortem

import (
	"slices"
	"time"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/verdict"
)

// Version of the JSON of a post-mortem. It changes when a reader of the old one would misread the new one.
const Version = 1

// A Report is a post-mortem: everything that any output shows of it.
type Report struct {
	Version      int               `json:"version"`
	ID           string            `json:"id"`
	Title        string            `json:"title"`
	Service      string            `json:"service"`
	Environment  string            `json:"environment"`
	Status       verdict.Status    `json:"status"`  // of the leading hypothesis
	Leader       string            `json:"leader"`  // its id
	Percent      int               `json:"percent"` // its share
	RootCause    *RootCause        `json:"root_cause"`
	Sections     []Section         `json:"sections"`
	Timeline     []Event           `json:"timeline"`
	Memory       Memory            `json:"memory"`
	Verdict      *verdict.Verdict  `json:"verdict"`
	Deployed     Revision          `json:"deployed"`
	Previous     Revision          `json:"previous"`
	Findings     []finding.Finding `json:"findings"`
	Uncertainty  []NextStep        `json:"uncertainty"`
	Evidence     []evidence.Fact   `json:"evidence"`
	Files        []evidence.File   `json:"files"`
	Proofs       []Proof           `json:"proofs"`
	Calibration  string            `json:"calibration"`
	TableVersion int               `json:"table_version"`
}

// A RootCause names the line and the commit, where the gates allow it.
type RootCause struct {
	Commit     string   `json:"commit"`
	Author     string   `json:"author"`
	Date       string   `json:"date"`
	Subject    string   `json:"subject"`
	Path       string   `json:"path"`
	Line       int      `json:"line"`
	Symbol     string   `json:"symbol"`
	Rule       string   `json:"rule"`
	Confidence float64  `json:"finding_confidence"` // of the finding, not of the hypothesis
	Cites      []string `json:"cites"`
}

// A Section is one heading of the post-mortem.
type Section struct {
	Number int     `json:"number"` // of the specification's table
	Key    string  `json:"key"`    // what --sections takes
	Under  string  `json:"under,omitempty"`
	Title  string  `json:"title"`
	Blocks []Block `json:"blocks"`
}

// A Block is a part of a section: claims, a table, or text that is quoted as it is.
type Block struct {
	Heading string   `json:"heading,omitempty"`
	Level   int      `json:"level,omitempty"` // 3 for a heading of its own; otherwise a bold line
	Claims  []Claim  `json:"claims,omitempty"`
	Ordered bool     `json:"ordered,omitempty"`
	Table   *Table   `json:"table,omitempty"`
	Excerpt *Excerpt `json:"excerpt,omitempty"`
	Chart   *Chart   `json:"chart,omitempty"`
	// Hypothesis is its id, on the heading of what is said about it.
	Hypothesis string `json:"hypothesis,omitempty"`
}

// A Table is a table whose rows carry their citations.
type Table struct {
	Columns []string `json:"columns"`
	Rows    []Row    `json:"rows"`
}

// A Row of a Table.
type Row struct {
	Cells []string  `json:"cells"`
	Cites []string  `json:"cites"`
	Kind  EventKind `json:"kind,omitempty"` // of a row of the timeline
}

// An Excerpt is quoted text of several lines, such as a diff.
type Excerpt struct {
	Info  string   `json:"info"` // diff, python, text
	Text  string   `json:"text"`
	Cites []string `json:"cites"`
}

// An Event is one row of the timeline.
type Event struct {
	At          time.Time `json:"at"`
	Kind        EventKind `json:"kind"`
	FromStart   *float64  `json:"from_start_s"`   // seconds since the start of the process that failed
	FromRollOut *float64  `json:"from_rollout_s"` // seconds since the roll-out
	What        string    `json:"what"`
	Source      string    `json:"source"`
	Cites       []string  `json:"cites"`
}

// An EventKind says what sort of event one is.
type EventKind string

// The kinds of events.
const (
	CommitEvent      EventKind = "commit"
	DeploymentEvent  EventKind = "deployment"
	StartEvent       EventKind = "start"
	WarningEvent     EventKind = "warning"
	FailureEvent     EventKind = "failure"
	AlertEvent       EventKind = "alert"
	AcknowledgeEvent EventKind = "acknowledged"
	EndEvent         EventKind = "end"
	OtherEvent       EventKind = "other"
)

// Memory is the measured behaviour, life by life.
type Memory struct {
	Measure string  `json:"measure"`
	Limit   float64 `json:"limit_bytes,omitempty"`
	Lives   []Life  `json:"lives"`
}

// A Life is one process' memory. Interval ends that n does not allow are absent.
type Life struct {
	From     time.Time         `json:"from"`
	To       time.Time         `json:"to"`
	Deployed bool              `json:"deployed"`
	N        int               `json:"n"`
	P        float64           `json:"p"`
	Slope    Quantity          `json:"slope"`
	LastP    float64           `json:"last_third_p"`
	Rising   bool              `json:"rising"`
	Shape    string            `json:"shape"`
	Cites    []string          `json:"cites"`
	Samples  []evidence.Sample `json:"-"`
	Measured *verdict.Life     `json:"-"`
	Exhaust  *Quantity         `json:"exhaustion,omitempty"`
	Labels   map[string]string `json:"labels,omitempty"`
}

// A Revision is what a bundle says ran, and what history makes of it.
type Revision struct {
	As     string `json:"as"`     // as written
	Commit string `json:"commit"` // 40 hexadecimal digits, or "" where it is unresolved
	Why    string `json:"why"`    // of an unresolved one
}

// A NextStep is an unknown with what would end it.
type NextStep struct {
	verdict.Ranked
	Command string `json:"command"`
}

// Section returns the section with the key, or nil.
func (r *Report) Section(key string) *Section {
	i := slices.IndexFunc(r.Sections, func(s Section) bool { return s.Key == key })
	if i < 0 {
		return nil
	}
	return &r.Sections[i]
}

// Claim returns the first claim with the key; ok is false where there is none.
func (r *Report) Claim(key string) (c Claim, ok bool) {
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			for _, c := range b.Claims {
				if c.Key == key {
					return c, true
				}
			}
		}
	}
	return Claim{}, false
}

// SectionKeys lists what --sections takes, in order.
func (r *Report) SectionKeys() []string {
	var out []string
	for _, s := range r.Sections {
		out = append(out, s.Key)
	}
	return out
}
