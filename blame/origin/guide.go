package origin

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers"
	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/analyzers/source"
	"github.com/growlint/growlint/blame/history"
)

// Most of a walk needs no whole trees. The files that say something about one finding are few: those that it rests on, and those that name
// a part of it. They are linked by themselves, which costs a small share of what a whole tree does, and the walk goes through them to the
// commit at which the finding seems to have become true. That is a guess. It is an answer only once the whole trees say so: true at that commit and wherever the
// walk stopped, false at all the parents of that commit. Where they say otherwise the walk goes on from what they say, in the end through whole trees alone.

// A guide makes guesses.
type guide struct {
	repo  *history.Repo
	part  *analyzers.Part
	names map[string][]uint32 // by blob: the names in it, hashed and sorted
	held  int                 // in names
}

// A partial analyzer can look at parts of trees, too; *analyzers.Engine is one.
type partial interface{ Beside() *analyzers.Part }

// maxGuesses bounds how often a finding is guessed at anew, because it held before the commit of the guess: renamed there, most often.
const maxGuesses = 8

// lead ends those traces whose guesses turn out right, the youngest first. The others it leaves at the oldest commit at which the finding is known to hold.
func (s *states) lead(ctx context.Context, traces []*trace, done func()) error {
	analyzer, ok := s.analyzer.(partial)
	if !ok {
		return nil
	}
	g := &guide{repo: s.repo, part: analyzer.Beside(), names: map[string][]uint32{}}
	guesses := make(map[*trace]int, len(traces))
	for _, t := range traces {
		if err := t.lookAhead(ctx, g); err != nil {
			return err
		}
	}
	for t := youngestGuess(traces); t != nil; t = youngestGuess(traces) {
		again, err := t.confirm(ctx)
		if err != nil {
			return err
		}
		if t.end != nil {
			done()
		}
		if !again {
			continue
		}
		if guesses[t]++; guesses[t] < maxGuesses {
			if err := t.lookAhead(ctx, g); err != nil {
				return err
			}
		}
	}
	return nil
}

func youngestGuess(traces []*trace) *trace {
	var first *trace
	for _, t := range traces {
		if t.ahead != nil && (first == nil || t.ahead.nextStop().Committed.After(first.ahead.nextStop().Committed)) {
			first = t
		}
	}
	return first
}

// nextStop is the commit of a guess to ask the whole trees about next.
func (t *trace) nextStop() history.Commit {
	if len(t.stops) > 0 {
		return t.stops[0]
	}
	return t.next
}

// lookAhead makes the guess of a trace; none where the files about the finding do not tell by themselves that it holds.
func (t *trace) lookAhead(ctx context.Context, g *guide) error {
	v, err := g.about(ctx, t.finding, t.at)
	if err != nil {
		return err
	}
	here, s, err := t.seenIn(ctx, v)
	if err != nil {
		return err
	}
	if !s.holds(here) {
		if err := v.widen(t.finding, t.at); err != nil {
			return err
		}
		if here, s, err = t.seenIn(ctx, v); err != nil || !s.holds(here) {
			return err
		}
	}
	ahead := &trace{states: s, at: t.at, finding: here}
	if err := ahead.walk(ctx); err != nil {
		return err
	}
	t.ahead = ahead
	return nil
}

// seenIn returns what a view shows of the finding of a trace, where the trace is, and the states to go on in.
func (t *trace) seenIn(ctx context.Context, v *view) (*finding.Finding, *states, error) {
	s := newStates(t.repo, v, t.level)
	s.texts, s.guess = t.texts, true
	st, err := s.at(ctx, t.at)
	if err != nil {
		return nil, nil, err
	}
	return st.named(t.finding), s, nil
}

// confirm asks the whole trees about the next commit of the guess of a trace: at each at which the files about the finding changed it must have held, or what made
// it come back is not among them. Where the finding held before the last one, the trace goes on from there.
func (t *trace) confirm(ctx context.Context) (again bool, err error) {
	ahead := t.ahead
	if len(ahead.stops) > 0 {
		return false, t.confirmStop(ctx)
	}
	c := ahead.next
	t.ahead = nil
	at, err := t.asChild(ctx, c, ahead.born)
	if err != nil {
		return false, err
	}
	here := at.named(ahead.born)
	if !t.holds(here) {
		t.lost = c.Hash
		return false, nil
	}
	parent, there, err := t.trueParent(ctx, c, here)
	if err != nil {
		return false, err
	}
	t.later = append(t.later, ahead.later...)
	t.next = c
	if there != nil {
		if len(here.Growth) > len(there.Growth) {
			t.later = append(t.later, finding.Contributor{Commit: c.Hash, Subject: c.Subject, Change: growthAdded})
		}
		t.at, t.finding = parent, there
		return true, nil
	}
	return false, t.finish(ctx, c, here)
}

// asChild returns the state of a commit with what is needed to recognise a finding of it in its first parent.
func (s *states) asChild(ctx context.Context, c history.Commit, f *finding.Finding) (*state, error) {
	parent := history.Commit{}
	if len(c.Parents) > 0 {
		parent.Hash = c.Parents[0]
	}
	q, err := s.question(ctx, f, c, parent)
	if err != nil {
		return nil, err
	}
	return s.about(ctx, c, q)
}

// confirmStop moves a trace to the next stop of its guess, where the finding goes by the same place and name. Where it is gone there, the guess is wrong.
func (t *trace) confirmStop(ctx context.Context) error {
	c := t.ahead.stops[0]
	t.ahead.stops = t.ahead.stops[1:]
	at, err := t.about(ctx, c, analyzers.Question{Symbol: t.finding.Symbol})
	if err != nil {
		return err
	}
	there := at.named(t.finding)
	if !t.holds(there) {
		t.ahead, t.lost = nil, c.Hash
		return nil
	}
	t.at, t.finding = c, there
	return nil
}

// A view is what of each tree is about one finding.
type view struct {
	*guide
	symbol  string
	paths   map[string]bool
	names   []uint32
	modules map[string]bool // that are imported, by their last names
	err     error           // of reading a content
}

// widespread is the number of files above which a name is one of many things, and says nothing about where to look.
const widespread = 30

// decisive are files that say by their names what sort of tree it is, and where its packages begin.
var decisive = map[string]bool{"__init__.py": true, "manage.py": true, "wsgi.py": true, "asgi.py": true, "urls.py": true}

// about returns the view of a finding of a commit.
func (g *guide) about(ctx context.Context, f *finding.Finding, at history.Commit) (*view, error) {
	v := &view{guide: g, symbol: f.Symbol, paths: map[string]bool{}}
	for _, p := range dependsOn(f) {
		v.paths[p] = true
	}
	tree, err := g.repo.Tree(at.Hash)
	if err != nil {
		return nil, err
	}
	files, err := g.part.Files(ctx, tree)
	if err != nil {
		return nil, err
	}
	for _, name := range partNames(f) {
		hash, count := hashOf([]byte(name)), 0
		for _, e := range files {
			in, err := g.namesIn(e.Blob)
			if err != nil {
				return nil, err
			}
			if _, ok := slices.BinarySearch(in, hash); ok {
				count++
			}
		}
		if count <= widespread {
			v.names = append(v.names, hash)
		}
	}
	return v, nil
}

// widen adds what the finding's own files import: what their classes derive from, and what decorates their functions.
func (v *view) widen(f *finding.Finding, at history.Commit) error {
	v.modules = map[string]bool{}
	for _, p := range distinct([]string{f.Path, f.Holder.Path}) {
		text, err := v.repo.ReadPath(at.Hash, p)
		if errors.Is(err, history.ErrNoFile) {
			continue
		}
		if err != nil {
			return err
		}
		for _, line := range code(text) {
			if isImport(line) {
				for word := range words(line) {
					v.modules[string(word)] = true
				}
			}
		}
	}
	return nil
}

// partNames lists what the parts of a finding are called.
func partNames(f *finding.Finding) []string {
	names := slices.Concat(strings.Split(f.Symbol, "."), f.Footprint.Names)
	for _, e := range f.Evictions {
		names = append(names, lastName(e.Function))
	}
	return slices.DeleteFunc(distinct(names), func(name string) bool { return strings.HasPrefix(name, "__") || strings.HasPrefix(name, "<") })
}

// Run implements Analyzer.
func (v *view) Run(ctx context.Context, tree source.Tree) (*analyzers.Result, error) {
	v.err = nil
	r, err := v.part.Ask(ctx, tree, v.wants, analyzers.Question{Symbol: v.symbol})
	if err == nil {
		err = v.err
	}
	return r, err
}

// wants reports whether a file is about the finding.
func (v *view) wants(e source.Entry) bool {
	base := path.Base(e.Path)
	if v.paths[e.Path] || decisive[base] || v.modules[strings.TrimSuffix(base, ".py")] {
		return true
	}
	in, err := v.namesIn(e.Blob)
	if err != nil {
		v.err = err
		return false
	}
	return slices.ContainsFunc(v.names, func(name uint32) bool {
		_, ok := slices.BinarySearch(in, name)
		return ok
	})
}

// maxNamesHeld bounds what namesIn keeps.
const maxNamesHeld = 16 << 20

// namesIn returns the names in a content.
func (g *guide) namesIn(blob string) ([]uint32, error) {
	if known, ok := g.names[blob]; ok {
		return known, nil
	}
	data, err := g.repo.Read(blob)
	if err != nil {
		return nil, err
	}
	if g.held > maxNamesHeld {
		clear(g.names)
		g.held = 0
	}
	names := hashedNames(data)
	g.names[blob] = names
	g.held += len(names)
	return names, nil
}

// hashedNames returns the words of a text, each once. Two that share a hash make a file looked at in vain.
func hashedNames(data []byte) []uint32 {
	var out []uint32
	for word := range words(data) {
		out = append(out, hashOf(word))
	}
	slices.Sort(out)
	return slices.Clip(slices.Compact(out))
}

// hashOf is FNV-1a.
func hashOf(name []byte) uint32 {
	h := uint32(2166136261)
	for _, b := range name {
		h = (h ^ uint32(b)) * 16777619
	}
	return h
}
