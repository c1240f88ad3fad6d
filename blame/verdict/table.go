// Package verdict measures how memory behaved and weighs the hypotheses of an incident against each other. The numbers
// it weighs with are data (weighing.yaml, argued for in docs/weighing.md); this code only applies them.
//
// It reads no files, knows no git, and writes no sentence of the post-mortem: that is blame/postmortem.
package verdict

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

//go:embed weighing.yaml
var weighing []byte

// The hypotheses that the code speaks of by name. The table may hold more.
const (
	Application   = "application"
	SomethingElse = "else"
)

// A Table is the versioned data of the weighing.
type Table struct {
	Version    int          `yaml:"version"`
	Hypotheses []Hypothesis `yaml:"hypotheses"`
	Checks     []Check      `yaml:"checks"`
	Family     []FamilyMark `yaml:"family"`
	Unknowns   []Unknown    `yaml:"unknowns"`
}

// A Hypothesis is a possible cause.
type Hypothesis struct {
	ID       string   `yaml:"id"`
	Title    string   `yaml:"title"`
	Category string   `yaml:"category"`
	Prior    float64  `yaml:"prior"` // relative weight; the priors are normalised
	Home     []string `yaml:"home"`  // the groups without which the hypothesis is NOT ASSESSED
}

// A Check asks one question of the evidence.
type Check struct {
	ID       string             `yaml:"id"`
	Group    string             `yaml:"group"`
	Asks     string             `yaml:"asks"`
	Outcomes map[string]Outcome `yaml:"outcomes"`
}

// An Outcome is one answer, and how likely each hypothesis makes it.
type Outcome struct {
	Says  string          `yaml:"says"`
	Marks map[string]Mark `yaml:"marks"`
	With  string          `yaml:"with"` // a check without whose answer this outcome cannot be had
}

// A FamilyMark weighs one property of a finding against 'elsewhere in the application'.
type FamilyMark struct {
	ID        string `yaml:"id"`
	Says      string `yaml:"says"`
	Finding   Mark   `yaml:"finding"`
	Elsewhere Mark   `yaml:"elsewhere"`
}

// An Unknown is something that could be collected, and the checks that it would answer.
type Unknown struct {
	ID     string   `yaml:"id"`
	What   string   `yaml:"what"`
	Gate   string   `yaml:"gate"`
	Checks []string `yaml:"checks"`
}

// A Mark is a likelihood in words.
type Mark string

var likelihoods = map[Mark]float64{"++": .9, "+": .7, "0": .5, "-": .3, "--": .1}

// Likelihood of a mark; a mark that is not given is 0, which is .5.
func (m Mark) Likelihood() float64 {
	if l, ok := likelihoods[m]; ok {
		return l
	}
	return likelihoods["0"]
}

// LoadTable returns the built-in table. An error says that the table contradicts itself.
func LoadTable() (*Table, error) { return parseTable(weighing) }

func parseTable(data []byte) (*Table, error) {
	var t Table
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&t); err != nil {
		return nil, fmt.Errorf("weighing.yaml: %w", err)
	}
	return &t, t.check()
}

// check refuses a table in which a name leads nowhere: a mark for a hypothesis that is not there would be lost silently.
func (t *Table) check() error {
	known := map[string]bool{}
	for _, h := range t.Hypotheses {
		known[h.ID] = true
	}
	if !known[SomethingElse] || !known[Application] {
		return fmt.Errorf("weighing.yaml: the hypotheses %q and %q must be there", Application, SomethingElse)
	}
	for _, c := range t.Checks {
		for name, o := range c.Outcomes {
			if o.With != "" && t.Check(o.With) == nil {
				return fmt.Errorf("weighing.yaml: check %s, outcome %s: with names no check: %s", c.ID, name, o.With)
			}
			for h, m := range o.Marks {
				if _, ok := likelihoods[m]; !ok || !known[h] || h == SomethingElse {
					return fmt.Errorf("weighing.yaml: check %s, outcome %s: mark %q for %q", c.ID, name, m, h)
				}
			}
		}
	}
	for _, u := range t.Unknowns {
		for _, id := range u.Checks {
			if t.Check(id) == nil {
				return fmt.Errorf("weighing.yaml: unknown %s names no check: %s", u.ID, id)
			}
		}
	}
	return nil
}

// Check returns the check with the id, or nil.
func (t *Table) Check(id string) *Check {
	i := slices.IndexFunc(t.Checks, func(c Check) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &t.Checks[i]
}

// Groups returns the dependence groups in the order of the table.
func (t *Table) Groups() []string {
	var out []string
	for _, c := range t.Checks {
		if !slices.Contains(out, c.Group) {
			out = append(out, c.Group)
		}
	}
	return out
}
