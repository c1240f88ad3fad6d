package origin

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
)

// visiting is one commit of a scan, while its findings are put on their tracks.
type visiting struct {
	*scan
	node  *node
	edges []edge
}

// present puts one finding of the commit on its track, and notes what happened to it.
func (v *visiting) present(ctx context.Context, j int) error {
	f := &v.node.findings[j]
	t, known, wasTrue := v.trackOf(j)
	v.node.tracks[j] = t
	now := v.holds(f)
	switch {
	case now && !wasTrue && t.before && t.ended == nil && !known:
		// true at A, and missing only on the way the range takes: not new
	case now && !wasTrue:
		began, err := v.began(ctx, j, t)
		if err != nil {
			return err
		}
		t.began = &began
	case !now && wasTrue:
		if err := v.ends(ctx, v.lastTrue(j), f, t); err != nil {
			return err
		}
	case !now && !known:
		return v.contributes(j, t)
	}
	if now {
		v.grown(j, t)
		t.last = *f
	}
	return nil
}

// grown notes a commit that added growth to what was true already.
func (v *visiting) grown(j int, t *track) {
	if t.began == nil || t.began.Status != finding.Found || t.began.Commit == v.node.commit.Hash {
		return
	}
	was := v.lastTrue(j)
	if was != nil && len(v.node.findings[j].Growth) > len(was.Growth) {
		c := v.node.commit
		t.began.Contributors = ranked(append(t.began.Contributors, finding.Contributor{Commit: c.Hash, Subject: c.Subject, Change: growthAdded}))
	}
}

// trackOf finds the track of a finding: from its parents, from the past of the range, or a new one.
func (v *visiting) trackOf(j int) (t *track, known, wasTrue bool) {
	for _, e := range v.edges {
		i := e.matched[j]
		if i == none {
			continue
		}
		wasTrue = wasTrue || v.holds(&e.parent.findings[i])
		theirs := e.parent.tracks[i].root()
		if t == nil {
			t = theirs
		} else if t != theirs {
			unite(t, theirs)
		}
	}
	if t != nil {
		return t, true, wasTrue
	}
	if t = v.revived(&v.node.findings[j]); t != nil {
		return t, false, false
	}
	return v.newTrack(&v.node.findings[j]), false, false
}

// unite joins two tracks that turn out to be one finding: what is known of either stays.
func unite(t, other *track) {
	t.before = t.before || other.before
	t.began = later(t.began, other.began)
	if t.ended == nil {
		t.gone, t.ended = other.gone, other.ended
	}
	t.led = append(t.led, other.led...)
	other.into = t
}

func later(a, b *finding.Transition) *finding.Transition {
	if a == nil || (b != nil && b.Date > a.Date) {
		return b
	}
	return a
}

// revived finds the track of a finding that was here before and went: by its place and name, nothing looser.
func (v *visiting) revived(f *finding.Finding) *track {
	for _, t := range slices.Backward(v.tracks) {
		if t.into == nil && t.last.Path == f.Path && t.last.Symbol == f.Symbol && !v.occupied(t) {
			return t
		}
	}
	return nil
}

// occupied reports whether a track goes on at a parent of the commit: then another finding holds it.
func (v *visiting) occupied(t *track) bool {
	is := func(other *track) bool { return other != nil && other.root() == t }
	return slices.ContainsFunc(v.node.tracks, is) || slices.ContainsFunc(v.edges, func(e edge) bool {
		return slices.ContainsFunc(e.parent.tracks, is)
	})
}

// began tells the transition of a finding that holds here and at no parent.
func (v *visiting) began(ctx context.Context, j int, t *track) (finding.Transition, error) {
	f, c := &v.node.findings[j], v.node.commit
	if why, err := beginning(ctx, v.repo, c); err != nil || why != "" {
		return abstained(why), err
	}
	if len(v.edges) == 0 {
		return found(c, firstCommit, nil), nil
	}
	for _, e := range v.edges {
		if e.matched[j] == none && e.parent.state.unknown(f) && !v.node.state.unknown(f) {
			return unseenBefore(f, c, e.parent.state), nil
		}
	}
	if !v.opt.AllParents && len(c.Parents) > 1 {
		if tr, ok, err := v.broughtIn(ctx, c, f); err != nil || ok {
			return tr, err
		}
	}
	first := v.edges[0]
	why, err := silent(ctx, v.repo, c, f, first.changes)
	if err != nil || why != "" {
		return abstained(why), err
	}
	var before *finding.Finding
	if i := first.matched[j]; i != none {
		before = &first.parent.findings[i]
	}
	change, err := v.step(first).introduced(before, f)
	if err != nil {
		return finding.Transition{}, err
	}
	led, err := v.step(first).before(ctx, f)
	if err != nil {
		return finding.Transition{}, err
	}
	led = ranked(append(led, t.led...))
	t.led = nil // if it goes and comes back, the next time has its own
	return orSquashed(found(c, change, led), c), nil
}

func (v *visiting) step(e edge) step {
	return step{repo: v.repo, parent: e.parent.commit, child: v.node.commit, changes: e.changes}
}

// contributes notes a commit at which a finding appeared below the level: it did a part.
func (v *visiting) contributes(j int, t *track) error {
	if len(v.edges) == 0 {
		return nil
	}
	change, err := v.step(v.edges[0]).introduced(nil, &v.node.findings[j])
	if err != nil {
		return err
	}
	c := v.node.commit
	t.led = append(t.led, finding.Contributor{Commit: c.Hash, Subject: c.Subject, Change: change})
	return nil
}

// lastTrue is the counterpart of a finding at the first parent where it held.
func (v *visiting) lastTrue(j int) *finding.Finding {
	for _, e := range v.edges {
		if i := e.matched[j]; i != none && v.holds(&e.parent.findings[i]) {
			return &e.parent.findings[i]
		}
	}
	return nil
}

// absent looks at the findings of the parents that the commit no longer has.
func (v *visiting) absent(ctx context.Context) error {
	here := map[*track]bool{}
	for _, t := range v.node.tracks {
		here[t.root()] = true
	}
	for _, e := range v.edges {
		for i := range e.parent.findings { // those with a counterpart are on its track
			t := e.parent.tracks[i].root()
			if here[t] {
				continue
			}
			f := &e.parent.findings[i]
			if v.hidden(e, i) {
				v.node.findings = append(v.node.findings, *moved(f, e.changes))
				v.node.tracks = append(v.node.tracks, t)
				here[t] = true
				continue
			}
			if !v.holds(f) {
				continue
			}
			if e.carried(i) {
				t.last, t.gone, t.ended = *f, *f, unseenEnd(f, v.node.commit.Hash)
				continue
			}
			if err := v.ends(ctx, f, nil, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// hidden reports whether a finding of a parent cannot be looked for here, because its file has become unreadable: it is then taken to
// go on. A file that could be read only in part before, and still showed the finding, hides nothing.
func (v *visiting) hidden(e edge, i int) bool {
	f := &e.parent.findings[i]
	return v.node.state.unknown(moved(f, e.changes)) && (e.carried(i) || !e.parent.state.unknown(f))
}

// carried reports whether a finding of the parent was not seen there, but taken to go on.
func (e edge) carried(i int) bool { return i >= len(e.parent.state.findings) }

// unseenEnd abstains: a finding went while its file could not be read.
func unseenEnd(f *finding.Finding, commit string) *finding.Transition {
	t := abstained(fmt.Sprintf("it was gone at commit %s, and before that %s could not be analysed", short(commit), f.Path))
	return &t
}

// moved returns a finding as it is called after the renames of a commit.
func moved(f *finding.Finding, changes []history.Change) *finding.Finding {
	out := *f
	for _, c := range changes {
		if c.Kind == history.Renamed {
			if c.OldPath == f.Path {
				out.Path = c.Path
			}
			if c.OldPath == f.Holder.Path {
				out.Holder.Path = c.Path
			}
		}
	}
	return &out
}

// ends notes that a finding held at a parent and does not hold here. after is what is left of it, or nil.
func (v *visiting) ends(ctx context.Context, before, after *finding.Finding, t *track) error {
	c := v.node.commit
	t.last = *before
	if !v.opt.AllParents && len(c.Parents) > 1 {
		tr, last, err := v.endedInside(ctx, c, before)
		if err != nil {
			return err
		}
		if last != nil {
			t.gone, t.ended = *last, &tr
			return nil
		}
	}
	if v.opt.AllParents && len(c.Parents) > 1 && t.ended != nil {
		return nil // a branch ended it, and the merge only brings that in
	}
	change, err := v.step(v.edges[0]).ended(before, after)
	if err != nil {
		return err
	}
	tr := orSquashed(found(c, change, nil), c)
	t.gone, t.ended = *before, &tr
	return nil
}

func compareSkips(a, b finding.Skip) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Why, b.Why))
}
