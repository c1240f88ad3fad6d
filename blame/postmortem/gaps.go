package postmortem

import (
	"fmt"

	"github.com/growlint/growlint/blame/evidence"
)

func (a *author) detection() Section {
	s := Section{Number: 10, Key: "detection-gaps", Under: "Detection & Prevention Gaps", Title: "Detection Gaps"}
	s.Blocks = append(s.Blocks, Block{Claims: a.response()})
	stage := a.stage()
	s.Blocks = append(s.Blocks, a.replayedRules(stage)...)
	if replay := a.replaySeries(stage); len(replay) > 0 {
		return append2(s, Block{Heading: "Other alerts, replayed on the series", Claims: replay})
	}
	return append2(s, Block{Heading: "Other alerts, replayed on a model", Claims: a.replayModel()})
}

// response says when somebody knew.
func (a *author) response() []Claim {
	alerts, acks := a.bundle.Logs(evidence.AlertFired), a.bundle.Logs(evidence.Acknowledged)
	if len(alerts) == 0 {
		return []Claim{a.gap("detection.alerts", "No alert record; simulated only. That none was collected does not say that none fired.", a.absent("alert record"))}
	}
	var out []Claim
	first := alerts[0]
	if from := a.moments.RollOut; from != nil {
		s := first.At.Sub(from.At).Seconds()
		out = append(out, a.claim("detection.alert", Computation, ids(from, first), fmt.Sprintf("First alert %s after the roll-out.", seconds(s)), quantity("after_rollout", s, "s")))
	}
	if len(acks) > 0 {
		s := acks[0].At.Sub(first.At).Seconds()
		out = append(out, a.claim("detection.ack", Computation, ids(first, acks[0]), fmt.Sprintf("Acknowledged %s after the alert.", seconds(s)), quantity("after_alert", s, "s")))
	}
	if ended := a.bundle.Logs(evidence.Ended); len(ended) > 0 {
		s := ended[len(ended)-1].At.Sub(first.At).Seconds()
		out = append(out, a.claim("detection.end", Computation, ids(first, ended[len(ended)-1]), fmt.Sprintf("Ended %s after the alert.", seconds(s)), quantity("after_alert", s, "s")))
	}
	return out
}

// thresholds that are replayed on a model, in percent of the limit: what the example proposes and what it had.
var thresholds = []float64{60, 75, 85}

func (a *author) failedLife() *Life {
	for i := range a.report.Memory.Lives {
		l := &a.report.Memory.Lives[i]
		if l.Deployed && l.N >= 5 && l.Rising {
			return l
		}
	}
	return nil
}

// replayModel replays thresholds on the steepest growth that untimed figures allow, up to the peak, under a limit that is
// named as assumed where it is not known.
func (a *author) replayModel() []Claim {
	low, high, cites, ok := a.figures.rates()
	if !ok || low <= 0 {
		return []Claim{a.gap("detection.replay", "Not replayable: no memory series with a limit, and no figures with a time of growth.", a.absent("memory series"))}
	}
	peak := a.figures.peak.Observation.Value
	limit, known := a.memory.Limit, "the limit"
	cites = append(append(cites, a.memory.LimitCites...), a.methods)
	if limit == 0 {
		limit, known = roundLimit(peak), fmt.Sprintf("an assumed limit of %s", megabytes(roundLimit(peak)))
	}
	var out []Claim
	for _, t := range thresholds {
		rest := peak - limit*t/100
		if rest <= 0 {
			continue
		}
		out = append(out, a.claim(fmt.Sprintf("detection.replay-%.0f", t), Computation, cites,
			fmt.Sprintf("A model, not a measurement: growing at a constant %.1f MB/s up to the peak of %s, an alert at %.0f %% of %s would have fired %s before the failure (at %.1f MB/s: %s).",
				high/1e6, megabytes(peak), t, known, seconds(rest/high), low/1e6, seconds(rest/low)),
			quantity("lead", rest/high, "s").between(rest/high, rest/low)))
	}
	return out
}

func (a *author) prevention() Section {
	s := Section{Number: 11, Key: "prevention-gaps", Under: "Detection & Prevention Gaps", Title: "Prevention Gaps"}
	if len(a.code.looks) == 0 {
		return append2(s, Block{Claims: []Claim{
			a.gap("prevention.repository", "CI configuration not supplied: cannot say what was lacking.", a.absent("repository with a resolved revision")),
			a.gap("prevention.rule", "Whether a rule would have reported the change cannot be said without the change.", a.absent("repository with a resolved revision")),
		}})
	}
	var out []Claim
	if sus := a.code.suspect; sus != nil {
		text := fmt.Sprintf("The check of commit %s against its parent was run: rule %s reports %s:%d. In a check of changes it would have been seen before the merge.", short(sus.commit.Hash), sus.finding.Rule, sus.finding.Path, sus.finding.Line)
		switch {
		case sus.silent != nil:
			text = fmt.Sprintf("The check of commit %s against its parent was run: rule %s finds %s:%d, and a comment at %s:%d suppresses it (%q).", short(sus.commit.Hash), sus.finding.Rule, sus.finding.Path, sus.finding.Line, sus.silent.Path, sus.silent.Line, evidence.Redact(sus.silent.Reason))
		case !sus.fires:
			text = fmt.Sprintf("The check of commit %s against its parent was run: it does not report the change at level warning.", short(sus.commit.Hash))
		}
		out = append(out, a.claim("prevention.rule", Computation, []string{sus.firesCite, sus.cite}, text))
	} else {
		out = append(out, a.gap("prevention.rule", "No change of the deployed range is under suspicion, so there is none to run the rules on.", append(some(a.code.runCite), a.weighing)...))
	}
	for _, l := range a.code.looks {
		text := fmt.Sprintf("%s: not found (looked for %s).", upper(l.what), l.where)
		if l.found {
			text = fmt.Sprintf("%s: found, %s:%d: %s", upper(l.what), l.path, l.line, l.text)
		}
		out = append(out, a.claim("prevention."+l.what, Observation, []string{l.cite}, text))
	}
	return append2(s, Block{Claims: out})
}
