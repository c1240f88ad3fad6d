package postmortem

import (
	"fmt"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/verdict"
)

func (a *author) change() Section {
	s := Section{Number: 4, Key: "change", Title: "The Change Under Suspicion"}
	s.Blocks = append(s.Blocks, Block{Claims: a.revisionClaims()})
	if sus := a.code.suspect; sus != nil {
		s.Blocks = append(s.Blocks, Block{Claims: a.suspectClaims(sus)})
		if sus.diff != "" {
			s.Blocks = append(s.Blocks, Block{Heading: "Diff", Excerpt: &Excerpt{Info: "diff", Text: shorten(atTheLine(sus.diff, sus.finding), sus.finding), Cites: []string{sus.diffCite}}})
		}
	} else {
		s.Blocks = append(s.Blocks, Block{Claims: a.recordedCommits()})
	}
	if len(a.verdict.Family) > 1 {
		s.Blocks = append(s.Blocks, Block{Heading: "Findings of the service, by their share of application growth", Table: a.familyTable()})
	}
	if claims := a.rangeClaims(); len(claims) > 0 {
		s.Blocks = append(s.Blocks, Block{Heading: "What else changed in the deployed range", Claims: claims})
	}
	if claims := a.suppressionClaims(); len(claims) > 0 {
		s.Blocks = append(s.Blocks, Block{Heading: "What was silenced", Claims: claims})
	}
	return s
}

func (a *author) revisionClaims() []Claim {
	d, p := a.code.deployed, a.code.previous
	cites := ids(a.bundle.Select(isDeployment)...)
	if len(cites) == 0 {
		return []Claim{a.gap("change.revision", "Deployed revision unresolved: the bundle names no deployment. Candidates only.", a.absent("deployment"))}
	}
	var out []Claim
	if d.Commit == "" {
		out = append(out, a.gap("change.revision", "Deployed revision unresolved: "+d.Why+". Candidates only.", cites...))
	} else {
		out = append(out, a.claim("change.revision", Observation, append(cites, a.code.revisionCite), "Deployed: "+calledWords(d, a.versionName())+"."))
	}
	if p.Commit == "" {
		out = append(out, a.gap("change.previous", "Previous revision unresolved: "+p.Why+".", cites...))
	} else {
		out = append(out, a.claim("change.previous", Observation, append(cites, a.code.revisionCite), fmt.Sprintf("Before: %s; %s in between.", calledWords(p, ""), plural(len(a.code.span), "commit", "commits")), quantity("commits", float64(len(a.code.span)), "")))
	}
	if words := a.code.relationWords(); words != "" && a.code.relationCite != "" {
		out = append(out, a.claim("change.relation", Observation, []string{a.code.relationCite}, upper(words)+"."))
	}
	return out
}

// versionName is what the bundle calls the deployed version, beside its revision.
func (a *author) versionName() string {
	if d := deployment(a.bundle); d != nil {
		return evidence.Redact(d.Version)
	}
	return ""
}

// calledWords names a resolved revision once, with the other name that it goes by.
func calledWords(r Revision, version string) string {
	called := r.As
	if called == r.Commit {
		called = version
	}
	if called == "" {
		return "commit " + r.Commit
	}
	return fmt.Sprintf("commit %s (called %s)", r.Commit, called)
}

func (a *author) suspectClaims(s *suspect) []Claim {
	f := s.finding
	out := []Claim{
		a.claim("change.commit", Observation, []string{s.originCite}, fmt.Sprintf("Commit %s of %s by %s: %s.", s.commit.Hash, stamp(s.commit.Authored), s.commit.Author, s.commit.Subject)),
		a.claim("change.finding", Observation, []string{s.cite}, fmt.Sprintf("%s:%d, rule %s, level %s, confidence of the finding %.2f: %s", f.Path, f.Line, f.Rule, f.Level, f.Confidence, f.Message), quantity("line", float64(f.Line), ""), quantity("finding_confidence", f.Confidence, "")),
		a.claim("change.holder", Observation, []string{s.cite}, fmt.Sprintf("What grows: %s %s, bound at %s:%d; it lives as long as the %s: %s", f.Holder.Kind, f.Symbol, f.Holder.Path, f.Holder.Line, f.Holder.Scope, f.Holder.Why)),
	}
	for i, g := range f.Growth {
		out = append(out, a.claim(fmt.Sprintf("change.growth-%d", i), Observation, []string{s.cite}, fmt.Sprintf("What is stored: %s:%d, once per %s: %s. Driven by %s (domain: %s).", g.Path, g.Line, g.Per, g.Text, g.Driver, g.Domain)))
	}
	var steps []string
	for _, e := range f.Entry {
		steps = append(steps, fmt.Sprintf("%s (%s:%d)", e.Function, e.Path, e.Line))
	}
	if len(steps) > 0 {
		out = append(out, a.claim("change.entry", Observation, []string{s.cite}, "Path from the entry point: "+strings.Join(steps, ", then ")+"."))
	}
	for i, e := range f.Evictions {
		out = append(out, a.claim(fmt.Sprintf("change.eviction-%d", i), Observation, []string{s.cite}, fmt.Sprintf("Taken out at %s:%d (%s), which does not bound it: %s.", e.Path, e.Line, e.Text, e.WhyNot)))
	}
	if len(f.Evictions) == 0 {
		out = append(out, a.claim("change.evictions", Observation, []string{s.cite}, "Nothing in the tree takes anything out of it."))
	}
	in := map[string]string{"proven": "yes: the commit is in what was deployed and not in what ran before", "older": "yes, but it already ran before this deployment", "refuted": "no: the commit is not in what was deployed"}
	text := in[s.ancestry]
	if s.mended {
		text = "yes, and in what ran before, too, but mended there: its growth is true of what was deployed, and not of what ran before"
	}
	out = append(out, a.claim("change.deployed", Observation, []string{s.ancestryCite}, "In the deployment: "+text+"."))
	return append(out, a.claim("change.run", Computation, []string{s.firesCite}, runWords(s)))
}

// runWords says what the check of the suspected change reports; it was run.
func runWords(s *suspect) string {
	text := fmt.Sprintf("Run on this very change: growlint check --rev %s --new-from-rev %s^ ", short(s.commit.Hash), short(s.commit.Hash))
	if len(s.commit.Parents) == 0 {
		text = fmt.Sprintf("Run on this very change: growlint check --rev %s ", short(s.commit.Hash))
	}
	switch {
	case s.silent != nil:
		return text + fmt.Sprintf("finds it, but a comment suppresses it (%q).", evidence.Redact(s.silent.Reason))
	case s.fires:
		return text + "reports it."
	}
	return text + "does not report it at level warning."
}

// rangeClaims are what changed beside the suspect: libraries, runtimes, limits, workers.
func (a *author) rangeClaims() []Claim {
	var out []Claim
	for i, s := range a.code.settingChanges {
		out = append(out, a.claim(fmt.Sprintf("change.setting-%d", i), Observation, []string{s.cite}, evidence.Redact(fmt.Sprintf("%s:%d: %s.", s.file, s.line(), s.words()))))
	}
	for i, d := range a.code.depChanges {
		text := fmt.Sprintf("%s: %s.", d.file, d.words())
		if d.development {
			text = fmt.Sprintf("%s: %s. By the name of the file it does not run in production.", d.file, d.words())
		}
		if i == mostDependencies {
			out = append(out, a.claim("change.dependencies-more", Gap, []string{d.cite}, fmt.Sprintf("%s left out.", plural(len(a.code.depChanges)-i, "more change of a dependency", "more changes of dependencies"))))
			break
		}
		out = append(out, a.claim(fmt.Sprintf("change.dependency-%d", i), Observation, []string{d.cite}, evidence.Redact(text)))
	}
	if a.code.rangeCite != "" {
		out = append(out, a.claim("change.range", Observation, []string{a.code.rangeCite}, "No dependency, base image, memory limit, worker setting or recycling of workers changed."))
	}
	return out
}

// mostDependencies bounds the list: an update of a lockfile moves hundreds.
const mostDependencies = 30

// atTheLine keeps the hunks of a diff that speak of what grows: by the text of a growth or the holder's name. Where none does, all stay.
func atTheLine(diff string, f finding.Finding) string {
	head, rest, ok := strings.Cut(diff, "\n@@ ")
	if !ok {
		return diff
	}
	name := f.Symbol[strings.LastIndex(f.Symbol, ".")+1:]
	var kept []string
	hunks := strings.Split(rest, "\n@@ ")
	for _, h := range hunks {
		about := name != "" && strings.Contains(h, name)
		for _, g := range f.Growth {
			about = about || g.Text != "" && strings.Contains(h, g.Text)
		}
		if about {
			kept = append(kept, h)
		}
	}
	if len(kept) == 0 || len(kept) == len(hunks) {
		return diff
	}
	out := head + "\n@@ " + strings.Join(kept, "\n@@ ")
	return strings.TrimRight(out, "\n") + "\n… " + plural(len(hunks)-len(kept), "other hunk", "other hunks") + " of this file left out\n"
}

// longestDiff bounds the lines of a quoted diff.
const longestDiff = 80

// shorten keeps of a long diff its beginning and what stands around the growth.
func shorten(diff string, f finding.Finding) string {
	lines := strings.Split(strings.TrimRight(diff, "\n"), "\n")
	if len(lines) <= longestDiff {
		return diff
	}
	grows := slices.IndexFunc(lines, func(l string) bool {
		return slices.ContainsFunc(f.Growth, func(g finding.Growth) bool { return g.Text != "" && strings.Contains(l, g.Text) })
	})
	head := longestDiff / 2
	from := max(head, grows-longestDiff/4)
	to := min(from+longestDiff-head, len(lines))
	out := strings.Join(lines[:head], "\n")
	if from > head {
		out += "\n… " + plural(from-head, "line", "lines") + " left out"
	}
	out += "\n" + strings.Join(lines[from:to], "\n")
	if to < len(lines) {
		out += "\n… " + plural(len(lines)-to, "more line", "more lines")
	}
	return out
}

// recordedCommits are the commits that the bundle only claims: those that a note names first, then the newest.
func (a *author) recordedCommits() []Claim {
	records := a.suspectedRecords()
	if len(records) == 0 {
		why := a.code.why
		if why == "" {
			why = "no finding became true in the deployed range"
		}
		return []Claim{a.gap("change.none", "No change is under suspicion: "+why+".", append(some(a.code.runCite), a.absent("commit record"))...)}
	}
	var out []Claim
	for i, f := range records {
		text := fmt.Sprintf("Candidate: commit %s, %q, committed %s (commit time, not deploy time). Not in a repository that could be read.", short(f.Commit.SHA), f.Commit.Subject, stamp(f.Commit.Date))
		out = append(out, a.claim(fmt.Sprintf("change.candidate-%d", i), Observation, []string{f.ID}, text))
	}
	return append(out, a.gap("change.diff", "What the candidates changed is not in the bundle: no line, no rule, no diff.", a.absent("repository")))
}

func (a *author) suspectedRecords() []*evidence.Fact {
	records := a.bundle.Select(func(f *evidence.Fact) bool { return f.Commit != nil })
	notes := a.bundle.Select(func(f *evidence.Fact) bool { return f.Annotation != nil })
	namedIn := func(c *evidence.Fact) bool {
		return slices.ContainsFunc(notes, func(n *evidence.Fact) bool {
			return len(c.Commit.SHA) >= 7 && strings.Contains(n.Annotation.Text, c.Commit.SHA[:7])
		})
	}
	slices.SortStableFunc(records, func(x, y *evidence.Fact) int {
		if nx, ny := namedIn(x), namedIn(y); nx != ny {
			if nx {
				return -1
			}
			return 1
		}
		return y.Commit.Date.Compare(x.Commit.Date)
	})
	return records
}

// mostFindings bounds the table of the family.
const mostFindings = 20

func (a *author) familyTable() *Table {
	t := &Table{Columns: []string{"Share of application growth", "Finding", "New in the deployed range", "Because it"}}
	members := a.verdict.Family
	for i, m := range members {
		if m.Candidate == nil {
			t.Rows = append(t.Rows, a.row([]string{a.weighing}, percentage(m.Share), "elsewhere in the application", "", ""))
		} else if i < mostFindings {
			t.Rows = append(t.Rows, a.row([]string{m.Cite, a.weighing}, percentage(m.Share), fmt.Sprintf("%s:%d %s", m.Path, m.Line, m.Candidate.Finding.Symbol), yes(m.New), a.familyWords(m)))
		}
	}
	return t
}

func (a *author) familyWords(m verdict.Member) string {
	var out []string
	for _, id := range m.Marks {
		for _, f := range a.table.Family {
			if f.ID == id {
				out = append(out, f.Says)
			}
		}
	}
	return strings.Join(out, "; ")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
