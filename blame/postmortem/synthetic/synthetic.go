// Package synthetic makes incidents whose cause is known: a repository, and the evidence that a service with that cause would have left
// behind, out of a seeded model of its memory. Post-mortems of them are compared with the truth. It is for tests; whatever is measured on
// it is a statement about this model, and is to be called synthetic wherever it is quoted.
//
// What tells a truth apart (Truth.needs) was written down together with the model and before any of its incidents was weighed.
package synthetic

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
)

// The kinds of evidence that an incident leaves behind, and that can be withheld.
const (
	Memory   = "memory"
	Requests = "requests"
	Limits   = "limits"
	Restarts = "restarts"
	Errors   = "errors"
	AppLog   = "application log"
	Platform = "platform"
	Flags    = "flags"
	Host     = "host"
	Previous = "previous revision"
	Code     = "repository"
)

var kinds = []string{Memory, Requests, Limits, Restarts, Errors, AppLog, Platform, Flags, Host, Previous, Code}

// A Truth is one way in which a service runs out of memory.
type Truth struct {
	Name       string
	Hypothesis string // the hypothesis of the table that is right
	// needs is the evidence without which the truth cannot be told from another one, whoever reads it.
	needs []string
	set   func(*world)
}

// An Incident is a made one, written to disk.
type Incident struct {
	Truth    string
	Right    string // the hypothesis that is right
	Seed     uint64
	Bundle   string // folder
	Repo     string
	Withheld []string
	Allowed  bool   // the evidence that tells the truth apart is there
	Commit   string // the commit that is to blame, where one of the deployed range is; "" otherwise
	Others   []string
}

func (i Incident) String() string { return fmt.Sprintf("%s/%d", i.Truth, i.Seed) }

// Truths are all of them, in a fixed order. 'Several combined' is the leak under rising traffic; clocks that are off and evidence that is
// withheld are laid over the others.
var Truths = []Truth{
	{"leak in the deployed change", "application", []string{Code, Previous, Memory, Requests}, leakDeployed},
	{"older leak uncovered by traffic", "application", []string{Code, Memory, Requests}, olderLeak},
	{"load spike", "traffic", []string{Memory, Requests}, loadSpike},
	{"limit lowered", "configuration", []string{Limits, Memory}, limitLowered},
	{"dependency bump", "dependency", []string{Code, Previous, Memory, Requests}, dependencyBump},
	{"flag flip without a deployment", "flag", []string{Flags, Memory, Requests}, flagFlip},
	{"host pressure", "host", []string{Platform, Memory}, hostPressure},
	{"plateau after warm-up", "configuration", []string{Limits, Memory}, plateau},
	{"two leaks", "application", []string{Code, Previous, Memory, Requests}, twoLeaks},
	{"leak and rising traffic", "application", []string{Code, Previous, Memory, Requests}, leakAndTraffic},
	{"leak, clocks off", "application", []string{Code, Previous, Memory, Requests}, clocksOff},
	{"evidence withheld", "", nil, nil},
}

// Make writes the incident of a truth and a seed into temporary folders of the test. The same seed gives the same incident.
func Make(t testing.TB, truth Truth, seed uint64) Incident {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 20261125))
	name, withheld := truth.Name, map[string]bool{}
	if truth.set == nil {
		truth = Truths[rng.IntN(8)]
		name += ": " + truth.Name
		for _, k := range kinds {
			withheld[k] = rng.Float64() < .35
		}
	}
	w := newWorld(rng)
	truth.set(w)
	inc := Incident{Truth: name, Right: truth.Hypothesis, Seed: seed, Allowed: !w.ambiguous}
	for _, k := range kinds {
		if withheld[k] {
			inc.Withheld = append(inc.Withheld, k)
			inc.Allowed = inc.Allowed && !slices.Contains(truth.needs, k)
		}
	}
	b := historytest.New(t)
	shas := w.writeRepo(b)
	inc.Repo, inc.Commit, inc.Others = b.Dir, shas.culprit, shas.others
	w.simulate()
	inc.Bundle = t.TempDir()
	if err := w.writeBundle(inc.Bundle, b.Dir, shas, withheld); err != nil {
		t.Fatal(err)
	}
	return inc
}
