package postmortem

import (
	"fmt"
	"slices"
	"time"

	"github.com/growlint/growlint/blame/evidence"
)

func (a *author) impact() Section {
	var out []Claim
	if low, high := spanOf(a.bundle, evidence.Errors); low != nil && low.Observation.Value > 0 {
		ratio := high.Observation.Value / low.Observation.Value
		out = append(out, a.claim("impact.errors", Computation, ids(low, high),
			fmt.Sprintf("The error rate went from %s to %s: %s times the baseline.", percentage(low.Observation.Value), percentage(high.Observation.Value), thousands(ratio)),
			quantity("ratio", ratio, "")))
	}
	out = append(out, a.failedRequests()...)
	if n := len(a.failures()); n > 0 {
		out = append(out, a.claim("impact.failures", Observation, ids(a.failures()...), fmt.Sprintf("%s of the process on record after the roll-out.", plural(n, "failure", "failures")), quantity("failures", float64(n), "")))
	}
	out = append(out, a.restartClaims()...)
	out = append(out, a.duration(), a.replicas())
	return Section{Number: 1, Key: "impact", Title: "Impact", Blocks: []Block{{Claims: out}}}
}

// A restart is one step of a restart counter.
type restart struct {
	at    time.Time
	pod   string
	count float64
	fact  *evidence.Fact
}

// restarts are the steps of the restart counters after the roll-out, in the order of their times.
func (a *author) restarts() []restart {
	var out []restart
	for _, f := range a.bundle.SeriesOf(evidence.Restarts) {
		for i, s := range f.Series.Samples {
			if i > 0 && s.Value > f.Series.Samples[i-1].Value && !s.At.Before(timeOf(a.moments.RollOut)) {
				out = append(out, restart{s.At, podOf(f.Series.Labels), s.Value, f})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y restart) int { return x.at.Compare(y.at) })
	return out
}

// restartClaims count what the restart counters show, and say where they know of a failure that left no other record.
func (a *author) restartClaims() []Claim {
	all := a.restarts()
	if len(all) == 0 {
		return nil
	}
	series := ids(a.bundle.SeriesOf(evidence.Restarts)...)
	out := []Claim{a.claim("impact.restarts", Computation, series, fmt.Sprintf("The restart counters show %s after the roll-out.", plural(len(all), "restart", "restarts")), quantity("restarts", float64(len(all)), ""))}
	first := all[0]
	recorded := a.ends()
	for _, f := range recorded {
		if earlier := f.At.Sub(first.at); earlier <= time.Minute {
			return out
		}
	}
	if len(recorded) > 0 {
		slices.SortStableFunc(recorded, func(x, y *evidence.Fact) int { return x.At.Compare(y.At) })
		before := recorded[0].At.Sub(first.at).Seconds()
		out = append(out, a.claim("impact.unrecorded", Gap, []string{first.fact.ID, recorded[0].ID}, fmt.Sprintf("The first of them was at %s, %s before any end of a process that is recorded: earlier ends left no other record in the bundle.", stamp(first.at), seconds(before)), quantity("before", before, "s")))
	}
	return out
}

// replicas says how many of the processes that have a memory series began anew.
func (a *author) replicas() Claim {
	lives := map[string]int{}
	for _, l := range a.report.Memory.Lives {
		if l.Deployed && l.Measured.Measurable() {
			lives[l.Cites[0]]++
		}
	}
	if len(lives) == 0 {
		return a.gap("impact.replicas", "Share of replicas affected not measurable: the number of replicas is not in the bundle.", a.absent("number of replicas"))
	}
	anew := 0
	for _, n := range lives {
		if n > 1 {
			anew++
		}
	}
	return a.claim("impact.replicas", Computation, a.memory.Cites(), fmt.Sprintf("Of %s with a memory series after the roll-out, %d began anew. Whether there are replicas without a series the bundle does not say.", plural(len(lives), "process", "processes"), anew),
		quantity("processes", float64(len(lives)), ""), quantity("began_anew", float64(anew), ""))
}

// mostRestarts bounds the restarts in the timeline: a crash loop has hundreds.
const mostRestarts = 20

// failures are the crashes and kills after the roll-out.
func (a *author) failures() []*evidence.Fact {
	from := timeOf(a.moments.RollOut)
	return a.bundle.Select(func(f *evidence.Fact) bool {
		return f.Log != nil && !f.At.Before(from) && (f.Log.Has(evidence.Crash) || f.Log.Has(evidence.SigKill))
	})
}

// ends are all records of the end of a process after the roll-out; one end may have several.
func (a *author) ends() []*evidence.Fact {
	from := timeOf(a.moments.RollOut)
	return a.bundle.Select(func(f *evidence.Fact) bool {
		return f.Log != nil && !f.At.Before(from) && (f.Log.Has(evidence.Crash) || f.Log.Has(evidence.SigKill) || f.Log.Has(evidence.CgroupKill) || f.Log.Has(evidence.GlobalOOM))
	})
}

// failedRequests integrates the error series over the time of the deployed version.
func (a *author) failedRequests() []Claim {
	requests, errors := a.bundle.SeriesOf(evidence.Requests), a.bundle.SeriesOf(evidence.Errors)
	if len(requests) == 0 {
		return []Claim{a.gap("impact.requests", "Failed requests not measurable: no request counts.", a.absent("request rate"))}
	}
	if len(errors) == 0 || a.moments.RollOut == nil {
		return []Claim{a.gap("impact.requests", "Failed requests not measurable: no error series with a roll-out to begin at.", a.absent("error series"))}
	}
	total := 0.0
	for _, e := range errors {
		for i, s := range e.Series.Samples {
			if i == 0 || s.At.Before(a.moments.RollOut.At) {
				continue
			}
			rate := s.Value
			if e.Series.Unit == "fraction" {
				rate *= valueAt(requests[0].Series, s.At)
			}
			total += rate * s.At.Sub(e.Series.Samples[i-1].At).Seconds()
		}
	}
	return []Claim{a.claim("impact.requests", Computation, append(ids(errors...), ids(requests...)...),
		fmt.Sprintf("About %s requests failed after the roll-out (the error series, integrated).", thousands(total)), quantity("failed_requests", total, "requests"))}
}

// valueAt returns the last value of a series that is not after t; its first one before that.
func valueAt(s *evidence.Series, t time.Time) float64 {
	i, _ := slices.BinarySearchFunc(s.Samples, t, func(x evidence.Sample, t time.Time) int { return x.At.Compare(t) })
	if len(s.Samples) == 0 {
		return 0
	}
	return s.Samples[min(max(i, 0), len(s.Samples)-1)].Value
}

func (a *author) duration() Claim {
	ended := a.bundle.Logs(evidence.Ended)
	begin := a.moments.Warning
	if begin == nil {
		begin = a.moments.Failure
	}
	if begin == nil {
		return a.gap("impact.duration", "Duration not measurable: neither beginning nor end of the incident is in the bundle.", a.absent("failure"))
	}
	if len(ended) == 0 {
		return a.gap("impact.duration", fmt.Sprintf("First sign at %s; end of incident unknown.", stamp(begin.At)), begin.ID, a.absent("end of the incident"))
	}
	last := ended[len(ended)-1]
	d := last.At.Sub(begin.At).Seconds()
	return a.claim("impact.duration", Computation, ids(begin, last), fmt.Sprintf("From the first sign at %s to the end at %s: %s.", stamp(begin.At), stamp(last.At), seconds(d)), quantity("duration", d, "s"))
}

// longestTimeline bounds the rows that are printed; what is left out is counted.
const longestTimeline = 80

func (a *author) timeline() Section {
	t := &Table{Columns: []string{"UTC", "From process start", "From roll-out", "Event", "Source"}}
	events := a.report.Timeline
	for _, e := range events[:min(len(events), longestTimeline)] {
		row := a.row(e.Cites, stamp(e.At), offset(e.FromStart), offset(e.FromRollOut), e.What, e.Source)
		row.Kind = e.Kind
		t.Rows = append(t.Rows, row)
	}
	blocks := []Block{{Table: t}}
	var notes []Claim
	if n := len(events) - longestTimeline; n > 0 {
		notes = append(notes, a.claim("timeline.left-out", Gap, events[longestTimeline].Cites, fmt.Sprintf("%s left out here; they are in the evidence index.", plural(n, "later event", "later events"))))
	}
	if len(a.bundle.Logs(evidence.Ended)) == 0 {
		notes = append(notes, a.gap("timeline.end", "End of incident unknown.", a.absent("end of the incident")))
	}
	if a.moments.Start == nil {
		notes = append(notes, a.gap("timeline.start", "Start of the process unknown: offsets from it cannot be given.", a.absent("start of the process")))
	}
	notes = append(notes, a.survival()...)
	return Section{Number: 2, Key: "timeline", Title: "Timeline", Blocks: append(blocks, Block{Claims: notes})}
}

// survival says how long the process lived, from both ends that people mix up.
func (a *author) survival() []Claim {
	m := a.moments
	var out []Claim
	if m.Failure != nil && m.RollOut != nil {
		s := m.Failure.At.Sub(m.RollOut.At).Seconds()
		out = append(out, a.claim("timeline.after-rollout", Computation, ids(m.RollOut, m.Failure), fmt.Sprintf("The process failed %s after the roll-out.", seconds(s)), quantity("after_rollout", s, "s")))
	}
	if m.Failure != nil && m.Start != nil {
		s := m.Failure.At.Sub(m.Start.At).Seconds()
		out = append(out, a.claim("timeline.after-start", Computation, ids(m.Start, m.Failure), fmt.Sprintf("It failed %s after its own start.", seconds(s)), quantity("after_start", s, "s")))
	}
	if m.Failure != nil && m.Warning != nil {
		s := m.Failure.At.Sub(m.Warning.At).Seconds()
		out = append(out, a.claim("timeline.warning", Computation, ids(m.Warning, m.Failure), fmt.Sprintf("The memory warning came %s before the failure.", seconds(s)), quantity("lead", s, "s")))
	}
	return out
}

func offset(s *float64) string {
	if s == nil {
		return ""
	}
	return signed(*s)
}

// events puts everything that has a time into order.
func (a *author) events() []Event {
	out := []Event{}
	for i := range a.bundle.Facts {
		f := &a.bundle.Facts[i]
		if what := eventWords(f); what != "" && !f.At.IsZero() {
			out = append(out, a.event(f.At, eventKind(f), what, place(f), []string{f.ID}))
		}
	}
	if s := a.code.suspect; s != nil {
		out = append(out, a.event(s.commit.Authored.UTC(), CommitEvent, "commit "+short(s.commit.Hash)+": "+s.commit.Subject+" (commit time, not deploy time)", "git", []string{s.originCite}))
	}
	restarts := a.restarts()
	for _, r := range restarts[:min(len(restarts), mostRestarts)] {
		what := fmt.Sprintf("restart counter rises to %.0f", r.count)
		if r.pod != "" {
			what = fmt.Sprintf("restart counter of %s rises to %.0f", r.pod, r.count)
		}
		out = append(out, a.event(r.at, StartEvent, what, place(r.fact), []string{r.fact.ID}))
	}
	slices.SortStableFunc(out, func(x, y Event) int { return x.At.Compare(y.At) })
	return out
}

func (a *author) event(at time.Time, kind EventKind, what, source string, cites []string) Event {
	e := Event{At: at, Kind: kind, What: what, Source: source, Cites: cites}
	since := func(f *evidence.Fact) *float64 {
		if f == nil {
			return nil
		}
		s := at.Sub(f.At).Seconds()
		return &s
	}
	e.FromStart, e.FromRollOut = since(a.moments.Start), since(a.moments.RollOut)
	return e
}

// eventKinds say what a log line stands for in the timeline; the first signal that it carries decides.
var eventKinds = []struct {
	signal evidence.Signal
	kind   EventKind
}{
	{evidence.Ended, EndEvent},
	{evidence.CgroupKill, FailureEvent},
	{evidence.GlobalOOM, FailureEvent},
	{evidence.SigKill, FailureEvent},
	{evidence.Crash, FailureEvent},
	{evidence.AllocationFail, FailureEvent},
	{evidence.Acknowledged, AcknowledgeEvent},
	{evidence.AlertFired, AlertEvent},
	{evidence.MemoryWarning, WarningEvent},
	{evidence.RollOut, DeploymentEvent},
	{evidence.ProcessStart, StartEvent},
}

func eventKind(f *evidence.Fact) EventKind {
	switch f.Kind {
	case "commit":
		return CommitEvent
	case "deployment":
		return DeploymentEvent
	}
	if f.Log != nil {
		for _, k := range eventKinds {
			if f.Log.Has(k.signal) {
				return k.kind
			}
		}
	}
	return OtherEvent
}

func eventWords(f *evidence.Fact) string {
	switch f.Kind {
	case "commit":
		return f.Text + " (commit time, not deploy time)"
	case "deployment", "log", "observation", "termination", "start", "event", "alert":
		return f.Text
	}
	return ""
}

func place(f *evidence.Fact) string {
	if f.Pointer != "" {
		return f.Path + "#" + f.Pointer
	}
	return fmt.Sprintf("%s:%d", f.Path, f.Line)
}
