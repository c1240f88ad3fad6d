package postmortem

import (
	"fmt"

	"github.com/growlint/growlint/blame/verdict"
)

func (a *author) rootCause() Section {
	s := Section{Number: 8, Key: "root-cause", Title: "Primary Root Cause"}
	rc := a.report.RootCause
	if rc == nil && a.report.Status == verdict.Confirmed {
		s.Blocks = []Block{{Claims: a.candidates()}, {Heading: "Trigger:", Claims: []Claim{a.trigger()}}}
		return s
	}
	if rc == nil && a.suspected() {
		s.Blocks = a.suspicion()
		return s
	}
	if rc == nil {
		lead := a.leading()
		s.Blocks = []Block{
			{Claims: []Claim{
				a.claim("root-cause.leading", Computation, a.grounds(lead), fmt.Sprintf("Leading explanation, not established: %s (%s, %d %%).", lead.Hypothesis.Title, lead.Status, lead.Percent), quantity("percent", float64(lead.Percent), "%")),
				a.gap("root-cause.missing", a.shutGates(), a.weighing),
			}},
			{Heading: "Causal Chain:", Claims: []Claim{a.gap("root-cause.chain", "Not established: each step would need evidence of its own.", a.weighing)}},
			{Heading: "Mechanism:", Claims: []Claim{a.gap("root-cause.mechanism", "Not established: what is stored, and by which line, is not known.", a.weighing)}},
			{Heading: "Trigger:", Claims: []Claim{a.trigger()}},
		}
		return s
	}
	lead := a.verdict.Standing(verdict.Application)
	s.Blocks = []Block{
		{Claims: []Claim{
			a.claim("root-cause.hypothesis", Cause, append(a.grounds(lead), rc.Cites...), fmt.Sprintf("Hypothesis: %s (%s, %d %%).", lead.Hypothesis.Title, lead.Status, lead.Percent), quantity("percent", float64(lead.Percent), "%")),
			a.claim("root-cause.commit", Cause, rc.Cites, "Commit: "+rc.Commit),
			a.claim("root-cause.message", Cause, rc.Cites, fmt.Sprintf("Message: %q, by %s, %s", rc.Subject, rc.Author, rc.Date)),
			a.claim("root-cause.file", Cause, rc.Cites, fmt.Sprintf("File: %s:%d (%s, rule %s)", rc.Path, rc.Line, rc.Symbol, rc.Rule), quantity("line", float64(rc.Line), "")),
		}},
		{Heading: "Causal Chain:", Ordered: true, Claims: a.chain(rc)},
		{Heading: "Mechanism:", Claims: []Claim{a.mechanism(Cause)}},
		{Heading: "Trigger:", Claims: []Claim{a.trigger()}},
		{Heading: "Why This Hypothesis:", Claims: a.why()},
	}
	return s
}

// suspected reports whether application growth leads and a change is under suspicion, without being established.
func (a *author) suspected() bool {
	return a.code.suspect != nil && a.report.RootCause == nil && a.verdict.Leader == verdict.Application
}

// suspicion is what is said of a change that leads and is not established: which it is, what speaks for it, and what is missing. It
// claims no cause.
func (a *author) suspicion() []Block {
	lead, s := a.leading(), a.code.suspect
	f := s.finding
	var holds []Claim
	for _, g := range a.verdict.Gates {
		word := "Holds: "
		if !g.Open {
			word = "Does not hold: "
		}
		holds = append(holds, a.claim("root-cause.gate-"+g.ID, Computation, a.gateCites(g), word+g.Says+"."))
	}
	chain := []Claim{
		a.claim("root-cause.chain-1", Observation, []string{s.originCite, s.cite}, fmt.Sprintf("Commit %s made %s at %s:%d grow without bound (%s).", short(s.commit.Hash), f.Symbol, f.Path, f.Line, f.Introduced.Change)),
		a.claim("root-cause.chain-2", Observation, []string{s.ancestryCite}, "It is "+ancestryWords[s.ancestry]+"."),
		a.gap("root-cause.chain", "That this growth is what filled the memory is not established; see what does not hold.", a.weighing),
	}
	return []Block{
		{Claims: []Claim{
			a.claim("root-cause.leading", Computation, a.grounds(lead), fmt.Sprintf("Leading explanation, not established: %s (%s, %d %%).", lead.Hypothesis.Title, lead.Status, lead.Percent), quantity("percent", float64(lead.Percent), "%")),
			a.claim("root-cause.suspect", Observation, []string{s.cite, s.originCite}, fmt.Sprintf("Under suspicion: %s at %s:%d, since commit %s (%s).", f.Symbol, f.Path, f.Line, short(s.commit.Hash), s.commit.Subject), quantity("line", float64(f.Line), "")),
		}},
		{Heading: "What is needed to establish it:", Claims: holds},
		{Heading: "Causal Chain:", Ordered: true, Claims: chain},
		{Heading: "Mechanism, if it is the cause:", Claims: []Claim{a.mechanism(Observation)}},
		{Heading: "Trigger:", Claims: []Claim{a.trigger()}},
	}
}

// ancestryWords say where the suspected commit ran.
var ancestryWords = map[string]string{
	"proven":  "in what was deployed and not in what ran before",
	"older":   "in what was deployed, and already ran before",
	"refuted": "not in what was deployed",
}

// candidates is what is said where application growth is confirmed and no single finding holds enough of it.
func (a *author) candidates() []Claim {
	lead := a.leading()
	out := []Claim{a.claim("root-cause.family", Cause, a.grounds(lead), fmt.Sprintf("%s is %s (%d %%), but no single finding holds enough of it to be named as the cause. Candidates:", lead.Hypothesis.Title, lead.Status, lead.Percent), quantity("percent", float64(lead.Percent), "%"))}
	for i, m := range a.verdict.Family {
		if m.Candidate != nil && m.New {
			out = append(out, a.claim(fmt.Sprintf("root-cause.candidate-%d", i), Computation, []string{m.Cite, a.weighing}, fmt.Sprintf("%s:%d %s, %s of application growth.", m.Path, m.Line, m.Candidate.Finding.Symbol, percentage(m.Share)), quantity("share", m.Share, "")))
		}
	}
	return out
}

// chain is the way from the change to the failure, each step with its own evidence.
func (a *author) chain(rc *RootCause) []Claim {
	s := a.code.suspect
	out := []Claim{
		a.claim("root-cause.chain-1", Cause, []string{s.originCite, s.diffCite, s.cite}, fmt.Sprintf("Commit %s made %s at %s:%d grow without bound (%s).", short(rc.Commit), rc.Symbol, rc.Path, rc.Line, s.finding.Introduced.Change)),
		a.claim("root-cause.chain-2", Cause, append(ids(a.moments.RollOut), s.ancestryCite, a.code.revisionCite), fmt.Sprintf("The roll-out at %s brought that commit into production; what ran before did not have it.", stamp(timeOf(a.moments.RollOut)))),
	}
	onset := a.verdict.Answer("timing-onset")
	out = append(out, a.claim("root-cause.chain-3", Cause, append(onset.Cites, a.methods), upper(a.table.Check("timing-onset").Outcomes[onset.Outcome].Says)+a.paceWords()+"."))
	if f := a.moments.Failure; f != nil {
		text := fmt.Sprintf("At %s the process failed", stamp(f.At))
		cites := []string{f.ID}
		if a.memory.Limit > 0 && a.memory.PeakLast > 0 {
			text += fmt.Sprintf("; the highest sample of memory was %s, the limit %s", megabytes(a.memory.PeakLast), megabytes(a.memory.Limit))
			cites = append(append(cites, a.memory.LimitCites...), a.memory.Cites()...)
		}
		out = append(out, a.claim("root-cause.chain-4", Cause, cites, text+"."))
	}
	return out
}

// paceWords give the measured pace of the first life of the deployed version that rises.
func (a *author) paceWords() string {
	if l := a.failedLife(); l != nil {
		return ", by " + slopeWords(l.Slope)
	}
	return ""
}

func (a *author) mechanism(kind Kind) Claim {
	f := a.code.suspect.finding
	text := fmt.Sprintf("%s is a %s that lives as long as the %s", f.Symbol, f.Holder.Kind, f.Holder.Scope)
	if len(f.Growth) > 0 {
		g := f.Growth[0]
		text += fmt.Sprintf("; each %s puts something in at %s:%d (%s); what drives it: %s", g.Per, g.Path, g.Line, g.Text, g.Driver)
	}
	if len(f.Evictions) == 0 {
		text += "; nothing takes it out"
	}
	return a.claim("root-cause.mechanism", kind, []string{a.code.suspect.cite}, text+".")
}

// trigger is what set the growth off, which need not be what makes it possible.
func (a *author) trigger() Claim {
	if a.report.RootCause != nil {
		load := a.verdict.Answer("load-requests")
		text, cites := "The roll-out itself: growth begins with it", append(ids(a.moments.RollOut), a.verdict.Answer("timing-onset").Cites...)
		if load.Outcome == "flat" {
			text, cites = text+", while the request rate did not rise", append(cites, load.Cites...)
		}
		return a.claim("root-cause.trigger", Cause, cites, text+".")
	}
	if a.moments.RollOut == nil {
		return a.gap("root-cause.trigger", "Unknown: no roll-out, load or flag change is in the bundle.", a.absent("trigger"))
	}
	return a.claim("root-cause.trigger", Observation, ids(a.moments.RollOut, a.moments.Failure), "The roll-out precedes the failure; whether it, the load or something else set it off is not established.")
}

// gateChecks are the checks that open a gate; a gate without any rests on the weighing as a whole.
var gateChecks = map[string][]string{
	"finding": {"code-finding"}, "ancestry": {"provenance-ancestry"}, "onset": {"timing-onset"},
	"rivals": {"load-requests", "load-follows", "dependencies-lockfile"},
}

func (a *author) gateCites(g verdict.Gate) []string {
	cites := []string{a.weighing}
	for _, check := range gateChecks[g.ID] {
		cites = append(cites, a.verdict.Answer(check).Cites...)
	}
	return cites
}

func (a *author) why() []Claim {
	var out []Claim
	for _, g := range a.verdict.Gates {
		if g.Open {
			out = append(out, a.claim("root-cause.gate-"+g.ID, Computation, a.gateCites(g), "Holds: "+g.Says+"."))
		}
	}
	return out
}

func (a *author) contributing() Section {
	var out []Claim
	for _, l := range a.code.looks {
		if !l.found && contributes[l.what] {
			out = append(out, a.claim("contributing."+l.what, Observation, []string{l.cite}, upper(l.what)+" was not found in the repository at the deployed revision."))
		}
	}
	if w, f := a.moments.Warning, a.moments.Failure; w != nil && f != nil {
		s := f.At.Sub(w.At).Seconds()
		out = append(out, a.claim("contributing.warning", Computation, ids(w, f), fmt.Sprintf("The memory warning left %s before the failure.", seconds(s)), quantity("lead", s, "s")))
	}
	if len(a.code.looks) == 0 {
		out = append(out, a.gap("contributing.unknown", "What in tests, limits or roll-out contributed cannot be said: the repository was not supplied.", a.absent("repository")))
	}
	return Section{Number: 8, Key: "contributing-factors", Title: "Contributing Factors", Blocks: []Block{{Ordered: true, Claims: out}}}
}

// contributes names the means of prevention whose absence let growth reach production.
var contributes = map[string]bool{"a linter for unbounded growth": true, "a load or memory test": true, "recycling of workers": true, "a canary or staged roll-out": true}
