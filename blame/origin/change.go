package origin

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// A step is one commit against one parent: what the words for a transition are derived from.
type step struct {
	repo          *history.Repo
	parent, child history.Commit
	changes       []history.Change
}

// What a transition was, told from the parts of the finding on both sides and from the lines that the commit took or gave.
const (
	firstCommit     = "part of the first commit"
	holderAndGrowth = "holder and growth introduced"
	growthAdded     = "growth added"
	evictionRemoved = "eviction removed"
	evictionWeaker  = "eviction weakened"
	boundRemoved    = "bound removed"
	madeLongLived   = "made long-lived"
	madeReachable   = "reachable from an entry point"
	keyOpened       = "key domain opened"
	otherCause      = "became true through a change elsewhere"

	fileRemoved    = "file removed"
	holderRemoved  = "holder removed"
	growthRemoved  = "growth removed"
	evictionAdded  = "eviction added"
	boundAdded     = "bound added"
	madeShortLived = "no longer long-lived"
	unreachable    = "no longer reachable from an entry point"
	otherEnd       = "ceased to be true through a change elsewhere"
)

// introduced says what made a finding true. before is its counterpart at the parent, nil where it had none.
func (s step) introduced(before, after *finding.Finding) (string, error) {
	if before != nil {
		if what := risen(before, after); what != "" {
			return what, nil
		}
	}
	lines, err := s.lines()
	if err != nil {
		return "", err
	}
	name := lastName(after.Symbol)
	grew := !lines.hasBefore(growthLines(after))
	bound, err := s.lineOf(s.child, after.Holder)
	if err != nil {
		return "", err
	}
	holderIsNew := lines.given[normal(bound)] > 0
	switch {
	case holderIsNew && grew && !lines.named(lines.taken, name):
		return holderAndGrowth, nil
	case lines.bounds(lines.taken, name):
		return boundRemoved, nil
	case lines.evicts(lines.taken, name):
		return evictionRemoved, nil
	case grew:
		return growthAdded, nil
	case holderIsNew, lines.shifted[bound] > 0:
		return madeLongLived, nil
	case s.touches(entryPaths(after)):
		return madeReachable, nil
	}
	return otherCause, nil
}

// ended says what made a finding cease. after is its counterpart at the commit, nil where it has none.
func (s step) ended(before, after *finding.Finding) (string, error) {
	if after != nil {
		if what := fallen(before, after); what != "" {
			return what, nil
		}
	}
	if s.removed(before.Path) {
		return fileRemoved, nil
	}
	lines, err := s.lines()
	if err != nil {
		return "", err
	}
	name := lastName(before.Symbol)
	bound, err := s.lineOf(s.parent, before.Holder)
	if err != nil {
		return "", err
	}
	holderIsGone := lines.taken[normal(bound)] > 0
	growthIsGone := lines.takes(growthLines(before))
	switch {
	case lines.bounds(lines.given, name):
		return boundAdded, nil
	case lines.evicts(lines.given, name):
		return evictionAdded, nil
	case holderIsGone && growthIsGone:
		return holderRemoved, nil
	case growthIsGone:
		return growthRemoved, nil
	case holderIsGone, lines.shifted[bound] < 0:
		return madeShortLived, nil
	case s.touches(entryPaths(before)):
		return unreachable, nil
	}
	return otherEnd, nil
}

// risen compares the parts of a finding that was there below the level.
func risen(before, after *finding.Finding) string {
	switch {
	case len(after.Evictions) < len(before.Evictions):
		return evictionRemoved
	case len(after.Growth) > len(before.Growth):
		return growthAdded
	case before.Holder.Scope != after.Holder.Scope:
		return madeLongLived
	case weaker(before, after):
		return evictionWeaker
	case events(before) != events(after) || (len(before.Entry) == 0 && len(after.Entry) > 0):
		return madeReachable
	case domains(before) != domains(after):
		return keyOpened
	}
	return ""
}

func fallen(before, after *finding.Finding) string {
	switch {
	case len(after.Evictions) > len(before.Evictions):
		return evictionAdded
	case len(after.Growth) < len(before.Growth):
		return growthRemoved
	case before.Holder.Scope != after.Holder.Scope:
		return madeShortLived
	case weaker(before, after):
		return "eviction strengthened"
	case events(before) != events(after) || (len(before.Entry) > 0 && len(after.Entry) == 0):
		return unreachable
	case domains(before) != domains(after):
		return "key domain closed"
	}
	return ""
}

// weaker reports whether the same evictions now fail, or succeed, for other reasons.
func weaker(before, after *finding.Finding) bool {
	return !slices.EqualFunc(before.Evictions, after.Evictions, func(a, b finding.Eviction) bool {
		return a.WhyNot == b.WhyNot
	})
}

// events are what makes the holder grow again and again: a request, a message, a plain call.
func events(f *finding.Finding) string {
	return growthWords(f, func(g finding.Growth) string { return g.Per })
}

func domains(f *finding.Finding) string {
	return growthWords(f, func(g finding.Growth) string { return g.Domain })
}

func growthWords(f *finding.Finding, word func(finding.Growth) string) string {
	var out []string
	for _, g := range f.Growth {
		out = append(out, word(g))
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

func growthLines(f *finding.Finding) []string {
	var out []string
	for _, g := range f.Growth {
		out = append(out, normal(g.Text))
	}
	return out
}

func entryPaths(f *finding.Finding) []string {
	var out []string
	for _, e := range f.Entry {
		out = append(out, e.Path)
	}
	return out
}

func (s step) touches(paths []string) bool {
	return slices.ContainsFunc(s.changes, func(c history.Change) bool { return slices.Contains(paths, c.Path) })
}

func (s step) removed(path string) bool {
	return slices.ContainsFunc(s.changes, func(c history.Change) bool { return c.Kind == history.Deleted && c.Path == path })
}

// lineOf returns the line that binds a holder, with its indentation; "" where the finding does not say.
func (s step) lineOf(c history.Commit, h finding.Holder) (string, error) {
	if h.Path == "" || h.Line < 1 {
		return "", nil
	}
	text, err := s.repo.ReadPath(c.Hash, h.Path)
	if errors.Is(err, history.ErrNoFile) {
		return "", nil // a finding that was carried over commits at which its file could not be read
	}
	if err != nil {
		return "", err
	}
	lines := strings.Split(string(text), "\n")
	if h.Line > len(lines) {
		return "", nil
	}
	return strings.TrimRight(lines[h.Line-1], " \t\r"), nil
}

// changedLines counts the lines a commit took away and gave, over all its files. A line that only moved is neither; if it was indented
// otherwise on the way, it is shifted: a container that leaves a function for its module is.
type changedLines struct {
	taken, given map[string]int // normalised
	shifted      map[string]int // with their indentation: negative where taken, positive where given
}

func (s step) lines() (changedLines, error) {
	net, shifted := map[string]int{}, map[string]int{}
	for _, c := range s.changes {
		for blob, sign := range map[string]int{c.OldBlob: -1, c.Blob: 1} {
			if blob == "" {
				continue
			}
			data, err := s.repo.Read(blob)
			if err != nil {
				return changedLines{}, err
			}
			for line := range bytes.SplitSeq(data, []byte("\n")) {
				shifted[string(bytes.TrimRight(line, " \t\r"))] += sign
				net[normal(string(line))] += sign
			}
		}
	}
	out := changedLines{taken: map[string]int{}, given: map[string]int{}, shifted: shifted}
	delete(net, "") // a line that binds nothing
	delete(shifted, "")
	for line, n := range net {
		switch {
		case n < 0:
			out.taken[line] = -n
		case n > 0:
			out.given[line] = n
		}
	}
	return out, nil
}

// hasBefore reports whether every one of the lines was there before the commit.
func (l changedLines) hasBefore(lines []string) bool {
	return !slices.ContainsFunc(lines, func(line string) bool { return l.given[line] > 0 })
}

func (l changedLines) takes(lines []string) bool {
	return slices.ContainsFunc(lines, func(line string) bool { return l.taken[line] > 0 })
}

var (
	evicting = pattern.New(`\b(pop|popitem|popleft|clear|discard|remove|difference_update|evict\w*|prune\w*|purge\w*|trim\w*|expire\w*|cleanup)\(|\bdel\b`)
	bounding = pattern.New(`\b(maxlen|maxsize|max_size|ttl|ex)=|\blen\(|\bWeak(Key|Value)Dictionary\b|\bWeakSet\b|\b(LRU|TTL|LFU)Cache\b`)
)

func (l changedLines) named(side map[string]int, name string) bool {
	return anyLine(side, func(line string) bool { return mentions(line, name) })
}

func (l changedLines) evicts(side map[string]int, name string) bool {
	return anyLine(side, func(line string) bool { return mentions(line, name) && evicting.MatchString(line) })
}

// bounds also takes a decorator, which does not name what it bounds.
func (l changedLines) bounds(side map[string]int, name string) bool {
	return anyLine(side, func(line string) bool {
		return (mentions(line, name) || strings.HasPrefix(line, "@")) && bounding.MatchString(line)
	})
}

func anyLine(side map[string]int, ok func(string) bool) bool {
	for line := range side {
		if ok(line) {
			return true
		}
	}
	return false
}

func mentions(line, name string) bool {
	return slices.Contains(identifier.FindAllString(line, -1), name)
}
