package postmortem

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/origin"
	"github.com/growlint/growlint/blame/verdict"
)

// A Repository is what a post-mortem asks of the history; *history.Repo is one.
type Repository interface {
	Resolve(rev string) (history.Commit, error)
	Commit(hash string) (history.Commit, error)
	Range(ctx context.Context, a, b string, opt history.RangeOptions) ([]history.Commit, error)
	IsAncestor(ctx context.Context, a, b string) (bool, error)
	Changes(ctx context.Context, from, to string, opt history.ChangeOptions) ([]history.Change, error)
	Diff(ctx context.Context, commit, path string) (string, error)
	Files(ctx context.Context, commit string) ([]history.File, error)
	ReadPath(commit, path string) ([]byte, error)
	Read(blob string) ([]byte, error)
	Tags() ([]history.Tag, error)
	Limits() []string
	Submodules(ctx context.Context, commit string) ([]string, error)
	Relate(ctx context.Context, a, b string) (history.Relation, error)
}

// An Analysis runs the rules.
type Analysis interface {
	// Scan returns the findings of the tree at to; those that became true after from carry their origin.
	Scan(ctx context.Context, from, to string) ([]finding.Finding, error)
	// Check returns the findings of the tree of one commit, without origins.
	Check(ctx context.Context, commit string) ([]finding.Finding, error)
}

// code is the code side of an incident, gathered once, with the ids under which it is cited.
type code struct {
	why                string // why there is none
	deployed, previous Revision
	revisionCite       string // the resolution of the two
	span               []history.Commit
	relation           history.Relation // of the deployed commit to the previous one
	relationCite       string
	findings           []finding.Finding
	candidates         []verdict.Candidate
	runCite            string // C- or N-: the run of the rules
	suspect            *suspect
	looks              []look
	writtenLimit       *placedSetting // the only memory limit that the deployed tree sets
	alertRules         []alertRule
	noAlertRules       string       // N-: the search that found none
	dependencies       verdict.Code // only its Dependencies, Limit and Range fields
	depChanges         []depChange
	settingChanges     []settingChange
	rangeCite          string // N-: nothing of the two changed in the range
	silenced           []silenced
	silencedNone       string // N-: the search that found none
	limits             []string
	submodules         []string // of the deployed revision, which are not read
}

// A suspect is the first of the findings that became true in the deployed range.
type suspect struct {
	finding      finding.Finding
	cite         string // of the finding
	commit       history.Commit
	originCite   string
	diff         string
	diffCite     string
	changed      []history.Change // everything that the commit touches
	touched      []touched        // the same, read
	later        []history.Commit // of the range, that change the same files afterwards
	laterCite    string
	bindingLine  string // the line that binds the holder, as deployed
	bindingCite  string
	ancestry     string // proven, refuted, older, or ""
	mended       bool   // older, and what ran before had mended it
	ancestryCite string
	fires        bool // a check of the change reports it, and nothing suppresses it
	silent       *finding.Suppression
	firesCite    string
}

// gather asks the repository and the rules. Errors are those of the repository and of the rules themselves; what the
// bundle does not say is no error but a gap.
func gather(ctx context.Context, bk *book, t *verdict.Table, b *evidence.Bundle, repo Repository, rules Analysis) (*code, error) {
	c := &code{}
	d := deployment(b)
	if d == nil {
		c.why = "the bundle names no deployment"
		return c, nil
	}
	if repo == nil {
		c.deployed, c.previous = unproven(d.Revision), unproven(d.Previous)
		c.why = "no repository was given (--repo, or repo in the manifest)"
		return c, nil
	}
	c.limits = repo.Limits()
	c.deployed, c.previous = resolve(repo, d.Revision, d), resolve(repo, d.Previous, d)
	if words := revisionWords(c.deployed, c.previous); words != "" {
		c.revisionCite = bk.add("C", Proof{What: "revision", Text: words, Look: "resolved in the repository"})
	}
	if c.deployed.Commit == "" {
		c.why = "the deployed revision is unresolved: " + c.deployed.Why
		return c, nil
	}
	if tag := tagBefore(ctx, repo, c.deployed.Commit); c.previous.As == "" && tag != "" {
		c.previous.Why += fmt.Sprintf("; the last tag before it is %s: write it as previous if that is what ran", tag)
	}
	var err error
	if c.submodules, err = repo.Submodules(ctx, c.deployed.Commit); err != nil {
		return nil, err
	}
	files, err := repo.Files(ctx, c.deployed.Commit)
	if err != nil {
		return nil, err
	}
	if err := c.look(bk, repo, files); err != nil {
		return nil, err
	}
	if err := c.findAlertRules(bk, repo, files); err != nil {
		return nil, err
	}
	if err := c.findWrittenLimit(bk, repo, files, b.Manifest.ServicePaths, b.Manifest.Environment); err != nil {
		return nil, err
	}
	if c.previous.Commit == "" {
		c.why = "the previous revision is unresolved, so there is no deployed range: " + c.previous.Why
		return c, nil
	}
	return c, c.analyse(ctx, bk, t, b, repo, rules, files)
}

func deployment(b *evidence.Bundle) *evidence.Deployment {
	if f := b.RollOut(); f != nil {
		return f.Deployment
	}
	return nil
}

// revisionWords says which of the two revisions are which commits; "" where neither is known.
func revisionWords(deployed, previous Revision) string {
	var words []string
	if deployed.Commit != "" {
		words = append(words, "deployed: "+calledWords(deployed, ""))
	}
	if previous.Commit != "" {
		words = append(words, "before: "+calledWords(previous, ""))
	}
	return strings.Join(words, "; ")
}

// analyse scans the deployed range and looks closer at the first finding that became true in it.
func (c *code) analyse(ctx context.Context, bk *book, t *verdict.Table, b *evidence.Bundle, repo Repository, rules Analysis, files []history.File) error {
	from, to := c.previous.Commit, c.deployed.Commit
	var err error
	if c.span, err = repo.Range(ctx, from, to, history.RangeOptions{AllParents: true}); err != nil {
		return fmt.Errorf("deployed range %s..%s: %w", short(from), short(to), err)
	}
	if c.findings, err = rules.Scan(ctx, from, to); err != nil {
		return fmt.Errorf("scanning %s..%s: %w", short(from), short(to), err)
	}
	if c.relation, err = repo.Relate(ctx, from, to); err != nil {
		return fmt.Errorf("comparing %s with %s: %w", short(from), short(to), err)
	}
	if words := c.relationWords(); words != "" {
		c.relationCite = bk.add("C", Proof{What: "ancestry", Text: words, Look: "parents followed in the commit graph, changes compared"})
	}
	redactFindings(c.findings)
	c.fileFindings(bk, b.Manifest.ServicePaths)
	if err := c.findSilenced(ctx, bk, repo, files, b.Manifest.ServicePaths); err != nil {
		return err
	}
	if err := c.compareRange(ctx, bk, repo, files, b.Manifest.ServicePaths); err != nil {
		return err
	}
	c.limitLowered(b.Manifest.Environment)
	if err := c.compareCode(ctx, bk, repo); err != nil {
		return err
	}
	if first := c.firstNew(t); first != nil {
		return c.suspectOf(ctx, bk, repo, rules, first)
	}
	return nil
}

// compareRange looks for what else changed in the deployed range: libraries, runtimes, limits, workers.
func (c *code) compareRange(ctx context.Context, bk *book, repo Repository, files []history.File, servicePaths []string) error {
	changes, err := repo.Changes(ctx, c.previous.Commit, c.deployed.Commit, history.ChangeOptions{})
	if err != nil {
		return err
	}
	if err := c.compareSettings(bk, repo, changes, servicePaths); err != nil {
		return err
	}
	if err := c.compareDependencies(bk, repo, changes, files); err != nil {
		return err
	}
	if len(c.depChanges)+len(c.settingChanges) == 0 {
		c.rangeCite = bk.add("N", Proof{What: "search", Text: "no dependency, limit, worker or runtime setting changed", Look: fmt.Sprintf("%s in %s..%s", plural(len(changes), "changed file", "changed files"), short(c.previous.Commit), short(c.deployed.Commit))})
	}
	return nil
}

// redactFindings hides what the history and the source would leak: authors' addresses, literals that look like secrets.
func redactFindings(fs []finding.Finding) {
	for i := range fs {
		f := &fs[i]
		f.Introduced.Author = evidence.Redact(f.Introduced.Author)
		f.Introduced.Subject = evidence.Redact(f.Introduced.Subject)
		f.Message = evidence.Redact(f.Message)
		f.Growth, f.Evictions = slices.Clone(f.Growth), slices.Clone(f.Evictions) // others share them
		for j := range f.Growth {
			f.Growth[j].Text = evidence.Redact(f.Growth[j].Text)
			f.Growth[j].Driver = evidence.Redact(f.Growth[j].Driver)
		}
		for j := range f.Evictions {
			f.Evictions[j].Text = evidence.Redact(f.Evictions[j].Text)
		}
	}
}

// fileFindings gives every finding an id and sorts out which are new, and which lie in the service.
func (c *code) fileFindings(bk *book, servicePaths []string) {
	inSpan := map[string]bool{}
	for _, commit := range c.span {
		inSpan[commit.Hash] = true
	}
	for i := range c.findings {
		f := &c.findings[i]
		if f.Suppressed != nil {
			quieter := *f // somebody judged it: it stays a candidate, and can no longer be named as the cause
			quieter.Level = finding.Min(f.Level, finding.Note)
			f = &quieter
		}
		id := bk.add("C", Proof{What: "finding", Text: f.Message, Path: f.Path, Line: f.Line, Look: "rule " + f.Rule + " at " + short(c.deployed.Commit)})
		c.candidates = append(c.candidates, verdict.Candidate{
			Finding: f, Cite: id, InService: inService(f.Path, servicePaths),
			New: f.Introduced.Commit != "" && (inSpan[f.Introduced.Commit] || c.aside()),
		})
	}
	where := fmt.Sprintf("every rule over the tree of %s and the %s of %s..%s", short(c.deployed.Commit), plural(len(c.span), "commit", "commits"), short(c.previous.Commit), short(c.deployed.Commit))
	if len(c.candidates) == 0 {
		c.runCite = bk.add("N", Proof{What: "search", Text: "no unbounded growth found", Look: where})
		return
	}
	c.runCite = bk.add("C", Proof{What: "scan", Text: plural(len(c.candidates), "finding", "findings"), Look: where})
}

func inService(path string, folders []string) bool {
	if len(folders) == 0 {
		return true
	}
	return slices.ContainsFunc(folders, func(dir string) bool {
		dir = strings.Trim(strings.TrimPrefix(dir, "./"), "/")
		return dir == "" || dir == "." || path == dir || strings.HasPrefix(path, dir+"/")
	})
}

// firstNew returns the finding of the service that became true in the deployed range and ranks first in the family, so
// that what is looked at closely is what would be named.
func (c *code) firstNew(t *verdict.Table) *verdict.Candidate {
	for _, m := range verdict.Rank(t, c.candidates, "") {
		if m.Candidate != nil && m.Candidate.New && m.Candidate.InService {
			return m.Candidate
		}
	}
	return nil
}

// suspectOf looks at one finding's commit: its diff, whether it was deployed, whether the rule would have fired on it.
func (c *code) suspectOf(ctx context.Context, bk *book, repo Repository, rules Analysis, f *verdict.Candidate) error {
	s := &suspect{finding: *f.Finding, cite: f.Cite}
	c.suspect = s
	var err error
	if s.commit, err = repo.Commit(f.Finding.Introduced.Commit); err != nil {
		return err
	}
	s.commit.Subject, s.commit.Author = evidence.Redact(s.commit.Subject), evidence.Redact(s.commit.Author)
	s.originCite = bk.add("C", Proof{What: "origin", Text: fmt.Sprintf("commit %s: %s (%s)", s.commit.Hash, s.commit.Subject, f.Finding.Introduced.Change), Path: s.finding.Path, Line: s.finding.Line, Look: "analysed before and after the commit"})
	diff, err := repo.Diff(ctx, s.commit.Hash, s.finding.Path)
	if err != nil {
		return err
	}
	s.diff = evidence.Redact(diff)
	if s.diff == "" {
		s.diffCite = bk.add("N", Proof{What: "diff", Text: "the commit did not change the file of the finding", Look: short(s.commit.Hash) + " against its first parent"})
	} else {
		s.diffCite = bk.add("C", Proof{What: "diff", Text: "what commit " + short(s.commit.Hash) + " did to " + s.finding.Path, Path: s.finding.Path, Look: "against its first parent"})
	}
	parent := ""
	if len(s.commit.Parents) > 0 {
		parent = s.commit.Parents[0]
	}
	if s.changed, err = repo.Changes(ctx, parent, s.commit.Hash, history.ChangeOptions{}); err != nil {
		return err
	}
	if err := s.touch(ctx, bk, repo, parent); err != nil {
		return err
	}
	if s.later, err = c.laterTouches(ctx, repo, s); err != nil {
		return err
	}
	if n := len(s.later); n > 0 {
		s.laterCite = bk.add("C", Proof{What: "range", Text: plural(n, "later commit changes", "later commits change") + " the same files", Look: "commits after " + short(s.commit.Hash) + " up to " + short(c.deployed.Commit)})
	}
	if err := c.readBinding(bk, repo, s); err != nil {
		return err
	}
	if err := c.prove(ctx, bk, repo, s); err != nil {
		return err
	}
	return s.run(ctx, bk, rules, parent)
}

// readBinding reads the line that binds the holder.
func (c *code) readBinding(bk *book, repo Repository, s *suspect) error {
	h := s.finding.Holder
	if h.Path == "" || h.Line == 0 {
		return nil
	}
	data, err := repo.ReadPath(c.deployed.Commit, h.Path)
	if errors.Is(err, history.ErrNoFile) {
		return nil
	}
	if err != nil {
		return err
	}
	if lines := strings.Split(string(data), "\n"); h.Line <= len(lines) {
		s.bindingLine = strings.TrimRight(lines[h.Line-1], "\r")
		s.bindingCite = bk.add("C", Proof{What: "line", Text: evidence.Redact(strings.TrimSpace(s.bindingLine)), Path: h.Path, Line: h.Line, Look: "read at " + short(c.deployed.Commit)})
	}
	return nil
}

// prove decides whether the commit is in what was deployed and not in what ran before.
func (c *code) prove(ctx context.Context, bk *book, repo Repository, s *suspect) error {
	in, err := repo.IsAncestor(ctx, s.commit.Hash, c.deployed.Commit)
	if err != nil {
		return err
	}
	before, err := repo.IsAncestor(ctx, s.commit.Hash, c.previous.Commit)
	if err != nil {
		return err
	}
	words := map[string]string{"proven": "is in %s and not in %s", "older": "is in %s, and already in %s", "refuted": "is not in %s (previous %s)"}
	s.ancestry = "refuted"
	if in {
		s.ancestry = "proven"
		if before {
			s.ancestry, s.mended = "older", c.aside()
		}
	}
	text := fmt.Sprintf("commit "+short(s.commit.Hash)+" "+words[s.ancestry], short(c.deployed.Commit), short(c.previous.Commit))
	if s.mended {
		text += ", where its growth is no finding any more"
	}
	s.ancestryCite = bk.add("C", Proof{
		What: "ancestry", Text: text,
		Look: "parents followed in the commit graph",
	})
	return nil
}

// run asks whether a check of the change would have stopped it: what the check of the commit against its first parent
// reports is worked out, as `growlint check --rev COMMIT --new-from-rev PARENT` does.
func (s *suspect) run(ctx context.Context, bk *book, rules Analysis, parent string) error {
	after, err := rules.Check(ctx, s.commit.Hash)
	if err != nil {
		return err
	}
	var before []finding.Finding
	base := "an empty tree"
	if parent != "" {
		base = "its first parent " + short(parent)
		if before, err = rules.Check(ctx, parent); err != nil {
			return err
		}
	}
	text := "the check of this change does not report it"
	for _, f := range origin.New(before, after, finding.Warning) {
		if f.Symbol != s.finding.Symbol || f.Path != s.finding.Path && f.Fingerprint != s.finding.Fingerprint || !f.Level.AtLeast(finding.Warning) {
			continue
		}
		s.fires, s.silent = f.Suppressed == nil, f.Suppressed
		text = fmt.Sprintf("the check of this change reports it: rule %s, level %s, %s:%d", f.Rule, f.Level, f.Path, f.Line)
		if s.silent != nil {
			text += fmt.Sprintf(", suppressed by a comment (%s)", evidence.Redact(s.silent.Reason))
		}
	}
	s.firesCite = bk.add("C", Proof{What: "run", Text: text, Path: s.finding.Path, Line: s.finding.Line, Look: "check at " + short(s.commit.Hash) + " and at " + base + ", compared"})
	return nil
}

// forWeighing hands the code side to the checks.
func (c *code) forWeighing() verdict.Code {
	out := c.dependencies
	out.Why, out.Candidates, out.FindCites = c.why, c.candidates, nil
	if c.runCite != "" {
		out.FindCites = []string{c.runCite}
	}
	switch {
	case c.suspect != nil:
		out.Ancestry, out.AncestryCites = c.suspect.ancestry, []string{c.suspect.ancestryCite}
	case c.why != "":
		out.AncestryWhy = c.why
	default:
		out.AncestryWhy = "no finding became true in the deployed range"
	}
	if out.Dependencies == "" && out.DependenciesWhy == "" {
		out.DependenciesWhy = c.why
	}
	if out.Range == "" {
		out.RangeWhy = c.why
	}
	return out
}
