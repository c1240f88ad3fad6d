package verdict

import (
	"math"
	"testing"
	"time"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/evidence"
)

// A made-up day: an hour before the roll-out, an hour after it, one sample a minute.
var rolledOut = day.Add(time.Hour)

type shape func(minute int) float64

func flat(level float64) shape {
	return func(m int) float64 { return level + float64(m*13%7) }
}

func rise(from, perMinute float64) shape {
	return func(m int) float64 { return from + perMinute*float64(m) + float64(m*13%7) }
}

func warmUp(m int) float64 { return math.Min(100+20*float64(m), 400) + float64(m*13%7) }

// late is flat for two thirds of the hour and rises then.
func late(m int) float64 { return 100 + math.Max(0, float64(m-40))*20 + float64(m*13%7) }

// wave goes up and comes back within the hour.
func wave(m int) float64 { return 200 + 150*math.Sin(float64(m)/60*4*math.Pi) }

func seriesOf(role evidence.Role, before, after shape) evidence.Fact {
	s := &evidence.Series{Role: role, Unit: "bytes"}
	for m := range 60 {
		if before != nil {
			s.Samples = append(s.Samples, evidence.Sample{At: day.Add(time.Duration(m) * time.Minute), Value: before(m)})
		}
	}
	for m := range 60 {
		if after != nil {
			s.Samples = append(s.Samples, evidence.Sample{At: rolledOut.Add(time.Duration(m) * time.Minute), Value: after(m)})
		}
	}
	return evidence.Fact{ID: "E-010", Kind: "series", Series: s}
}

func logLine(minute int, signals ...evidence.Signal) evidence.Fact {
	return evidence.Fact{ID: "E-020", Kind: "log", At: rolledOut.Add(time.Duration(minute) * time.Minute), Log: &evidence.Log{Signals: signals}}
}

func limitOf(v float64) evidence.Fact {
	return evidence.Fact{ID: "E-030", Kind: "limit", Limit: &evidence.Limit{Bytes: v}}
}

// ask evaluates one check on a bundle with a roll-out and the given facts.
func ask(check string, code Code, facts ...evidence.Fact) Answer {
	b := &evidence.Bundle{Manifest: &evidence.Manifest{}}
	b.Facts = append([]evidence.Fact{{ID: "E-001", Kind: "deployment", At: rolledOut, Deployment: &evidence.Deployment{At: rolledOut}}}, facts...)
	m := FindMoments(b)
	a := checkers[check](&Case{Bundle: b, Moments: m, Memory: MeasureMemory(b, at(m.RollOut)), Code: code})
	return a
}

func TestChecks(t *testing.T) {
	constant := func(v float64) shape { return func(int) float64 { return v } }
	warning := &finding.Finding{Level: finding.Warning}
	for name, c := range map[string]struct {
		check string
		want  string
		code  Code
		facts []evidence.Fact
	}{
		"onset after":                   {"timing-onset", "after", Code{}, []evidence.Fact{seriesOf(evidence.Memory, flat(100), rise(100, 9))}},
		"onset before":                  {"timing-onset", "before", Code{}, []evidence.Fact{seriesOf(evidence.Memory, rise(100, 9), rise(100, 9))}},
		"onset later":                   {"timing-onset", "later", Code{}, []evidence.Fact{seriesOf(evidence.Memory, flat(100), late)}},
		"no growth":                     {"timing-onset", "never", Code{}, []evidence.Fact{seriesOf(evidence.Memory, flat(100), flat(100))}},
		"onset of one side":             {"timing-onset", "", Code{}, []evidence.Fact{seriesOf(evidence.Memory, nil, rise(100, 9))}},
		"higher at the same age":        {"timing-before-after", "higher", Code{}, []evidence.Fact{seriesOf(evidence.Memory, flat(100), rise(100, 9))}},
		"same at the same age":          {"timing-before-after", "same", Code{}, []evidence.Fact{seriesOf(evidence.Memory, flat(100), flat(100))}},
		"failure soon":                  {"timing-failure", "soon", Code{}, []evidence.Fact{logLine(30, evidence.Crash)}},
		"failure later":                 {"timing-failure", "later", Code{}, []evidence.Fact{logLine(31, evidence.Crash)}},
		"no failure":                    {"timing-failure", "", Code{}, nil},
		"rising":                        {"shape-trend", "rising", Code{}, []evidence.Fact{seriesOf(evidence.Memory, nil, rise(100, 9))}},
		"plateau":                       {"shape-trend", "plateau", Code{}, []evidence.Fact{seriesOf(evidence.Memory, nil, warmUp)}},
		"flat":                          {"shape-trend", "flat", Code{}, []evidence.Fact{seriesOf(evidence.Memory, nil, flat(100))}},
		"load flat":                     {"load-requests", "flat", Code{}, []evidence.Fact{seriesOf(evidence.Requests, constant(100), constant(119))}},
		"load unclear":                  {"load-requests", "unclear", Code{}, []evidence.Fact{seriesOf(evidence.Requests, constant(100), constant(120))}},
		"load rises":                    {"load-requests", "rise", Code{}, []evidence.Fact{seriesOf(evidence.Requests, constant(100), constant(150))}},
		"limit unchanged":               {"configuration-limit", "unchanged", Code{}, []evidence.Fact{seriesOf(evidence.MemLimit, constant(1000), constant(1000)), seriesOf(evidence.Memory, flat(100), flat(100))}},
		"limit lowered":                 {"configuration-limit", "lowered", Code{}, []evidence.Fact{seriesOf(evidence.MemLimit, constant(1000), constant(500)), seriesOf(evidence.Memory, flat(100), flat(100))}},
		"limit tight":                   {"configuration-limit", "tight", Code{}, []evidence.Fact{limitOf(110), seriesOf(evidence.Memory, flat(100), flat(100))}},
		"limit ample":                   {"configuration-limit", "ample", Code{}, []evidence.Fact{limitOf(1000), seriesOf(evidence.Memory, flat(100), flat(100))}},
		"limit alone":                   {"configuration-limit", "", Code{}, []evidence.Fact{limitOf(1000)}},
		"killed by the cgroup":          {"exit-termination", "cgroup", Code{}, []evidence.Fact{logLine(5, evidence.CgroupKill, evidence.SigKill)}},
		"killed by the host":            {"exit-termination", "global", Code{}, []evidence.Fact{logLine(5, evidence.GlobalOOM, evidence.SigKill)}},
		"killed":                        {"exit-termination", "sigkill", Code{}, []evidence.Fact{logLine(5, evidence.SigKill)}},
		"crash is no exit code":         {"exit-termination", "", Code{}, []evidence.Fact{logLine(5, evidence.Crash)}},
		"allocation":                    {"exit-message", "allocation", Code{}, []evidence.Fact{logLine(5, evidence.AllocationFail)}},
		"flag":                          {"flags-record", "flipped", Code{}, []evidence.Fact{logLine(-5, evidence.FlagChange)}},
		"note on growth":                {"annotation-hint", "application", Code{}, []evidence.Fact{{ID: "E-9", Annotation: &evidence.Annotation{Text: "an unbounded cache"}}}},
		"note on load":                  {"annotation-hint", "traffic", Code{}, []evidence.Fact{{ID: "E-9", Annotation: &evidence.Annotation{Text: "a spike"}}}},
		"note on nothing":               {"annotation-hint", "", Code{}, []evidence.Fact{{ID: "E-9", Annotation: &evidence.Annotation{Text: "please look"}}}},
		"no repository":                 {"code-finding", "", Code{Why: "no repository"}, nil},
		"nothing found":                 {"code-finding", "none", Code{}, nil},
		"old finding":                   {"code-finding", "old", Code{Candidates: []Candidate{{Finding: warning, InService: true}}}, nil},
		"new finding":                   {"code-finding", "new", Code{Candidates: []Candidate{{Finding: warning, InService: true, New: true}}}, nil},
		"new note":                      {"code-finding", "none", Code{Candidates: []Candidate{{Finding: &finding.Finding{Level: finding.Note}, InService: true, New: true}}}, nil},
		"new, another service":          {"code-finding", "none", Code{Candidates: []Candidate{{Finding: warning, New: true}}}, nil},
		"host":                          {"host-neighbours", "", Code{}, nil},
		"host pressed":                  {"host-neighbours", "pressed", Code{}, []evidence.Fact{logLine(20, evidence.HostPressure)}},
		"host low":                      {"host-neighbours", "pressed", Code{}, []evidence.Fact{seriesOf(evidence.Host, flat(1000), func(m int) float64 { return 1000 - 16.5*float64(m) }), logLine(59, evidence.Crash)}},
		"host low long before":          {"host-neighbours", "calm", Code{}, []evidence.Fact{seriesOf(evidence.Host, func(m int) float64 { return 1000 - 16.5*float64(m) }, flat(900)), logLine(59, evidence.Crash)}},
		"host tight":                    {"host-neighbours", "", Code{}, []evidence.Fact{seriesOf(evidence.Host, flat(1000), flat(100)), logLine(59, evidence.Crash)}},
		"onset without roll-out side":   {"timing-onset", "later", Code{}, []evidence.Fact{seriesOf(evidence.Memory, nil, late)}},
		"working set":                   {"configuration-limit", "working-set", Code{}, []evidence.Fact{limitOf(430), seriesOf(evidence.Memory, flat(100), warmUp)}},
		"follows the rate":              {"load-follows", "rate", Code{}, []evidence.Fact{seriesOf(evidence.Requests, nil, wave), seriesOf(evidence.Memory, nil, func(m int) float64 { return 100 + wave(m) + float64(m*13%7) })}},
		"follows the total":             {"load-follows", "total", Code{}, []evidence.Fact{seriesOf(evidence.Requests, nil, wave), seriesOf(evidence.Memory, nil, rise(100, 9))}},
		"follows neither":               {"load-follows", "", Code{}, []evidence.Fact{seriesOf(evidence.Requests, nil, flat(100)), seriesOf(evidence.Memory, nil, flat(100))}},
		"follows what":                  {"load-follows", "", Code{}, []evidence.Fact{seriesOf(evidence.Memory, nil, rise(100, 9))}},
		"range with code":               {"provenance-range", "code", Code{Range: "code"}, nil},
		"range without code":            {"provenance-range", "no-code", Code{Range: "no-code"}, nil},
		"range without code, and onset": {"provenance-range", "no-code-with-onset", Code{Range: "no-code"}, []evidence.Fact{seriesOf(evidence.Memory, flat(100), rise(100, 9))}},
		"flag long before":              {"flags-record", "", Code{}, []evidence.Fact{logLine(-25*60, evidence.FlagChange), logLine(5, evidence.Crash)}},
		"flag after the failure":        {"flags-record", "", Code{}, []evidence.Fact{logLine(9, evidence.FlagChange), logLine(5, evidence.Crash)}},
		"flag at the onset":             {"flags-record", "flipped-at-onset", Code{}, []evidence.Fact{seriesOf(evidence.Memory, flat(100), late), logLine(38, evidence.FlagChange)}},
		"flag before the onset":         {"flags-record", "flipped", Code{}, []evidence.Fact{seriesOf(evidence.Memory, flat(100), late), logLine(5, evidence.FlagChange)}},
	} {
		got := ask(c.check, c.code, c.facts...)
		if got.Outcome != c.want {
			t.Errorf("%s: %s is %q, want %q (%s)", name, c.check, got.Outcome, c.want, got.Why)
		}
		if got.Outcome == "" && got.Why == "" {
			t.Errorf("%s: not assessed, and no word why", name)
		}
		if got.Outcome != "" && table(t).Check(c.check).Outcomes[got.Outcome].Says == "" {
			t.Errorf("%s: outcome %q is not in the table", name, got.Outcome)
		}
	}
}

// The spreads of memory of two kinds are never put on one axis.
func TestKindsOfMemoryAreNotMixed(t *testing.T) {
	rss, heap := seriesOf(evidence.Memory, nil, rise(100, 9)), seriesOf(evidence.Memory, nil, flat(10))
	rss.Series.Measure, heap.Series.Measure, heap.ID = "resident set", "heap", "E-011"
	b := &evidence.Bundle{Facts: []evidence.Fact{heap, rss}}
	m := MeasureMemory(b, rolledOut)
	if m.Measure != "resident set" || len(m.Lives) != 1 || len(m.Left) != 1 || m.Left[0] != "E-011" {
		t.Errorf("measured %q, %d lives, left %v", m.Measure, len(m.Lives), m.Left)
	}
}
