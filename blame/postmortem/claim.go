// Package postmortem builds the post-mortem of an incident as typed claims, each with the ids of what it rests on:
// facts (E-…), findings, proofs and diffs (C-…), searches that found nothing (N-…), methods (M-…). A claim that states a
// number or a cause and cites nothing cannot be built.
//
// It decides what is said and on what grounds; how it looks is the business of report, and how hypotheses are weighed
// that of blame/verdict.
package postmortem

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/growlint/growlint/blame/pattern"
)

// A Kind says what sort of statement a claim is.
type Kind string

// The kinds of claims.
const (
	Observation Kind = "observation" // read in the evidence
	Computation Kind = "computation" // worked out from it
	Cause       Kind = "cause"       // says that something brought something about
	Conflict    Kind = "conflict"    // pieces of evidence that cannot both be as they look
	Gap         Kind = "gap"         // what is missing, and what that prevents
	Action      Kind = "action"      // what to do
)

// A Quantity is a number that a claim states, for those who do not read prose.
type Quantity struct {
	Name  string   `json:"name"`
	Value float64  `json:"value"`
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
	Unit  string   `json:"unit"`
}

// A Claim is one statement of the post-mortem.
type Claim struct {
	Key    string     `json:"key"` // names the claim for tests and readers of the JSON; stable
	Kind   Kind       `json:"kind"`
	Text   string     `json:"text"`
	Values []Quantity `json:"values,omitempty"`
	Cites  []string   `json:"cites"`
}

// ErrUncited is what NewClaim refuses with: a number or a cause without evidence.
var ErrUncited = errors.New("a claim with a number or a cause needs the ids of its evidence")

var (
	citation = pattern.New(`^[ECNM]-\d+$`)
	digit    = pattern.New(`\d`)
)

// NewClaim builds a claim. It returns ErrUncited for a number (in the text or as a value) or a cause without citations,
// and an error for a citation that is no id or a value that is no number.
func NewClaim(key string, kind Kind, text string, cites []string, values ...Quantity) (Claim, error) {
	if len(cites) == 0 && (kind == Cause || len(values) > 0 || digit.MatchString(text)) {
		return Claim{}, fmt.Errorf("claim %s, %q: %w", key, text, ErrUncited)
	}
	for _, id := range cites {
		if !citation.MatchString(id) {
			return Claim{}, fmt.Errorf("claim %s cites %q, which is no id", key, id)
		}
	}
	for _, v := range values {
		if math.IsNaN(v.Value) || math.IsInf(v.Value, 0) {
			return Claim{}, fmt.Errorf("claim %s: %s is %v, which is no number to state", key, v.Name, v.Value)
		}
	}
	return Claim{Key: key, Kind: kind, Text: text, Values: values, Cites: unique(cites)}, nil
}

// Value returns the quantity of a name; ok is false where the claim states none.
func (c Claim) Value(name string) (q Quantity, ok bool) {
	for _, v := range c.Values {
		if v.Name == name {
			return v, true
		}
	}
	return Quantity{}, false
}

// A Proof is what the code side can be cited by (C-…), a search that found nothing (N-…), or a method (M-…).
type Proof struct {
	ID   string `json:"id"`
	What string `json:"what"`  // finding, origin, ancestry, diff, search, method
	Text string `json:"text"`  // what it shows
	Path string `json:"path"`  // file of the repository, where there is one
	Line int    `json:"line"`  // in that file
	Look string `json:"where"` // where was looked, for N-…; how it was made, for the others
}

// A book keeps the proofs and knows every id that may be cited.
type book struct {
	proofs []Proof
	known  map[string]bool
	next   map[string]int
}

func newBook() *book { return &book{known: map[string]bool{}, next: map[string]int{}} }

// add files a proof under the next free id of its class (C, N or M) and returns the id.
func (b *book) add(class string, p Proof) string {
	b.next[class]++
	p.ID = fmt.Sprintf("%s-%03d", class, b.next[class])
	b.proofs = append(b.proofs, p)
	b.known[p.ID] = true
	return p.ID
}

// A writer builds claims and remembers the first that could not be built, so that sections read as what they say.
type writer struct {
	*book
	err error
}

func (w *writer) claim(key string, kind Kind, cites []string, text string, values ...Quantity) Claim {
	c, err := NewClaim(key, kind, text, cites, values...)
	w.fail(err)
	for _, id := range c.Cites {
		if !w.known[id] {
			w.fail(fmt.Errorf("claim %s cites %s, which does not exist", key, id))
		}
	}
	return c
}

func (w *writer) gap(key, text string, cites ...string) Claim { return w.claim(key, Gap, cites, text) }

// row makes a row of a table under the same rule as a claim.
func (w *writer) row(cites []string, cells ...string) Row {
	c := w.claim("table", Observation, cites, strings.Join(cells, " "))
	return Row{Cells: cells, Cites: c.Cites}
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func unique(ids []string) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
