package verdict

import (
	"maps"
	"math"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/finding"
)

func table(t *testing.T) *Table {
	t.Helper()
	out, err := LoadTable()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// full answers every gate in favour of application growth.
var full = map[string]string{
	"code-finding": "new", "provenance-ancestry": "proven", "timing-onset": "after", "shape-trend": "rising",
	"load-requests": "flat", "exit-termination": "cgroup", "configuration-limit": "unchanged",
	"dependencies-lockfile": "unchanged",
}

func answers(outcomes map[string]string) []Answer {
	var out []Answer
	for c, o := range outcomes {
		out = append(out, Answer{Check: c, Outcome: o, Cites: []string{"E-001"}})
	}
	return out
}

func without(check string) map[string]string {
	out := maps.Clone(full)
	delete(out, check)
	return out
}

func TestDecibans(t *testing.T) {
	for m, want := range map[Mark]float64{"++": 2.553, "+": 1.461, "0": 0, "-": -2.218, "--": -6.990} {
		near(t, string(m), DB(m.Likelihood()), want, 0.001)
	}
}

func TestNothingKnownLeavesThePriors(t *testing.T) {
	v := Weigh(table(t), nil, nil)
	total := 0
	for _, s := range v.Standings {
		near(t, s.ID, s.Share, s.Prior, 1e-12)
		total += s.Percent
		if want := NotAssessed; s.ID != SomethingElse && s.Status != want {
			t.Errorf("%s is %s, want %s", s.ID, s.Status, want)
		}
	}
	if total != 100 {
		t.Errorf("percents add up to %d", total)
	}
}

// One check by hand: application .30·(.9/.5), the five others ·(.3/.5), something else as it was.
func TestPosteriorByHand(t *testing.T) {
	v := Weigh(table(t), answers(map[string]string{"code-finding": "new"}), nil)
	application := .30 * 1.8
	sum := application + (.15+.10+.10+.05+.10)*.6 + .20
	near(t, "application", v.Standing(Application).Share, application/sum, 1e-12)
	near(t, "something else", v.Standing(SomethingElse).Share, .20/sum, 1e-12)
}

// One hint that is written down twice must not count twice.
func TestOnlyTheStrongestOfAGroupCounts(t *testing.T) {
	one := Weigh(table(t), answers(map[string]string{"timing-onset": "after"}), nil)
	both := Weigh(table(t), answers(map[string]string{"timing-onset": "after", "timing-failure": "soon", "timing-before-after": "higher"}), nil)
	near(t, "application", both.Standing(Application).DB, one.Standing(Application).DB, 1e-12)
	counted := 0
	for _, c := range both.Standing(Application).Contributions {
		if c.Counted {
			counted++
		}
	}
	if counted != 1 {
		t.Errorf("%d contributions of one group counted", counted)
	}
}

func TestOfEquallyStrongMarksTheOneAgainstCounts(t *testing.T) {
	if !stronger(Contribution{DB: -2}, Contribution{DB: 2}) || stronger(Contribution{DB: 2}, Contribution{DB: -2}) {
		t.Error("a tie must go to the mark against")
	}
}

func TestConfirmedNeedsEveryGate(t *testing.T) {
	if v := Weigh(table(t), answers(full), nil); v.Standing(Application).Status != Confirmed {
		t.Fatalf("with all gates: %s, %.2f, %+v", v.Standing(Application).Status, v.Standing(Application).Share, v.Gates)
	}
	for _, check := range []string{"code-finding", "provenance-ancestry", "timing-onset", "load-requests", "dependencies-lockfile"} {
		v := Weigh(table(t), answers(without(check)), nil)
		if got := v.Standing(Application).Status; got != Leading {
			t.Errorf("without %s: %s, want %s", check, got, Leading)
		}
	}
}

// What came with the same roll-out, or at the same time, and speaks for another cause in its own kind of evidence keeps the gate shut, and
// the report says which.
func TestAnOpenRivalIsNotConfirmedOver(t *testing.T) {
	for check, outcome := range map[string]string{
		"dependencies-lockfile": "changed", "load-requests": "rise", "flags-record": "flipped-at-onset", "configuration-limit": "lowered", "host-neighbours": "pressed",
	} {
		with := maps.Clone(full)
		with[check] = outcome
		v := Weigh(table(t), answers(with), nil)
		if got := v.Standing(Application).Status; got == Confirmed || !v.gateShut("rivals") {
			t.Errorf("with %s %s: %s, %+v", check, outcome, got, v.Gates)
		}
	}
}

// However strong, a note does not lift the share over the gate.
func TestAnnotationOpensNoGate(t *testing.T) {
	few := map[string]string{"code-finding": "new", "provenance-ancestry": "proven", "timing-onset": "after", "annotation-hint": "application", "load-requests": "flat"}
	v := Weigh(table(t), answers(few), nil)
	share := v.Standing(Application).Share
	delete(few, "annotation-hint")
	if bare := Weigh(table(t), answers(few), nil).Standing(Application).Share; bare >= confirmShare || share <= bare {
		t.Fatalf("the case does not test the gate: %.3f with the note, %.3f without", share, bare)
	}
	if got := v.Standing(Application).Status; got != Leading {
		t.Errorf("status %s, want %s", got, Leading)
	}
}

func TestRuledOutNeedsADiscriminatingObservation(t *testing.T) {
	v := Weigh(table(t), answers(full), nil)
	for id, want := range map[string]Status{"traffic": RuledOut, "configuration": RuledOut, "host": RuledOut, "flag": NotAssessed, "dependency": RuledOut, SomethingElse: Possible} {
		if got := v.Standing(id).Status; got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

func TestTakingEvidenceAwayNeverRaisesTheLeader(t *testing.T) {
	all := Weigh(table(t), answers(full), nil).Standing(Application).Share
	for check := range full {
		if got := Weigh(table(t), answers(without(check)), nil).Standing(Application).Share; got > all+1e-12 {
			t.Errorf("without %s the share rises from %.4f to %.4f", check, all, got)
		}
	}
}

func TestLargestRemainder(t *testing.T) {
	got := largestRemainder([]float64{1. / 3, 1. / 3, 1. / 3}, 100)
	if got[0]+got[1]+got[2] != 100 || got[0] != 34 {
		t.Errorf("thirds: %v", got)
	}
}

func TestFamily(t *testing.T) {
	leak := finding.Finding{Path: "app.py", Line: 48, Level: finding.Warning, Growth: []finding.Growth{{Per: "request", Domain: "open"}}}
	old := finding.Finding{Path: "old.py", Line: 3, Level: finding.Warning}
	note := finding.Finding{Path: "note.py", Line: 3, Level: finding.Note}
	members := Rank(table(t), []Candidate{
		{Finding: &old, InService: true}, {Finding: &note, InService: true}, {Finding: &leak, New: true, InService: true},
	}, "after")
	if len(members) != 3 || members[0].Path != "app.py" || members[1].Path != "old.py" || members[2].Candidate != nil {
		t.Fatalf("order: %+v", members)
	}
	// By hand: 1.8·1.4·1.4 for the new one, .2·1.4 for the old one, .6 elsewhere.
	sum := 1.8*1.4*1.4 + .2*1.4 + .6
	near(t, "share of the new finding", members[0].Share, 1.8*1.4*1.4/sum, 1e-12)
	two := Rank(table(t), []Candidate{{Finding: &leak, New: true, InService: true}, {Finding: &leak, New: true, InService: true}}, "after")
	if two[0].Share >= namedShare {
		t.Errorf("one of two equal findings holds %.2f of the family and would be named alone", two[0].Share)
	}
}

func TestUnknownsThatKeepAGateShutComeFirst(t *testing.T) {
	v := Weigh(table(t), answers(map[string]string{"timing-failure": "soon"}), nil)
	var got []string
	for _, u := range v.Unknowns {
		got = append(got, u.ID)
		if u.Low > v.Standing(v.Leader).Share || u.High < v.Standing(v.Leader).Share {
			t.Errorf("%s: the present share lies outside of %v to %v", u.ID, u.Low, u.High)
		}
	}
	if head := strings.Join(got[:3], " "); head != "diff deployed memory" {
		t.Errorf("first: %s", head)
	}
	for i := 4; i < len(v.Unknowns); i++ {
		now := v.Standing(v.Leader).Share
		move := func(r Ranked) float64 { return math.Max(now-r.Low, r.High-now) }
		if move(v.Unknowns[i]) > move(v.Unknowns[i-1])+1e-12 {
			t.Errorf("%s could move more than %s before it", v.Unknowns[i].ID, v.Unknowns[i-1].ID)
		}
	}
}

func TestATableThatContradictsItselfIsRefused(t *testing.T) {
	for name, change := range map[string][2]string{
		"unknown hypothesis": {"{traffic: \"++\", application", "{trafic: \"++\", application"},
		"unknown mark":       {"traffic: \"++\"", "traffic: \"+++\""},
		"mark for else":      {"marks: {flag: \"+\"}", "marks: {else: \"+\"}"},
		"unknown field":      {"version: 4", "version: 4\nfoo: 1"},
	} {
		broken := strings.Replace(string(weighing), change[0], change[1], 1)
		if broken == string(weighing) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := parseTable([]byte(broken)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for id := range checkers {
		if table(t).Check(id) == nil {
			t.Errorf("checker %s answers no check of the table", id)
		}
	}
}
