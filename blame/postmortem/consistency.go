package postmortem

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/pattern"
	"github.com/growlint/growlint/blame/verdict"
)

// The checks that any evidence has to pass, whatever it speaks for: does its arithmetic hold, do its units, does it
// contradict itself, is it counted twice. Each returns what it found, and whether it could run at all.
var consistencyChecks = []struct {
	name string
	run  func(*author) ([]Claim, bool)
}{
	{"growth of the figures", (*author).growthArithmetic},
	{"ratio of the error rates", (*author).errorArithmetic},
	{"implied limit", (*author).impliedLimit},
	{"linear growth against the warning", (*author).linearWarning},
	{"commit times against the roll-out", (*author).commitTimes},
	{"which process a figure belongs to", (*author).figureProcess},
	{"environment", (*author).environments},
	{"notes against commit messages", (*author).notes},
	{"reading of the exit", (*author).exitReading},
	{"double use of evidence", (*author).doubleUse},
	{"memory against the limit", (*author).overLimit},
	{"the limit in force against the one that is written", (*author).writtenLimit},
}

func (a *author) consistency() Section {
	var out []Claim
	var idle []string
	for _, c := range consistencyChecks {
		claims, ran := c.run(a)
		if !ran {
			idle = append(idle, c.name)
		}
		out = append(out, claims...)
	}
	if len(idle) > 0 {
		out = append(out, a.claim("consistency.idle", Gap, []string{a.weighing}, fmt.Sprintf("%s not runnable for want of evidence: %s.", plural(len(idle), "check", "checks"), list(idle)), quantity("not_runnable", float64(len(idle)), "")))
	}
	return Section{Number: 9, Key: "consistency", Title: "Consistency Checks", Blocks: []Block{{Claims: out}}}
}

func spanOf(b *evidence.Bundle, r evidence.Role) (low, high *evidence.Fact) {
	return verdict.Span(b.Observations(r))
}

func (a *author) growthArithmetic() ([]Claim, bool) {
	f := a.figures
	if f.low == nil || f.low.Observation.Value <= 0 {
		return nil, false
	}
	low, peak := f.low.Observation.Value, f.peak.Observation.Value
	out := []Claim{a.claim("arithmetic.delta", Computation, ids(f.low, f.peak),
		fmt.Sprintf("From %s to %s is %s, %s above the lower figure.", megabytes(low), megabytes(peak), megabytes(peak-low), percentage((peak-low)/low)),
		quantity("delta", peak-low, "bytes"), quantity("above", 100*(peak-low)/low, "%"))}
	if f.between != nil {
		mid := f.between.Observation.Value
		out = append(out, a.claim("arithmetic.between", Computation, ids(f.low, f.between), fmt.Sprintf("From %s to %s is %s.", megabytes(low), megabytes(mid), signedSize(mid-low)), quantity("delta", mid-low, "bytes")))
	}
	return out, true
}

func signedSize(v float64) string {
	if v > 0 {
		return "+" + megabytes(v)
	}
	return megabytes(v)
}

func (a *author) errorArithmetic() ([]Claim, bool) {
	low, high := spanOf(a.bundle, evidence.Errors)
	if low == nil || low.Observation.Value <= 0 {
		return nil, false
	}
	ratio := high.Observation.Value / low.Observation.Value
	return []Claim{a.claim("arithmetic.errors", Computation, ids(low, high),
		fmt.Sprintf("%s is %s times the baseline of %s, which is an increase by %s.", percentage(high.Observation.Value), thousands(ratio), percentage(low.Observation.Value), percentage(ratio-1)),
		quantity("ratio", ratio, ""), quantity("increase", 100*(ratio-1), "%"))}, true
}

// impliedLimit asks what limit a warning in percent could refer to.
func (a *author) impliedLimit() ([]Claim, bool) {
	w, peak := a.moments.Warning, a.figures.peak
	if w == nil || w.Log.Percent == 0 || peak == nil || peak.Observation.Value <= 0 {
		return nil, false
	}
	if a.memory.Limit > 0 {
		at := a.memory.Limit * w.Log.Percent / 100
		return []Claim{a.claim("limit.warning", Computation, append(ids(w), a.memory.LimitCites...), fmt.Sprintf("%v %% of the limit of %s is %s.", w.Log.Percent, megabytes(a.memory.Limit), megabytes(at)), quantity("at", at, "bytes"))}, true
	}
	share, top := w.Log.Percent/100, peak.Observation.Value
	round := roundLimit(top)
	return []Claim{a.claim("limit.implied", Computation, append(ids(w, peak), a.absent("memory limit")),
		fmt.Sprintf("The memory limit is unknown, and the peak is not the limit: %v %% of the peak of %s is %s; %s is %v %% of %s, the next round size.",
			w.Log.Percent, megabytes(top), megabytes(share*top), megabytes(share*round), w.Log.Percent, megabytes(round)),
		quantity("of_peak", share*top, "bytes"), quantity("of_round", share*round, "bytes"), quantity("round", round, "bytes"))}, true
}

// linearWarning asks whether linear growth to the peak fits a warning at a percentage of the limit.
func (a *author) linearWarning() ([]Claim, bool) {
	w := a.moments.Warning
	if w == nil || w.Log.Percent == 0 || a.figures.peak == nil {
		return nil, false
	}
	low, high, ok := a.figures.impliedLimits(w)
	if !ok {
		return nil, false
	}
	_, _, cites, _ := a.figures.rates()
	peak := a.figures.peak.Observation.Value
	verdictWords, kind := "which is possible", Computation
	if high < peak {
		verdictWords, kind = fmt.Sprintf("below the observed peak of %s: linear growth and this warning contradict each other, the form of the growth is undetermined", megabytes(peak)), Conflict
	}
	return []Claim{a.claim("limit.linear", kind, append(cites, w.ID),
		fmt.Sprintf("With linear growth, the warning at %v %% implies a limit of %s to %s, %s.", w.Log.Percent, megabytes(low), megabytes(high), verdictWords),
		quantity("limit", (low+high)/2, "bytes").between(low, high), quantity("peak", peak, "bytes"))}, true
}

func (a *author) commitTimes() ([]Claim, bool) {
	roll := a.moments.RollOut
	var out []Claim
	for i, f := range a.suspectedRecords() {
		if roll == nil || f.At.IsZero() {
			continue
		}
		s := roll.At.Sub(f.At).Seconds()
		kind, text := Computation, fmt.Sprintf("Commit %s was made at %s (commit time), %s before the deployment.", short(f.Commit.SHA), stamp(f.At), seconds(s))
		if s < 0 {
			kind, text = Conflict, fmt.Sprintf("Commit %s was made %s after the deployment, so it cannot be in it.", short(f.Commit.SHA), seconds(-s))
		}
		out = append(out, a.claim(fmt.Sprintf("time.commit-%d", i), kind, ids(f, roll), text, quantity("until_deployment", s, "s")))
	}
	if s := a.code.suspect; s != nil && roll != nil {
		d := roll.At.Sub(s.commit.Authored).Seconds()
		out = append(out, a.claim("time.commit", Computation, append(ids(roll), s.originCite), fmt.Sprintf("Commit %s was made %s before the deployment.", short(s.commit.Hash), seconds(d)), quantity("until_deployment", d, "s")))
	}
	return out, len(out) > 0
}

// figureProcess asks whether a figure from before the incident can belong to the process that failed.
func (a *author) figureProcess() ([]Claim, bool) {
	start, failure := a.moments.Start, a.moments.Failure
	var out []Claim
	ran := false
	for _, f := range a.figures.all {
		if f.Observation.Phase != "pre-incident" || start == nil || failure == nil {
			continue
		}
		ran = true
		life := failure.At.Sub(start.At)
		if life > time.Hour {
			continue // the process is old enough to have been measured before the incident
		}
		out = append(out, a.claim("conflict.pre-incident", Conflict, ids(f, start, failure),
			fmt.Sprintf("%s is called %q, but the process that failed lived only %s: before its start at %s the figure belongs to the previous process, after it the figure is part of the growth. It cannot be both a level before the incident and growth since the start.",
				megabytes(f.Observation.Value), f.Observation.Metric, seconds(life.Seconds()), stamp(start.At)),
			quantity("figure", f.Observation.Value, "bytes"), quantity("life", life.Seconds(), "s")))
	}
	return out, ran
}

// environments compares what the manifest and the logs call the place.
func (a *author) environments() ([]Claim, bool) {
	declared := a.bundle.Select(func(f *evidence.Fact) bool { return f.Kind == "environment" })
	if len(declared) == 0 {
		return nil, false
	}
	var out []Claim
	ran, seen := false, map[string]bool{}
	for _, f := range a.bundle.Select(isLog) {
		env := f.Log.Environment()
		if env == "" || seen[env] {
			continue
		}
		ran, seen[env] = true, true
		if !strings.EqualFold(env, a.bundle.Manifest.Environment) {
			out = append(out, a.claim("conflict.environment", Conflict, ids(declared[0], f),
				fmt.Sprintf("The manifest says environment %q, the log %q: figures and limits of one need not hold for the other.", evidence.Redact(a.bundle.Manifest.Environment), env)))
		}
	}
	return out, ran
}

// telling are the words of a note that a commit message would share if it spoke of the same thing.
var telling = pattern.New(`(?i)\b(cache|append|unbounded|leak|queue|buffer|memo|list|dict|spike|traffic|limit)\w*`)

// notes asks whether what a note blames is confirmed by the commits that the bundle records.
func (a *author) notes() ([]Claim, bool) {
	hint := a.verdict.Answer("annotation-hint")
	records := a.suspectedRecords()
	if hint.Outcome == "" || len(records) == 0 {
		return nil, false
	}
	var out []Claim
	for _, n := range a.bundle.Select(func(f *evidence.Fact) bool { return f.Annotation != nil }) {
		words := telling.FindAllString(n.Annotation.Text, -1)
		if len(words) == 0 {
			continue
		}
		first := records[0]
		if slices.ContainsFunc(words, func(w string) bool {
			return strings.Contains(strings.ToLower(first.Commit.Subject), strings.ToLower(w))
		}) {
			continue
		}
		out = append(out, a.claim("conflict.annotation", Conflict, ids(n, first),
			fmt.Sprintf("Only a note, which nobody verified, speaks of %s; the commit's own message is %q. Without the diff neither is confirmed.", list(quoted(words)), first.Commit.Subject)))
	}
	return out, true
}

func quoted(words []string) []string {
	var out []string
	for _, w := range words {
		w = fmt.Sprintf("%q", strings.ToLower(w))
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func (a *author) exitReading() ([]Claim, bool) {
	alloc := a.bundle.Logs(evidence.AllocationFail)
	if len(alloc) == 0 {
		return nil, false
	}
	cites := append(ids(alloc...), a.weighing)
	if len(a.bundle.Logs(evidence.SigKill)) > 0 {
		return []Claim{a.claim("exit.reading", Conflict, append(cites, ids(a.bundle.Logs(evidence.SigKill)...)...), "Some process reported a failed allocation and some process was killed: a container at its cgroup limit is killed with SIGKILL (137) and reports nothing. These may be two mechanisms.")}, true
	}
	return []Claim{a.claim("exit.reading", Computation, cites,
		"The process itself reported the failed allocation. A kill at a container's memory limit is SIGKILL (137) and leaves no message, so this points at a ulimit or one huge allocation, not at the cgroup limit; it does not speak against a memory limit.",
		quantity("cgroup_exit_code", 137, ""))}, true
}

// doubleUse lists facts that more than one check of a hypothesis rests on, and what keeps them from counting twice.
func (a *author) doubleUse() ([]Claim, bool) {
	lead := a.leading()
	used := map[string][]string{}
	for _, c := range lead.Contributions {
		for _, id := range c.Cites {
			if c.Counted && c.DB != 0 && !slices.Contains(used[id], c.Group) {
				used[id] = append(used[id], c.Group)
			}
		}
	}
	var out []Claim
	for i, f := range a.bundle.Facts {
		if groups := used[f.ID]; len(groups) > 1 {
			out = append(out, a.claim(fmt.Sprintf("evidence.double-%d", i), Observation, []string{f.ID, a.weighing}, fmt.Sprintf("%s counts in groups %s: different questions to the same record, so an error in it would move all of them.", f.ID, list(groups))))
		}
	}
	if len(out) == 0 {
		out = append(out, a.claim("evidence.double", Computation, []string{a.weighing}, "No fact counts in more than one group for the leading hypothesis."))
	}
	return out, true
}

func (a *author) overLimit() ([]Claim, bool) {
	if a.memory.Limit == 0 || a.memory.PeakLast == 0 {
		return nil, false
	}
	cites := append(append([]string{}, a.memory.LimitCites...), a.memory.Cites()...)
	ratio := a.memory.PeakLast / a.memory.Limit
	if ratio > 1.02 {
		return []Claim{a.claim("limit.exceeded", Conflict, cites, fmt.Sprintf("The highest sample is %s of the limit: wrong limit, wrong unit or another kind of memory.", percentage(ratio)), quantity("ratio", ratio, ""))}, true
	}
	return []Claim{a.claim("limit.reached", Computation, cites, fmt.Sprintf("The highest sample of the deployed version is %s, %s of the limit of %s.", megabytes(a.memory.PeakLast), percentage(ratio), megabytes(a.memory.Limit)), quantity("ratio", math.Round(ratio*1000)/1000, ""))}, true
}

// writtenLimit compares the limit of the evidence with the one in the repository, where there is one and no other.
func (a *author) writtenLimit() ([]Claim, bool) {
	l := a.code.writtenLimit
	if l == nil || a.memory.Limit == 0 {
		return nil, false
	}
	written, err := evidence.ParseBytes(l.value)
	if err != nil || written == 0 {
		return nil, false
	}
	cites := append(slices.Clone(a.memory.LimitCites), l.cite)
	if math.Abs(written-a.memory.Limit) > 0.01*written {
		return []Claim{a.claim("limit.written", Conflict, cites, fmt.Sprintf("%s:%d says %s, which is %s; the limit of the evidence is %s. One of them was not in force.", l.file, l.line, l.value, megabytes(written), megabytes(a.memory.Limit)), quantity("written", written, "bytes"))}, true
	}
	return []Claim{a.claim("limit.written", Computation, cites, fmt.Sprintf("The limit of %s is the one that %s:%d sets (%s).", megabytes(a.memory.Limit), l.file, l.line, l.value), quantity("written", written, "bytes"))}, true
}
