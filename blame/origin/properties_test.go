package origin

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/history/historytest"
)

// A judge checks answers with an engine that has seen nothing before: whatever an engine keeps between trees, it must not show.
type judge struct {
	t    *testing.T
	repo *history.Repo
	*states
}

func newJudge(t *testing.T, repo *history.Repo, level finding.Level) *judge {
	return &judge{t: t, repo: repo, states: newStates(repo, fresh{}, level)}
}

// fresh analyses each tree from scratch.
type fresh struct{}

func (fresh) Run(ctx context.Context, tree source.Tree) (*analyzers.Result, error) {
	engine, err := analyzers.New(analyzers.Options{CacheDir: sharedFacts("judge")})
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	return engine.Run(ctx, tree)
}

// sharedFacts is a cache that lasts from one run to the next where the tests of long histories are asked for. Whoever judges has one
// of its own: an answer that the other side kept would agree with itself.
func sharedFacts(side string) string {
	if dir := os.Getenv("GROWLINT_HISTORIES_CACHE"); dir != "" {
		return filepath.Join(dir, side)
	}
	return ""
}

// origin checks the promise of an answer: the finding holds at the commit, as the answer has it, and at none of its parents.
func (j *judge) origin(ctx context.Context, t *trace) {
	j.t.Helper()
	if t.end.Status != finding.Found {
		if t.end.Why == "" {
			j.t.Errorf("%s %s: an abstention that does not say why", t.finding.Path, t.finding.Symbol)
		}
		return
	}
	c, err := j.repo.Commit(t.end.Commit)
	if err != nil {
		j.t.Fatal(err)
	}
	at, err := j.at(ctx, c)
	if err != nil {
		j.t.Fatal(err)
	}
	i := slices.IndexFunc(at.findings, func(f finding.Finding) bool { return f.Symbol == t.born.Symbol && f.Path == t.born.Path && j.holds(&f) })
	if i < 0 {
		j.t.Errorf("%s %s does not hold at %s %q, which is said to have made it true", t.born.Path, t.born.Symbol, short(c.Hash), c.Subject)
		return
	}
	for _, hash := range c.Parents {
		j.absent(ctx, c, hash, &at.findings[i])
	}
}

// absent checks that a finding of a commit does not hold at one of its parents: neither under its name nor as what it is recognised by.
func (j *judge) absent(ctx context.Context, c history.Commit, hash string, f *finding.Finding) {
	j.t.Helper()
	parent, err := j.repo.Commit(hash)
	if err != nil {
		j.t.Fatal(err)
	}
	was, err := j.at(ctx, parent)
	if err != nil {
		j.t.Fatal(err)
	}
	named := slices.IndexFunc(was.findings, func(g finding.Finding) bool { return g.Path == f.Path && g.Symbol == f.Symbol && j.holds(&g) })
	matched, err := j.counterpart(ctx, f, c, parent)
	if err != nil {
		j.t.Fatal(err)
	}
	if named >= 0 || j.holds(matched) {
		j.t.Errorf("%s %s holds at %s, a parent of %s %q, which is said to have made it true", f.Path, f.Symbol, short(hash), short(c.Hash), c.Subject)
	}
}

// latest checks that no answer is older than the last time that its finding came: against a scan of the last commits before a revision.
func (j *judge) latest(ctx context.Context, at history.Commit, findings []finding.Finding, traces []*trace, last int) {
	j.t.Helper()
	commits, err := j.repo.Range(ctx, "", at.Hash, history.RangeOptions{})
	if err != nil {
		j.t.Fatal(err)
	}
	from := commits[max(0, len(commits)-1-last)]
	engine, err := analyzers.New(analyzers.Options{CacheDir: sharedFacts("judge")})
	if err != nil {
		j.t.Fatal(err)
	}
	defer engine.Close()
	r, err := Scan(ctx, engine, j.repo, from, at, Options{Level: j.level, All: true})
	if err != nil {
		j.t.Fatal(err)
	}
	inRange := map[string]bool{}
	for _, c := range r.Commits {
		inRange[c.Hash] = true
	}
	compared := 0
	for i, t := range traces {
		k := slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.Ended == nil && samePlace(&f, &findings[i]) })
		if k < 0 {
			j.t.Errorf("%s %s: the scan does not have it at its end", findings[i].Path, findings[i].Symbol)
			continue
		}
		scanned := r.Findings[k].Introduced
		if scanned.Status == finding.Found {
			compared++
		}
		if scanned.Status == finding.Found && t.end.Commit != scanned.Commit || scanned.Status != finding.Found && inRange[t.end.Commit] {
			j.t.Errorf("%s %s: asked, it came with %s %q, by the scan with %s %q %s", findings[i].Path, findings[i].Symbol,
				short(t.end.Commit), t.end.Subject, short(scanned.Commit), scanned.Subject, scanned.Why)
		}
	}
	j.t.Logf("%d of %d origins lie in the last %d commits", compared, len(traces), len(r.Commits))
}

// checkOrigins asks for the origin of every finding at a revision, and checks each: those in the last commits also against a scan of these.
func checkOrigins(t *testing.T, dir, rev string, level finding.Level, scanned int) (answered, abstained int) {
	t.Helper()
	ctx := context.Background()
	repo, err := history.Open(dir, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	at, err := repo.Resolve(rev)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := analyzers.New(analyzers.Options{CacheDir: sharedFacts("asked")})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	s := newStates(repo, engine, level)
	st, err := s.at(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	holding := slices.DeleteFunc(slices.Clone(st.findings), func(f finding.Finding) bool { return !s.holds(&f) })
	traces, err := s.follow(ctx, at, holding, nil)
	if err != nil {
		t.Fatal(err)
	}
	j := newJudge(t, repo, level)
	j.latest(ctx, at, holding, traces, scanned)
	for _, tr := range traces {
		j.origin(ctx, tr)
		if tr.end.Status == finding.Found {
			answered++
		} else {
			abstained++
		}
	}
	return answered, abstained
}

func TestEveryOriginIsTrueAtItsCommitAndFalseAtItsParents(t *testing.T) {
	total := 0
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			b := historytest.Random(t, seed, 40)
			answered, _ := checkOrigins(t, b.Dir, b.Head(), finding.Note, 40)
			total += answered
		})
	}
	if total < 20 {
		t.Errorf("only %d answers were checked: the histories show nothing", total)
	}
}

// GROWLINT_HISTORIES names clones, separated as in PATH: every finding at the HEAD of each is asked about. GROWLINT_HISTORIES_SCAN is the number of commits before it
// that are scanned, to see that an origin is the latest transition (100).
func TestEveryOriginOfRealHistories(t *testing.T) {
	list := filepath.SplitList(os.Getenv("GROWLINT_HISTORIES"))
	if len(list) == 0 {
		t.Skip("GROWLINT_HISTORIES names no clones")
	}
	scanned := 100
	if n, err := strconv.Atoi(os.Getenv("GROWLINT_HISTORIES_SCAN")); err == nil {
		scanned = n
	}
	for _, dir := range list {
		t.Run(filepath.Base(filepath.Dir(dir)), func(t *testing.T) {
			answered, abstained := checkOrigins(t, dir, "HEAD", finding.Note, scanned)
			t.Logf("%d origins found, %d abstentions", answered, abstained)
		})
	}
}

// A scan of the whole history and the question about each finding at its end are two ways to one answer.
func TestAScanAndAQuestionAgree(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(6) {
		b := historytest.Random(t, 100+seed, 40)
		repo, err := history.Open(b.Dir, history.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer repo.Close()
		engine, err := analyzers.New(analyzers.Options{})
		if err != nil {
			t.Fatal(err)
		}
		head, err := repo.Resolve(b.Head())
		if err != nil {
			t.Fatal(err)
		}
		first, err := repo.Resolve(b.First)
		if err != nil {
			t.Fatal(err)
		}
		for _, all := range []bool{false, true} {
			r, err := Scan(ctx, engine, repo, first, head, Options{Level: finding.Note, AllParents: all})
			if err != nil {
				t.Fatal(err)
			}
			j := newJudge(t, repo, finding.Note)
			live := slices.DeleteFunc(slices.Clone(r.Findings), func(f finding.Finding) bool {
				j.ended(ctx, &f)
				return f.Ended != nil
			})
			asked, err := Of(ctx, engine, repo, head, live, Options{Level: finding.Note})
			if err != nil {
				t.Fatal(err)
			}
			for i := range live {
				if live[i].Introduced.Commit != asked[i].Commit {
					t.Errorf("seed %d, all parents %v: %s %s came with %q by the scan, with %q when asked", seed, all,
						live[i].Path, live[i].Symbol, live[i].Introduced.Subject, asked[i].Subject)
				}
			}
		}
	}
}

// ended checks the promise of an end: gone at the commit, and there at one of its parents.
func (j *judge) ended(ctx context.Context, f *finding.Finding) {
	j.t.Helper()
	if f.Ended == nil || f.Ended.Status != finding.Found {
		return
	}
	c, err := j.repo.Commit(f.Ended.Commit)
	if err != nil {
		j.t.Fatal(err)
	}
	here := func(c history.Commit) bool {
		st, err := j.at(ctx, c)
		if err != nil {
			j.t.Fatal(err)
		}
		return slices.ContainsFunc(st.findings, func(g finding.Finding) bool { return g.Path == f.Path && g.Symbol == f.Symbol && j.holds(&g) })
	}
	if here(c) {
		j.t.Errorf("%s %s still holds at %q, which is said to have ended it", f.Path, f.Symbol, c.Subject)
	}
	for _, hash := range c.Parents {
		if parent, err := j.repo.Commit(hash); err != nil || here(parent) {
			return
		}
	}
	j.t.Errorf("%s %s does not hold before %q, which is said to have ended it", f.Path, f.Symbol, c.Subject)
}
