package postmortem_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/blame/verdict"
)

// inc123 is the post-mortem of the bundle that holds only INC-123's own evidence.
func inc123(t *testing.T) *postmortem.Report {
	t.Helper()
	b, err := evidence.Read("../../testdata/incidents/inc-123/bundle")
	if err != nil {
		t.Fatal(err)
	}
	r, err := postmortem.Build(context.Background(), postmortem.Input{Bundle: b})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func claim(t *testing.T, r *postmortem.Report, key string) postmortem.Claim {
	t.Helper()
	c, ok := r.Claim(key)
	if !ok {
		t.Fatalf("no claim %s", key)
	}
	return c
}

// value asserts a quantity of a claim, to half a unit of the digits that the specification gives.
func value(t *testing.T, r *postmortem.Report, key, name string, want, tolerance float64) postmortem.Quantity {
	t.Helper()
	q, ok := claim(t, r, key).Value(name)
	if !ok {
		t.Fatalf("claim %s states no %s", key, name)
	}
	if math.Abs(q.Value-want) > tolerance {
		t.Errorf("%s: %s = %v %s, want %v", key, name, q.Value, q.Unit, want)
	}
	return q
}

func says(t *testing.T, c postmortem.Claim, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(c.Text, w) {
			t.Errorf("%s: %q does not say %q", c.Key, c.Text, w)
		}
	}
}

func kind(t *testing.T, c postmortem.Claim, want postmortem.Kind) {
	t.Helper()
	if c.Kind != want {
		t.Errorf("%s is a %s, want %s", c.Key, c.Kind, want)
	}
}

// Each subtest is a row of the table 'What INC-123 teaches'.
func TestWhatINC123Teaches(t *testing.T) {
	r := inc123(t)
	t.Run("survival: 101 s after the deployment, 105 s after process start", func(t *testing.T) {
		value(t, r, "timeline.after-rollout", "after_rollout", 101, 0)
		value(t, r, "timeline.after-start", "after_start", 105, 0)
		last := r.Timeline[len(r.Timeline)-1]
		if last.FromRollOut == nil || *last.FromRollOut != 101 || last.FromStart == nil || *last.FromStart != 105 {
			t.Errorf("the crash in the timeline: %+v", last)
		}
	})
	t.Run("85 %: the limit is unknown", func(t *testing.T) {
		value(t, r, "limit.implied", "of_peak", 833e6, 0.5e6)
		value(t, r, "limit.implied", "of_round", 850e6, 0.5e6)
		value(t, r, "limit.implied", "round", 1000e6, 0.5e6)
		says(t, claim(t, r, "limit.implied"), "limit is unknown", "85 % of the peak of 980 MB is 833 MB", "850 MB is 85 % of 1,000 MB")
		kind(t, claim(t, r, "memory.series"), postmortem.Gap)
	})
	t.Run("rate: 6.1 to 8.6 MB/s", func(t *testing.T) {
		q := value(t, r, "memory.rate", "rate", 7.35e6, 0.05e6)
		if q.Low == nil || q.High == nil || math.Abs(*q.Low-6.1e6) > 0.05e6 || math.Abs(*q.High-8.6e6) > 0.05e6 {
			t.Errorf("interval %v to %v", q.Low, q.High)
		}
		says(t, claim(t, r, "memory.rate"), "the figures have no times")
	})
	t.Run("error rate: 38 times the baseline", func(t *testing.T) {
		value(t, r, "arithmetic.errors", "ratio", 38, 1e-9)
		value(t, r, "arithmetic.errors", "increase", 3700, 1e-6)
		value(t, r, "impact.errors", "ratio", 38, 1e-9)
	})
	t.Run("form of the growth: undetermined", func(t *testing.T) {
		kind(t, claim(t, r, "memory.figures-shape"), postmortem.Gap)
		says(t, claim(t, r, "memory.figures-shape"), "undetermined (n=3, untimed)")
		c := claim(t, r, "limit.linear")
		kind(t, c, postmortem.Conflict)
		q, _ := c.Value("limit")
		if q.High == nil || *q.High >= 980e6 {
			t.Errorf("the implied limit must lie below the peak: %+v", q)
		}
	})
	t.Run("717 %, 860 MB, +220 MB, 33 s are confirmed", func(t *testing.T) {
		value(t, r, "arithmetic.delta", "delta", 860e6, 1)
		value(t, r, "arithmetic.delta", "above", 717, 0.5)
		value(t, r, "arithmetic.between", "delta", 220e6, 1)
		value(t, r, "timeline.warning", "lead", 33, 0)
	})
	t.Run("02-05 is the commit time, 6 d 19:28:19 before the deployment", func(t *testing.T) {
		value(t, r, "time.commit-0", "until_deployment", 6*86400+19*3600+28*60+19, 0)
		says(t, claim(t, r, "time.commit-0"), "f09a9a5", "commit time", "6 d 19:28:19")
		if !strings.Contains(r.Timeline[0].What, "commit time, not deploy time") {
			t.Errorf("timeline: %s", r.Timeline[0].What)
		}
	})
	t.Run("HEAD names no revision", func(t *testing.T) {
		kind(t, claim(t, r, "change.revision"), postmortem.Gap)
		says(t, claim(t, r, "change.revision"), "unresolved", "HEAD names no revision")
		if r.Deployed.Commit != "" || r.Deployed.As != "HEAD" || r.RootCause != nil {
			t.Errorf("deployed %+v, root cause %+v", r.Deployed, r.RootCause)
		}
	})
	t.Run("only a note speaks of a cache", func(t *testing.T) {
		c := claim(t, r, "conflict.annotation")
		kind(t, c, postmortem.Conflict)
		says(t, c, "Only a note", "cache", "Add basic input validation")
	})
	t.Run("a failed allocation does not speak against a limit", func(t *testing.T) {
		value(t, r, "exit.reading", "cgroup_exit_code", 137, 0)
		says(t, claim(t, r, "exit.reading"), "ulimit", "one huge allocation", "does not speak against a memory limit")
		for _, c := range r.Verdict.Standing("configuration").Contributions {
			if c.Check == "exit-message" && c.DB <= 0 {
				t.Errorf("the message counts %v dB for the limit", c.DB)
			}
		}
	})
	t.Run("what was never collected is not assessed", func(t *testing.T) {
		for _, check := range []string{"exit-termination", "host-neighbours"} {
			if a := r.Verdict.Answer(check); a.Outcome != "" || a.Why == "" {
				t.Errorf("%s: %+v", check, a)
			}
		}
		kind(t, claim(t, r, "detection.alerts"), postmortem.Gap)
		for _, id := range []string{"host", "traffic", "dependency", "flag"} {
			if s := r.Verdict.Standing(id).Status; s != verdict.NotAssessed {
				t.Errorf("%s is %s", id, s)
			}
		}
		kind(t, claim(t, r, "ruled-out.none"), postmortem.Gap)
	})
	t.Run("340 MB before the incident is a conflict", func(t *testing.T) {
		kind(t, claim(t, r, "conflict.pre-incident"), postmortem.Conflict)
		value(t, r, "conflict.pre-incident", "figure", 340e6, 1)
		says(t, claim(t, r, "conflict.pre-incident"), "previous process", "2026-02-12T11:14:58Z")
	})
	t.Run("alerts at 60 and 75 % replayed: 44 s and 27 s", func(t *testing.T) {
		value(t, r, "detection.replay-60", "lead", 44, 0.5)
		value(t, r, "detection.replay-75", "lead", 27, 0.5)
		says(t, claim(t, r, "detection.replay-60"), "A model, not a measurement", "assumed limit")
	})
	t.Run("a revert also removes input validation", func(t *testing.T) {
		c := claim(t, r, "remediation.revert")
		kind(t, c, postmortem.Action)
		says(t, c, "f09a9a5", "also takes back", "Add basic input validation")
	})
	t.Run("demo environment against production", func(t *testing.T) {
		kind(t, claim(t, r, "conflict.environment"), postmortem.Conflict)
		says(t, claim(t, r, "conflict.environment"), `"production"`, `"demo"`)
	})
}

func TestINC123IsLeadingAndNotConfirmed(t *testing.T) {
	r := inc123(t)
	s := r.Verdict.Standing(verdict.Application)
	if r.Leader != verdict.Application || r.Status != verdict.Leading || s.Share >= 0.60 {
		t.Errorf("leader %s, %s, %.2f", r.Leader, r.Status, s.Share)
	}
	total := 0
	for _, s := range r.Verdict.Standings {
		total += s.Percent
	}
	if total != 100 {
		t.Errorf("percents add up to %d", total)
	}
}

func TestINC123NextStepsInOrder(t *testing.T) {
	r := inc123(t)
	var got []string
	for _, s := range r.Uncertainty {
		got = append(got, s.ID)
		if s.Command == "" || strings.ContainsAny(s.Command, "{") && strings.Contains(s.Command, "{service}") {
			t.Errorf("%s: command %q", s.ID, s.Command)
		}
	}
	if want := []string{"diff", "deployed", "memory", "limit", "requests", "exit"}; len(got) < 6 || !slices.Equal(got[:6], want) {
		t.Errorf("order %v, want %v first", got, want)
	}
	if r.Uncertainty[0].What != "the diff of f09a9a5" {
		t.Errorf("first: %s", r.Uncertainty[0].What)
	}
}
