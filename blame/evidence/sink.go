package evidence

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"time"
)

// A record is one log record on its way to a fact.
type record struct {
	line           int
	raw            []byte // valid while it is parsed
	at             time.Time
	level, message string
	pod            string
	said           string // what was done to it, for the transformation
}

// The bounds of what one log puts into a report. A crash loop repeats a line ten thousand times; the first of them, the last
// and their number say as much. Signals that cut lives are kept, up to many.
const (
	keepAlike      = 5
	keepPivotal    = 1000
	mostTemplates  = 2000
	longestExcerpt = 400 // bytes of one line
	recent         = 4096
)

// pivotal are the signals that the lives of processes are told apart by.
var pivotal = []Signal{ProcessStart, RollOut, Crash, SigKill, CgroupKill, GlobalOOM, AllocationFail, AlertFired, Acknowledged, Ended, FlagChange}

// A sink makes facts of the records of one log: notable ones, those alike folded, those that repeat another left out.
type sink struct {
	in        input
	out       *output
	alike     map[string]*fold
	seed      maphash.Seed
	seen      map[uint64]bool
	order     []uint64 // of seen, oldest first
	repeated  int
	latest    time.Time
	unordered int
}

// A fold is a set of lines that differ in nothing but numbers.
type fold struct {
	count int
	last  *Fact // the latest one, which is replaced by each that follows
	limit int
}

func newSink(in input) *sink {
	return &sink{in: in, out: &output{}, alike: map[string]*fold{}, seed: maphash.MakeSeed(), seen: map[uint64]bool{}}
}

// add takes a record whose message is final.
func (s *sink) add(r record) {
	s.out.records++
	if len(r.message) > longestRecord {
		r.message = strings.ToValidUTF8(r.message[:longestRecord], "")
	}
	l := readLog(r.level, r.message)
	if !l.notable() {
		return
	}
	if s.repeats(r) {
		s.repeated++
		return
	}
	s.out.notable++
	if r.at.Before(s.latest) {
		s.unordered++
	} else {
		s.latest = r.at
	}
	l.Message = excerpt(l.Message)
	f := Fact{
		Kind: "log", Path: s.in.path, Line: r.line, At: r.at, Text: strings.TrimSpace(r.level + " " + l.Message),
		Transformation: s.in.transformation(r.said), Log: l, Pod: r.pod,
	}
	s.keep(f)
}

// keep appends a fact, or lets it take the place of the last one like it.
func (s *sink) keep(f Fact) {
	key := template(f.Log)
	g := s.alike[key]
	if g == nil {
		if len(s.alike) >= mostTemplates {
			key = "any " + f.Log.Level
		}
		if g = s.alike[key]; g == nil {
			g = &fold{limit: keepAlike}
			if slices.ContainsFunc(f.Log.Signals, func(x Signal) bool { return slices.Contains(pivotal, x) }) {
				g.limit = keepPivotal
			}
			s.alike[key] = g
		}
	}
	if g.count++; g.count <= g.limit {
		s.out.facts = append(s.out.facts, f)
		return
	}
	g.last = &f
}

// template is what lines that are alike have in common: signals, level, and the message with its numbers taken out.
func template(l *Log) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %s ", l.Signals, l.Level)
	number := false
	for _, r := range l.Message {
		isNumber := r >= '0' && r <= '9'
		if isNumber && number {
			continue
		}
		if number = isNumber; isNumber {
			r = '#'
		}
		if b.WriteRune(r); b.Len() > 160 {
			break
		}
	}
	return b.String()
}

// repeats reports whether the same record, word for word and to the same instant, was there a short while ago: collectors deliver
// some lines twice.
func (s *sink) repeats(r record) bool {
	var h maphash.Hash
	h.SetSeed(s.seed)
	fmt.Fprint(&h, r.at.UnixNano(), r.pod, r.level, r.message)
	sum := h.Sum64()
	if s.seen[sum] {
		return true
	}
	s.seen[sum] = true
	if s.order = append(s.order, sum); len(s.order) > recent {
		delete(s.seen, s.order[0])
		s.order = s.order[1:]
	}
	return false
}

// finish returns the facts in the order of their lines. A log of which no line could be read is an error of the input.
func (s *sink) finish() (*output, error) {
	if s.out.records == 0 {
		return nil, fmt.Errorf("%s:%d: no line of it could be read as a log record; each needs an RFC 3339 time or another that a known format has", s.in.path, max(1, s.out.firstUnparsed))
	}
	folded := 0
	for _, g := range s.alike {
		if g.last != nil {
			left := g.count - g.limit - 1
			if folded += left; left > 0 {
				g.last.Transformation += fmt.Sprintf("; the last of %d lines alike, %d between the first %d and it left out", g.count, left, g.limit)
			}
			s.out.facts = append(s.out.facts, *g.last)
		}
	}
	slices.SortStableFunc(s.out.facts, func(a, b Fact) int { return cmp.Compare(a.Line, b.Line) })
	if folded > 0 {
		s.out.say("%d notable lines are like others that are kept, and counted only", folded)
	}
	if s.repeated > 0 {
		s.out.say("%d lines that repeat another word for word left out", s.repeated)
	}
	if s.unordered > 0 {
		s.out.say("%d lines stand after later ones; facts are put in order by their times", s.unordered)
	}
	return s.out, nil
}

// excerpt is a message as it may be quoted: redacted first, cut afterwards, so that no half of a secret remains.
func excerpt(s string) string {
	s = Redact(s)
	if len(s) > longestExcerpt {
		s = strings.ToValidUTF8(s[:longestExcerpt], "") + "…"
	}
	return s
}

// nested reads a message that is a record of its own, as runtimes and journals wrap what the service wrote: the level and the
// message within count, the time of the wrapper stays.
func nested(in input, r *record) {
	text := []byte(strings.TrimSpace(r.message))
	switch {
	case len(text) == 0:
	case text[0] == '{':
		inner := record{raw: text}
		if jsonFields(&inner) {
			r.level, r.message = cmp.Or(inner.level, r.level), inner.message
		}
	case looksLikeLogfmt(text):
		inner := record{raw: text}
		if logfmtFields(&inner) {
			r.level, r.message = cmp.Or(inner.level, r.level), inner.message
		}
	default:
		inner := record{raw: text}
		if beginsPlain(text) {
			if ok, _ := parsePlain(in, &inner); ok {
				r.level, r.message = cmp.Or(inner.level, r.level), inner.message
				return
			}
		}
		if level, message := leveled(string(text)); level != "" {
			r.level, r.message = level, message
		}
	}
}

// isJSONLine reports whether the line is one JSON object from brace to brace.
func isJSONLine(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 1 && line[0] == '{' && line[len(line)-1] == '}'
}
