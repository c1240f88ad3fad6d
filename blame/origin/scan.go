package origin

import (
	"context"
	"fmt"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// A Result is what a scan of A..B found.
type Result struct {
	From, To history.Commit
	Commits  []history.Commit  // of the range, oldest first
	Findings []finding.Finding // each once, as it last was true, with Introduced and Ended
	Skipped  []finding.Skip
	Summary  finding.Summary // files and lines of B, counts of Findings
	Limits   []string        // what keeps the repository from telling its whole history
}

// Scan analyses every commit of A..B and follows each finding through them. The zero Commit as A stands for nothing: the range is then the
// whole history of B. Where a finding came, went and came back, its origin is
// the latest time it came.
func Scan(ctx context.Context, analyzer Analyzer, repo *history.Repo, from, to history.Commit, opt Options) (*Result, error) {
	commits, err := repo.Range(ctx, from.Hash, to.Hash, history.RangeOptions{AllParents: opt.AllParents})
	if err != nil {
		return nil, err
	}
	s := &scan{
		states: newStates(repo, analyzer, opt.level()), opt: opt, from: from,
		nodes: map[string]*node{}, skips: map[finding.Skip]bool{},
	}
	if err := s.walk(ctx, commits); err != nil {
		return nil, err
	}
	return s.result(ctx, commits, to)
}

// scan is one run over a range.
type scan struct {
	*states
	opt    Options
	from   history.Commit
	nodes  map[string]*node // by commit, as long as a child may ask
	tracks []*track
	skips  map[finding.Skip]bool
}

// A node is a commit with its findings, each on its track.
type node struct {
	commit   history.Commit
	state    *state
	findings []finding.Finding
	tracks   []*track // of findings, one for one
}

// A track is one finding, followed through the range.
type track struct {
	last   finding.Finding // as it was when last true
	gone   finding.Finding // as it was when it ended
	before bool            // true before the range
	began  *finding.Transition
	ended  *finding.Transition
	led    []finding.Contributor // commits that did a part before it was true
	into   *track                // the same finding, met again at a merge
}

func (t *track) root() *track {
	for t.into != nil {
		t = t.into
	}
	return t
}

func (s *scan) walk(ctx context.Context, commits []history.Commit) error {
	if _, err := s.boundary(ctx, s.from); err != nil {
		return err
	}
	waiting := s.childrenOf(commits)
	for i, c := range commits {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := s.visit(ctx, c)
		if err != nil {
			if n, err = s.visitBlindly(ctx, c, err); err != nil {
				return err
			}
		}
		s.nodes[c.Hash] = n
		s.noteSkips(n)
		for _, p := range s.parentsOf(c) {
			if waiting[p]--; waiting[p] <= 0 && p != s.from.Hash {
				delete(s.nodes, p)
			}
		}
		if s.opt.Progress != nil {
			s.opt.Progress(i+1, len(commits))
		}
	}
	return nil
}

// parentsOf returns the parents that the scan asks.
func (s *scan) parentsOf(c history.Commit) []string {
	if s.opt.AllParents || len(c.Parents) == 0 {
		return c.Parents
	}
	return c.Parents[:1]
}

func (s *scan) childrenOf(commits []history.Commit) map[string]int {
	out := map[string]int{}
	for _, c := range commits {
		for _, p := range s.parentsOf(c) {
			out[p]++
		}
	}
	return out
}

// boundary analyses a commit just outside the range. What is true there is not new; A is always among them.
func (s *scan) boundary(ctx context.Context, c history.Commit) (*node, error) {
	if n, ok := s.nodes[c.Hash]; ok {
		return n, nil
	}
	st := &state{}
	if c.Hash != "" {
		var err error
		if st, err = s.at(ctx, c); err != nil {
			return nil, err
		}
	}
	n := &node{commit: c, state: st, findings: st.findings, tracks: make([]*track, len(st.findings))}
	if a := s.nodes[s.from.Hash]; a != nil {
		changes, err := s.repo.Changes(ctx, a.commit.Hash, c.Hash, history.Python)
		if err != nil {
			return nil, err
		}
		matched, err := s.match(ctx, a.commit, a.findings, n.commit, n.findings, changes)
		if err != nil {
			return nil, err
		}
		for j, i := range matched {
			if i != none {
				n.tracks[j] = a.tracks[i]
			}
		}
	}
	for j := range n.tracks {
		if n.tracks[j] == nil {
			n.tracks[j] = s.newTrack(&n.findings[j])
		}
		n.tracks[j].before = n.tracks[j].before || s.holds(&n.findings[j])
	}
	s.nodes[c.Hash] = n
	s.noteSkips(n)
	return n, nil
}

func (s *scan) newTrack(f *finding.Finding) *track {
	t := &track{last: *f}
	s.tracks = append(s.tracks, t)
	return t
}

// An edge leads from one parent to the commit in hand.
type edge struct {
	parent  *node
	changes []history.Change
	matched []int // of the commit's findings, the index at the parent
}

// edges reads the parents of a commit.
func (s *scan) edges(ctx context.Context, c history.Commit) ([]edge, error) {
	var out []edge
	for _, hash := range s.parentsOf(c) {
		parent, err := s.repo.Commit(hash)
		if err != nil {
			return nil, err
		}
		n, err := s.boundary(ctx, parent)
		if err != nil {
			return nil, err
		}
		changes, err := s.repo.Changes(ctx, hash, c.Hash, history.Python)
		if err != nil {
			return nil, err
		}
		out = append(out, edge{parent: n, changes: changes})
	}
	return out, nil
}

// visit analyses one commit of the range and connects it with its parents.
func (s *scan) visit(ctx context.Context, c history.Commit) (*node, error) {
	edges, err := s.edges(ctx, c)
	if err != nil {
		return nil, err
	}
	if len(edges) == 1 && len(edges[0].changes) == 0 { // no Python changed: nothing came and nothing went
		same := *edges[0].parent
		same.commit = c
		return &same, nil
	}
	for _, e := range edges {
		if len(e.changes) == 0 {
			s.keep(c.Tree, e.parent.state)
		}
	}
	st, err := s.at(ctx, c)
	if err != nil {
		return nil, err
	}
	n := &node{commit: c, state: st, findings: slices.Clone(st.findings), tracks: make([]*track, len(st.findings))}
	for k := range edges {
		if edges[k].matched, err = s.match(ctx, edges[k].parent.commit, edges[k].parent.findings, c, n.findings, edges[k].changes); err != nil {
			return nil, err
		}
	}
	v := visiting{scan: s, node: n, edges: edges}
	for j := range st.findings {
		if err := v.present(ctx, j); err != nil {
			return nil, err
		}
	}
	return n, v.absent(ctx)
}

func (s *scan) noteSkips(n *node) {
	for _, skip := range n.state.skipped {
		s.skips[skip] = true
	}
}

// result gathers what became true or ended; with All the rest, too.
func (s *scan) result(ctx context.Context, commits []history.Commit, to history.Commit) (*Result, error) {
	out := &Result{From: s.from, To: to, Commits: commits, Findings: []finding.Finding{}, Limits: s.repo.Limits()}
	end := s.nodes[to.Hash]
	if end == nil { // an empty range
		var err error
		if end, err = s.boundary(ctx, to); err != nil {
			return nil, err
		}
	}
	if err := s.againstBranches(ctx, end, to); err != nil {
		return nil, err
	}
	live := map[*track]finding.Finding{}
	for j, t := range end.tracks {
		if s.holds(&end.findings[j]) {
			live[t.root()] = end.findings[j]
		}
	}
	atA := s.trueAtA()
	for _, t := range s.tracks {
		if t.began == nil && t.ended != nil && s.from.Hash != "" && !atA[t] {
			continue // a branch that parted before A ended it, and A had done so, too
		}
		if f, ok := s.reported(t, live); ok {
			out.Findings = append(out.Findings, f)
		}
	}
	finding.Sort(out.Findings)
	out.Skipped = sortedSkips(s.skips)
	out.Summary = summaryOf(end.state.summary, out)
	var err error
	out.Summary.Submodules, err = s.repo.Submodules(ctx, to.Hash) // those that came with commits which change no Python, too
	return out, err
}

// reported decides whether a track is printed, and as what.
func (s *scan) reported(t *track, live map[*track]finding.Finding) (finding.Finding, bool) {
	if t.into != nil {
		return finding.Finding{}, false
	}
	f, alive := live[t]
	if !alive {
		if t.ended == nil {
			return finding.Finding{}, false // never true
		}
		f = t.gone
		f.Ended = t.ended
	}
	if t.began == nil {
		f.Introduced = abstained(fmt.Sprintf("true before the range: it was there at %s", short(s.from.Hash)))
		return f, s.opt.All || !alive
	}
	f.Introduced = *t.began
	return f, true
}

func sortedSkips(set map[finding.Skip]bool) []finding.Skip {
	out := []finding.Skip{}
	for skip := range set {
		out = append(out, skip)
	}
	slices.SortFunc(out, compareSkips)
	return out
}

// Recount makes the summary speak of the findings that are left after some were taken out.
func Recount(r *Result) { r.Summary = summaryOf(r.Summary, r) }

func summaryOf(end finding.Summary, r *Result) finding.Summary {
	end.Counts, end.Suppressed, end.Skipped = map[finding.Level]int{}, 0, len(r.Skipped)
	for _, f := range r.Findings {
		if f.Suppressed != nil {
			end.Suppressed++
		} else {
			end.Counts[f.Level]++
		}
	}
	return end
}
