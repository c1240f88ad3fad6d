package postmortem

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
	"github.com/growlint/growlint/blame/replay"
)

// An alertRule is a rule of Prometheus that the bundle or the repository holds.
type alertRule struct {
	evidence.Rule
	path   string
	given  bool // in the bundle
	cite   string
	broken string // why the file of the rule cannot be read; the rule is then empty
}

func (r alertRule) place() string { return fmt.Sprintf("%s:%d", r.path, r.Line) }

// speaksOfMemory recognises the rules that this incident is about; they are printed first.
var speaksOfMemory = pattern.New(`(?i)mem|rss|oom|heap|working_set|restart`)

func (r alertRule) relevant() bool { return speaksOfMemory.MatchString(r.Expr + r.Name) }

// findAlertRules reads the alerting rules in the repository at the deployed revision.
func (c *code) findAlertRules(bk *book, repo Repository, files []history.File) error {
	looked := 0
	for _, f := range files {
		if !yamlFile.MatchString(f.Path) {
			continue
		}
		data, err := repo.Read(f.Blob)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		looked++
		if len(data) > largestLook || !bytes.Contains(data, []byte("alert:")) || !bytes.Contains(data, []byte("expr:")) {
			continue
		}
		where := "read at " + short(c.deployed.Commit)
		rules, err := evidence.ParseRules(data)
		if err != nil {
			cite := bk.add("C", Proof{What: "alert rules", Text: "not readable as rules of Prometheus: " + evidence.Redact(err.Error()), Path: f.Path, Look: where})
			c.alertRules = append(c.alertRules, alertRule{path: f.Path, Rule: evidence.Rule{Line: 1}, cite: cite, broken: evidence.Redact(err.Error())})
			continue
		}
		for _, r := range rules {
			r.Expr, r.Name = evidence.Redact(flatten(r.Expr)), evidence.Redact(r.Name)
			cite := bk.add("C", Proof{What: "alert rule", Text: r.Name + ": " + r.Expr, Path: f.Path, Line: r.Line, Look: where})
			c.alertRules = append(c.alertRules, alertRule{Rule: r, path: f.Path, cite: cite})
		}
	}
	if len(c.alertRules) == 0 {
		c.noAlertRules = bk.add("N", Proof{What: "search", Text: "no alert rules", Look: fmt.Sprintf("%s at %s: groups of rules with alert and expr", plural(looked, "YAML file", "YAML files"), short(c.deployed.Commit))})
	}
	return nil
}

var yamlFile = pattern.New(`\.(ya?ml|rules)$`)

func flatten(s string) string { return strings.Join(strings.Fields(s), " ") }

// rules are those of the bundle and those of the repository, the ones about memory first.
func (a *author) rules() []alertRule {
	var out []alertRule
	for _, f := range a.bundle.Select(func(f *evidence.Fact) bool { return f.Rule != nil }) {
		r := alertRule{Rule: *f.Rule, path: f.Path, given: true, cite: f.ID}
		r.Expr = evidence.Redact(flatten(r.Expr))
		out = append(out, r)
	}
	for _, r := range a.code.alertRules {
		same := func(o alertRule) bool { return o.given && o.Name == r.Name && o.Expr == r.Expr && o.For == r.For }
		if !slices.ContainsFunc(out, same) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(x, y alertRule) int {
		switch {
		case x.relevant() == y.relevant():
			return 0
		case x.relevant():
			return -1
		}
		return 1
	})
	return out
}

// A stage is the time over which alerts are replayed: from the first sample over the roll-out to the failure.
type stage struct {
	from, rollOut, failure time.Time
	step                   time.Duration
	cites                  []string // of the failure
	method                 string   // M-…
}

// stage returns nil where there is nothing to replay on: no series, or no failure after a rise.
func (a *author) stage() *stage {
	l := a.failedLife()
	if l == nil {
		return nil
	}
	s := &stage{from: a.report.Memory.Lives[0].From, rollOut: timeOf(a.moments.RollOut), failure: l.To, step: interval(l.Samples)}
	if f := a.moments.Failure; f != nil && f.At.After(l.From) && f.At.Sub(l.To) < l.To.Sub(l.From) {
		s.failure, s.cites = f.At, []string{f.ID}
	}
	if s.rollOut.IsZero() {
		s.rollOut = l.From
	}
	s.method = a.add("M", Proof{
		What: "method", Look: "blame/replay",
		Text: fmt.Sprintf("alert rules replayed on the series of the bundle from %s to %s, evaluated every %s as Prometheus evaluates them", stamp(s.from), stamp(s.failure), seconds(s.step.Seconds())),
	})
	return s
}

// interval is the median distance of samples, as long as a server would evaluate rules at it: a second to a minute.
func interval(samples []evidence.Sample) time.Duration {
	var gaps []time.Duration
	for i := 1; i < len(samples); i++ {
		gaps = append(gaps, samples[i].At.Sub(samples[i-1].At))
	}
	slices.Sort(gaps)
	return min(max(gaps[len(gaps)/2], time.Second), time.Minute).Round(time.Second)
}

// replayEnv is what rules see of the bundle.
func (a *author) replayEnv() replay.Env {
	env := replay.Env{Measure: a.memory.Measure, Limit: a.memory.Limit, LimitCites: a.memory.LimitCites}
	env.Series = a.bundle.Select(func(f *evidence.Fact) bool { return f.Series != nil })
	for _, id := range a.memory.Cites() {
		for _, f := range env.Series {
			if f.ID == id {
				env.Memory = append(env.Memory, f)
			}
		}
	}
	return env
}

// mostRules bounds the table of rules: a shared rule file has hundreds.
const mostRules = 40

// replayedRules is the table of the rules that were found, each with what it would have done.
func (a *author) replayedRules(s *stage) []Block {
	rules := a.rules()
	if len(rules) == 0 {
		if a.code.noAlertRules != "" {
			return []Block{{Claims: []Claim{a.gap("detection.rules", "No alert rules were found, neither in the bundle nor in the repository at the deployed revision.", a.code.noAlertRules, a.absent("alert rules"))}}}
		}
		return []Block{{Claims: []Claim{a.gap("detection.rules", "No alert rules are in the bundle, and there is no repository at a resolved revision to look in.", a.absent("alert rules"))}}}
	}
	t := &Table{Columns: []string{"Alert rule", "Where", "Replayed", "Before the roll-out"}}
	env := a.replayEnv()
	for _, r := range rules[:min(len(rules), mostRules)] {
		t.Rows = append(t.Rows, a.replayRule(r, s, env))
	}
	blocks := []Block{{Heading: "Alert rules that were found, replayed on the series", Table: t}}
	if n := len(rules) - mostRules; n > 0 {
		blocks = append(blocks, Block{Claims: []Claim{a.claim("detection.rules-more", Gap, []string{rules[mostRules].cite}, fmt.Sprintf("%s left out, none of the first kind in the table.", plural(n, "more rule", "more rules")))}})
	}
	return blocks
}

func (a *author) replayRule(r alertRule, s *stage, env replay.Env) Row {
	cites := []string{r.cite}
	if r.broken != "" {
		return a.row(cites, "(a file of rules)", r.path, "not evaluated: "+r.broken, "")
	}
	name := r.Name + ": " + r.Expr
	if r.For > 0 {
		name += " for " + seconds(r.For.Seconds())
	}
	if s == nil {
		return a.row(cites, name, r.place(), "not evaluated: no memory series that rises to a failure", "")
	}
	out := replay.Run(replay.Rule{Expr: r.Expr, For: r.For}, env, s.from, s.failure, s.step)
	if out.Why != "" {
		return a.row(append(cites, s.method), name, r.place(), "not evaluated: "+out.Why, "")
	}
	cites = append(append(append(cites, out.Cites...), s.cites...), s.method)
	said := "would not have fired before the failure"
	if at, ok := out.Fires(s.rollOut, s.failure); ok {
		said = fmt.Sprintf("would have fired %s before the failure", seconds(s.failure.Sub(at).Seconds()))
	}
	if len(out.Assumed) > 0 {
		said += " (" + strings.Join(out.Assumed, "; ") + ")"
	}
	return a.row(cites, name, r.place(), said, earlierWords(out, s))
}

// earlierWords says how often an alert would have fired while nothing was wrong yet.
func earlierWords(out replay.Outcome, s *stage) string {
	n := 0
	for _, f := range out.Firing {
		if f.From.Before(s.rollOut) {
			n++
		}
	}
	switch {
	case !s.from.Before(s.rollOut):
		return "not known: no samples from before"
	case n == 0:
		return "silent for " + seconds(s.rollOut.Sub(s.from).Seconds())
	}
	return fmt.Sprintf("fired %s in %s", plural(n, "time", "times"), seconds(s.rollOut.Sub(s.from).Seconds()))
}

// proposals are alerts that anybody could have, on the measured memory (m) and its limit (L).
var proposals = []struct{ key, says, expr string }{
	{"60", "An alert at 60 % of the limit", "m >= 0.60 * L"},
	{"75", "An alert at 75 % of the limit", "m >= 0.75 * L"},
	{"85", "An alert at 85 % of the limit", "m >= 0.85 * L"},
	{"rate", "An alert on the rate of change, at a pace over 10 minutes that fills the limit within an hour,", "deriv(m[10m]) * 3600 >= L"},
	{"predict", "predict_linear over 10 minutes, 30 minutes ahead,", "predict_linear(m[10m], 1800) >= L"},
}

// replaySeries asks when such alerts would have fired on the measured memory, before the first failure of the deployed version.
func (a *author) replaySeries(s *stage) []Claim {
	if s == nil || a.memory.Limit == 0 {
		return nil
	}
	var env replay.Env
	for _, f := range a.replayEnv().Memory {
		alias := *f
		alias.Series = &evidence.Series{Name: "m", Labels: f.Series.Labels, Samples: f.Series.Samples}
		env.Series = append(env.Series, &alias)
	}
	limit := fmt.Sprintf("%.0f", a.memory.Limit)
	var out []Claim
	for _, p := range proposals {
		replayed := replay.Run(replay.Rule{Expr: strings.ReplaceAll(p.expr, "L", limit)}, env, s.from, s.failure, s.step)
		if replayed.Why != "" {
			out = append(out, a.gap("detection.replay-"+p.key, p.says+" could not be replayed: "+replayed.Why+".", s.method))
			continue
		}
		cites := append(append(append(replayed.Cites, a.memory.LimitCites...), s.cites...), s.method)
		before := "; before the roll-out: " + earlierWords(replayed, s)
		at, ok := replayed.Fires(s.rollOut, s.failure)
		if !ok {
			out = append(out, a.claim("detection.replay-"+p.key, Computation, cites, p.says+" would not have fired before the failure"+before+"."))
			continue
		}
		lead := s.failure.Sub(at).Seconds()
		out = append(out, a.claim("detection.replay-"+p.key, Computation, cites, fmt.Sprintf("%s would have fired %s before the failure%s.", p.says, seconds(lead), before), quantity("lead", lead, "s")))
	}
	return out
}
