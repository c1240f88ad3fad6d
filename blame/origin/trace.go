package origin

import (
	"context"
	"errors"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// Of finds the origins of findings that are true at a revision, one transition for each.
func Of(ctx context.Context, analyzer Analyzer, repo *history.Repo, at history.Commit, findings []finding.Finding, opt Options) ([]finding.Transition, error) {
	s := newStates(repo, analyzer, opt.level())
	traces, err := s.follow(ctx, at, findings, opt.Progress)
	if err != nil {
		return nil, err
	}
	out := make([]finding.Transition, len(traces))
	for i, t := range traces {
		out[i] = *t.end
	}
	return out, nil
}

// follow walks the traces of some findings of a commit to their ends: first with a guide, then through whole trees. They share one walk, the trace
// with the youngest commit to analyse always first: so neighbouring trees are analysed one after the other, and each once.
func (s *states) follow(ctx context.Context, at history.Commit, findings []finding.Finding, progress func(done, total int)) ([]*trace, error) {
	traces := make([]*trace, len(findings))
	for i := range findings {
		traces[i] = &trace{states: s, at: at, finding: &findings[i]}
	}
	done := func() {
		if progress != nil {
			progress(len(slices.DeleteFunc(slices.Clone(traces), func(t *trace) bool { return t.end == nil })), len(traces))
		}
	}
	if err := s.lead(ctx, traces, done); err != nil && !errors.Is(err, history.ErrMissingObject) { // a guess can be done without
		return nil, err
	}
	for _, t := range traces {
		if t.end == nil {
			if err := t.orBlind(t.look(ctx)); err != nil {
				return nil, err
			}
		}
	}
	for t := youngest(traces); t != nil; t = youngest(traces) {
		if err := t.orBlind(t.step(ctx)); err != nil {
			return nil, err
		}
		if t.end != nil {
			done()
		}
	}
	return traces, nil
}

// youngest returns the trace, of those still under way, whose next commit to analyse is the youngest.
func youngest(traces []*trace) *trace {
	var first *trace
	for _, t := range traces {
		if t.end == nil && (first == nil || t.probe().Committed.After(first.probe().Committed)) {
			first = t
		}
	}
	return first
}

// A trace is the walk back of one finding, from a commit at which it holds to the one before which it did not.
type trace struct {
	*states
	at      history.Commit
	finding *finding.Finding // as it is at that commit
	eyes    *watch           // of the last look
	pace    stride
	next    history.Commit        // that may have made it true: at, or a commit before it
	span    []history.Commit      // before that one, the youngest first: any of them tells what was before it
	lost    string                // the youngest commit before at that is known not to hold the finding: it came after that
	later   []finding.Contributor // commits that added growth to what was true already
	end     *finding.Transition
	born    *finding.Finding // as the commit at the end has it
	ahead   *trace           // its guess
	stops   []history.Commit // at which it held, the youngest first: of a guess
}

// origin walks one trace to its end.
func (s *states) origin(ctx context.Context, at history.Commit, f *finding.Finding) (finding.Transition, error) {
	t := &trace{states: s, at: at, finding: f}
	if err := t.orBlind(t.walk(ctx)); err != nil {
		return finding.Transition{}, err
	}
	return *t.end, nil
}

// walk goes to the end.
func (t *trace) walk(ctx context.Context) error {
	if err := t.look(ctx); err != nil {
		return err
	}
	for t.end == nil {
		if err := t.step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// look finds the next commit that may matter, and the stretch before it in which none does.
func (t *trace) look(ctx context.Context) error {
	w := t.watch(t.finding)
	if t.eyes != nil && t.eyes.same(w) {
		w = t.eyes
	}
	t.eyes = w
	way, err := w.next(ctx, t.at, t.pace, t.lost)
	if err != nil {
		return err
	}
	t.next, t.span = way[len(way)-1], nil
	if t.pace != byLines || len(t.next.Parents) == 0 || t.next.Hash == t.lost {
		return nil
	}
	parent, err := t.repo.Commit(t.next.Parents[0])
	if err != nil {
		return err
	}
	if begins, err := w.begins(t.finding, parent); begins || err != nil {
		return err
	}
	t.span, err = w.next(ctx, parent, t.pace, t.lost)
	return err
}

// probe is the commit to analyse next. Of a stretch it is the oldest, which lies in the stretches of the most other traces: they find it
// analysed when it is their turn.
func (t *trace) probe() history.Commit {
	if len(t.span) > 0 {
		return t.span[len(t.span)-1]
	}
	return t.next
}

// stroll goes past the next commit where the finding rests on the same in the stretch before it: at a commit there that was analysed already, or else at the
// oldest. Where the finding is gone there, the walk does not go past that commit any more.
func (t *trace) stroll(ctx context.Context) error {
	to := t.probe()
	for _, c := range t.span {
		if t.knows(c, t.finding) {
			to = c
		}
	}
	t.span = nil
	there, err := t.counterpart(ctx, t.finding, t.at, to)
	if err != nil {
		return err
	}
	if !t.holds(there) {
		t.lost = to.Hash
		return nil
	}
	if !restsOnTheSame(t.finding, there) {
		return nil
	}
	t.stopAt(to, there)
	return t.look(ctx)
}

// stopAt goes on from a commit at which the finding holds.
func (t *trace) stopAt(c history.Commit, there *finding.Finding) {
	t.at, t.finding = c, there
	if t.guess {
		t.stops = append(t.stops, c)
	}
}

// restsOnTheSame reports whether nothing of a finding was another in an older revision: it is as sure, and reached in the same way.
func restsOnTheSame(a, b *finding.Finding) bool {
	return a.Confidence == b.Confidence && a.Holder.Scope == b.Holder.Scope && len(a.Growth) == len(b.Growth) && len(a.Evictions) == len(b.Evictions) &&
		slices.EqualFunc(a.Entry, b.Entry, func(a, b finding.Step) bool { return lastName(a.Function) == lastName(b.Function) })
}

// step goes past the next commit if the finding held before it, too. That is asked of the parent at once: nothing between the next commit
// and the last one analysed matters, so only where the finding is gone before it is the commit itself looked at, and proves the answer.
func (t *trace) step(ctx context.Context) (err error) {
	if len(t.span) > 0 {
		return t.stroll(ctx)
	}
	if over, err := t.leap(ctx); over || err != nil {
		return err
	}
	c, here := t.next, t.finding
	if c.Hash != t.at.Hash {
		if here, err = t.counterpart(ctx, t.finding, t.at, c); err != nil {
			return err
		}
	}
	if !t.holds(here) && t.pace == byLines { // somewhere on the way it became true
		t.pace = byFiles
		return t.look(ctx)
	}
	if !t.holds(here) {
		if c, here, err = t.narrow(ctx, c); err != nil {
			return err
		}
	}
	t.next = c
	return t.pass(ctx, c, here)
}

// pass goes past a commit at which the finding holds, or ends the walk there.
func (t *trace) pass(ctx context.Context, c history.Commit, here *finding.Finding) error {
	parent, there, err := t.trueParent(ctx, c, here)
	if err != nil {
		return err
	}
	if there != nil {
		return t.goOn(ctx, parent, there)
	}
	return t.finish(ctx, c, here)
}

// finish ends the walk at a commit that holds the finding and none of whose parents does.
func (t *trace) finish(ctx context.Context, c history.Commit, here *finding.Finding) error {
	if t.guess {
		t.end, t.born = &finding.Transition{}, here
		return nil
	}
	end, err := t.transition(ctx, c, here)
	if end.Status == finding.Found {
		end.Contributors = ranked(append(end.Contributors, t.later...))
	}
	t.end, t.born = &end, here
	return err
}

// narrow halves the way between a commit at which the finding is not recognised and the last one at which it holds, until they are parent
// and child. It returns the child. Where findings come and go within the stretch it is one of the times that this one came.
func (t *trace) narrow(ctx context.Context, lost history.Commit) (history.Commit, *finding.Finding, error) {
	chain := []history.Commit{t.at} // from the youngest, which holds, to the one that is lost
	for at := t.at; at.Hash != lost.Hash; {
		parent, err := t.repo.Commit(at.Parents[0])
		if err != nil {
			return at, nil, err
		}
		chain = append(chain, parent)
		at = parent
	}
	held, here := 0, t.finding
	for gone := len(chain) - 1; gone-held > 1; {
		mid := (held + gone) / 2
		there, err := t.counterpart(ctx, here, chain[held], chain[mid])
		if err != nil {
			return lost, nil, err
		}
		if t.holds(there) {
			held, here = mid, there
		} else {
			gone = mid
		}
	}
	return chain[held], here, nil
}

// leap goes on from the first parent of the next commit, if the finding is recognised there. Past a commit that lost it there is nothing to look for.
func (t *trace) leap(ctx context.Context) (bool, error) {
	if len(t.next.Parents) == 0 || t.next.Hash == t.lost {
		return false, nil
	}
	parent, err := t.repo.Commit(t.next.Parents[0])
	if err != nil {
		return false, err
	}
	there, err := t.counterpart(ctx, t.finding, t.at, parent)
	if err != nil || !t.holds(there) {
		return false, err
	}
	return true, t.goOn(ctx, parent, there)
}

func (t *trace) goOn(ctx context.Context, parent history.Commit, there *finding.Finding) error {
	t.pace = byLines
	if len(t.finding.Growth) > len(there.Growth) {
		t.later = append(t.later, finding.Contributor{Commit: t.next.Hash, Subject: t.next.Subject, Change: growthAdded})
	}
	t.stopAt(parent, there)
	return t.look(ctx)
}

// trueParent returns the first parent at which a finding holds, and the finding there; nil where it holds at none.
func (s *states) trueParent(ctx context.Context, c history.Commit, f *finding.Finding) (history.Commit, *finding.Finding, error) {
	for _, hash := range c.Parents {
		parent, err := s.repo.Commit(hash)
		if err != nil {
			return parent, nil, err
		}
		there, err := s.counterpart(ctx, f, c, parent)
		if err != nil {
			return parent, nil, err
		}
		if s.holds(there) {
			return parent, there, nil
		}
	}
	return history.Commit{}, nil, nil
}

// transition tells what a commit did that holds a finding and none of whose parents does.
func (s *states) transition(ctx context.Context, c history.Commit, f *finding.Finding) (finding.Transition, error) {
	if why, err := beginning(ctx, s.repo, c); err != nil || why != "" {
		return abstained(why), err
	}
	if len(c.Parents) == 0 {
		return found(c, firstCommit, nil), nil
	}
	parent, err := s.repo.Commit(c.Parents[0])
	if err != nil {
		return finding.Transition{}, err
	}
	q, err := s.question(ctx, f, c, parent)
	if err != nil {
		return finding.Transition{}, err
	}
	before, err := s.about(ctx, parent, q)
	if err != nil {
		return finding.Transition{}, err
	}
	there, err := s.counterpart(ctx, f, c, parent)
	if err != nil {
		return finding.Transition{}, err
	}
	after, err := s.about(ctx, c, q)
	if err != nil {
		return finding.Transition{}, err
	}
	if there == nil && before.unknown(f) && !after.unknown(f) {
		return unseenBefore(f, c, before), nil
	}
	changes, err := s.repo.Changes(ctx, parent.Hash, c.Hash, history.Python)
	if err != nil {
		return finding.Transition{}, err
	}
	if why, err := silent(ctx, s.repo, c, f, changes); err != nil || why != "" {
		return abstained(why), err
	}
	st := step{repo: s.repo, parent: parent, child: c, changes: changes}
	change, err := st.introduced(there, f)
	if err != nil {
		return finding.Transition{}, err
	}
	led, err := st.before(ctx, f)
	return orSquashed(found(c, change, led), c), err
}

// broughtIn looks behind a merge: where one of the merged branches held the finding already, its origin is there.
func (s *states) broughtIn(ctx context.Context, merge history.Commit, f *finding.Finding) (finding.Transition, bool, error) {
	parent, there, err := s.trueParent(ctx, merge, f)
	if err != nil || there == nil {
		return finding.Transition{}, false, err
	}
	tr, err := s.origin(ctx, parent, there)
	return tr, true, err
}

// endedInside looks behind a merge for the commit that ended a finding of its first parent: only a branch that had it when it was
// forked can have ended it. last is the finding as the branch last had it.
func (s *states) endedInside(ctx context.Context, merge history.Commit, f *finding.Finding) (tr finding.Transition, last *finding.Finding, err error) {
	main, err := s.repo.Commit(merge.Parents[0])
	if err != nil {
		return tr, nil, err
	}
	for _, side := range merge.Parents[1:] {
		fork, ok, err := s.repo.MergeBase(ctx, main.Hash, side)
		if err != nil {
			return tr, nil, err
		}
		if !ok {
			continue
		}
		there, err := s.counterpart(ctx, f, main, fork)
		if err != nil {
			return tr, nil, err
		}
		if !s.holds(there) {
			continue
		}
		if tr, last, err = s.endBetween(ctx, fork, side, there); err != nil || last != nil {
			return tr, last, err
		}
	}
	return tr, nil, nil
}

// endBetween goes forward from a commit at which a finding holds, and returns the first that ends it, with the finding as it
// was before; nil where none does.
func (s *states) endBetween(ctx context.Context, from history.Commit, to string, f *finding.Finding) (tr finding.Transition, last *finding.Finding, err error) {
	commits, err := s.repo.Range(ctx, from.Hash, to, history.RangeOptions{})
	if err != nil {
		return tr, nil, err
	}
	parent := from
	for _, c := range commits {
		next, changes, err := s.successor(ctx, f, parent, c)
		if err != nil {
			return tr, nil, err
		}
		if !s.holds(next) {
			change, err := step{repo: s.repo, parent: parent, child: c, changes: changes}.ended(f, next)
			return orSquashed(found(c, change, nil), c), f, err
		}
		parent, f = c, next
	}
	return tr, nil, nil
}

// successor finds what became of a finding in the next commit; nil where it is gone.
func (s *states) successor(ctx context.Context, f *finding.Finding, parent, c history.Commit) (*finding.Finding, []history.Change, error) {
	before, err := s.at(ctx, parent)
	if err != nil {
		return nil, nil, err
	}
	after, changes, err := s.after(ctx, parent, before, c)
	if err != nil || after == before {
		return f, changes, err
	}
	matched, err := s.match(ctx, parent, before.findings, c, after.findings, changes)
	if err != nil {
		return nil, nil, err
	}
	for j, i := range matched {
		if i != none && samePlace(&before.findings[i], f) {
			return &after.findings[j], changes, nil
		}
	}
	return nil, changes, nil
}
