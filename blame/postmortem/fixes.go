package postmortem

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/pattern"
	"github.com/growlint/growlint/blame/verdict"
)

// A remedy is how a kind of holder is bounded at the line that binds it.
type remedy struct {
	empty   *pattern.Pattern // what a binding of it looks like, group 1 before the value, group 2 behind it
	bounded string           // the value that replaces it; N is the bound
	needs   string           // what has to be imported
	or      string           // what else bounds it
}

// remedies by the holder's kind (analyzers/library). A kind without one gets the general words.
var remedies = map[string]remedy{
	"dict":        {binding(`\{\s*\}|dict\(\s*\)|OrderedDict\(\s*\)|collections\.OrderedDict\(\s*\)`), "LRUCache(maxsize=N)", "from cachetools import LRUCache  # not thread-safe: guard it with a lock where threads share it", "take each entry out in a finally, once it is done with"},
	"defaultdict": {nil, "", "", "take each entry out in a finally, once it is done with; a lookup of a missing key inserts, too"},
	"counter":     {nil, "", "", "count a few known keys and everything else under one"},
	"list":        {binding(`\[\s*\]|list\(\s*\)`), "deque(maxlen=N)", "from collections import deque", "hand the elements on and clear the list"},
	"deque":       {binding(`(?:collections\.)?deque\(\s*\)`), "deque(maxlen=N)", "", "take out what has been handled"},
	"set":         {nil, "", "", "discard each element in a finally, or keep the recent ones as keys of a cachetools.TTLCache(maxsize=N, ttl=…)"},
	"queue":       {binding(`(?:\w+\.)*(?:Lifo|Priority)?Queue\(\s*\)`), "Queue(maxsize=N)", "", "refuse work when it is full"},
	"cache":       {binding(`(?:functools\.)?lru_cache\(\s*(?:maxsize\s*=\s*)?None\s*\)|(?:functools\.)?cache\b`), "lru_cache(maxsize=N)", "", "leave self, requests and other one-off objects out of the key"},
	"buffer":      {nil, "", "", "write it out and truncate it at a size"},
	"bytearray":   {nil, "", "", "write it out and delete what was written"},
}

// binding matches a line that binds or decorates with one of the values.
func binding(values string) *pattern.Pattern {
	return pattern.New(`^(\s*(?:@|[^=#]*[^=!<>#]=\s*))(?:` + values + `)(\s*(?:#.*)?)$`)
}

// fix is what to do at the line, and, where the line is as simple as most are, the line as it would be.
func (a *author) fix(s *suspect) []Claim {
	f := s.finding
	r := remedies[f.Holder.Kind]
	text := fmt.Sprintf("Bound %s where it is bound (%s:%d), or take entries out again where they are put in (%s:%d)", f.Symbol, f.Holder.Path, f.Holder.Line, f.Path, f.Line)
	if r.or != "" {
		text += ": " + r.or
	} else if _, advice, ok := strings.Cut(f.Message, ". "); ok {
		text += ": " + strings.ToLower(advice[:1]) + strings.TrimSuffix(advice[1:], ".")
	}
	if a.report.RootCause == nil {
		text = "If the leading explanation holds: " + strings.ToLower(text[:1]) + text[1:]
	}
	out := []Claim{a.claim("remediation.fix", Action, []string{s.cite}, text+"."+unassigned)}
	for i, e := range f.Evictions {
		out = append(out, a.claim(fmt.Sprintf("remediation.eviction-%d", i), Action, []string{s.cite}, fmt.Sprintf("The eviction at %s:%d (%s) is there and does not cover the growth: %s. Covering that is the smaller change.%s", e.Path, e.Line, e.Text, strings.TrimSuffix(e.WhyNot, "."), unassigned)))
	}
	return out
}

// fixedLine shows the line that binds the holder before and after; nil where it is not as simple.
func (a *author) fixedLine(s *suspect) *Excerpt {
	r := remedies[s.finding.Holder.Kind]
	if r.empty == nil || s.bindingLine == "" {
		return nil
	}
	m := r.empty.FindStringSubmatchIndex(s.bindingLine)
	if m == nil {
		return nil
	}
	n := "N"
	if entries, _, _, ok := a.entries(); ok {
		n = fmt.Sprintf("%.0f", entries)
	}
	line := s.bindingLine
	fixed := line[m[2]:m[3]] + strings.Replace(r.bounded, "=N", "="+n, 1) + line[m[4]:m[5]]
	diff := fmt.Sprintf("--- %s:%d\n", s.finding.Holder.Path, s.finding.Holder.Line)
	if r.needs != "" {
		diff += "+" + r.needs + "\n"
	}
	diff += fmt.Sprintf("-%s\n+%s\n", line, fixed)
	return &Excerpt{Info: "diff", Text: evidence.Redact(diff), Cites: []string{s.cite, s.bindingCite}}
}

// boundShare is the part of the memory limit that one cache is given here: enough to be of use, small enough that the
// service keeps its reserve.
const boundShare = 0.10

// entries is the number of entries that keeps the holder within its share of the limit, by the largest size that the
// measurement allows, with two digits; missing names what it would need.
func (a *author) entries() (n float64, cites, missing []string, ok bool) {
	q, cites, measured := a.entrySize()
	if !measured || q.Value <= 0 || q.High == nil {
		if len(a.bundle.SeriesOf(evidence.Requests)) == 0 {
			missing = append(missing, "the request rate")
		}
		if a.failedLife() == nil {
			missing = append(missing, "a memory series that rises in the deployed version")
		}
		if len(missing) == 0 {
			missing = append(missing, "requests while memory rises")
		}
	}
	if a.memory.Limit == 0 {
		missing = append(missing, "the memory limit")
	}
	if len(missing) > 0 {
		return 0, nil, missing, false
	}
	n = boundShare * a.memory.Limit / *q.High
	digits := math.Pow(10, math.Max(0, math.Floor(math.Log10(n))-1))
	return math.Floor(n/digits) * digits, append(cites, a.memory.LimitCites...), nil, n >= 1
}

// bound sizes the holder by what was measured, and says how long it would then remember.
func (a *author) bound() Claim {
	n, cites, missing, ok := a.entries()
	if !ok {
		if len(missing) == 0 {
			missing = []string{"entries that are small against the limit"}
		}
		return a.gap("remediation.bound", "Bound not computable: missing are "+list(missing)+".", a.weighing)
	}
	q, _, _ := a.entrySize()
	text := fmt.Sprintf("A bound of %s entries keeps it within %.0f %% of the limit (%s), at up to %s an entry as measured, if each request adds one", thousands(n), 100*boundShare, megabytes(boundShare*a.memory.Limit), megabytes(*q.High))
	values := []Quantity{quantity("entries", n, "")}
	if rate := a.deployedRate(); rate > 0 {
		text += fmt.Sprintf("; at the measured %.0f requests/s it then holds those of the last %s", rate, seconds(n/rate))
		values = append(values, quantity("retention", n/rate, "s"))
	}
	return a.claim("remediation.bound", Action, cites, text+"."+unassigned, values...)
}

// deployedRate is the mean request rate over the rising lives of the deployed version.
func (a *author) deployedRate() float64 {
	var rate []float64
	for _, s := range verdict.ReadLoad(a.bundle).Samples {
		for _, l := range a.report.Memory.Lives {
			if l.Deployed && l.Rising && !s.At.Before(l.From) && !s.At.After(l.To) {
				rate = append(rate, s.Value)
				break // pods share the load
			}
		}
	}
	if len(rate) == 0 {
		return 0
	}
	return stat.Mean(rate, nil)
}

// recycleShare is how far a worker may fill the way from its start to the limit before it is replaced.
const recycleShare = 0.5

// recycle is the stopgap until a fix is deployed: replace workers before they have grown too large.
func (a *author) recycle() []Claim {
	q, cites, ok := a.entrySize()
	l := a.failedLife()
	if !ok || l == nil || a.memory.Limit == 0 || q.High == nil || *q.High <= 0 {
		return nil
	}
	room := a.memory.Limit - l.Samples[0].Value
	n := recycleShare * room / *q.High
	if room <= 0 || n < 1 {
		return nil
	}
	digits := math.Pow(10, math.Max(0, math.Floor(math.Log10(n))-1))
	n = math.Floor(n/digits) * digits
	return []Claim{a.claim("remediation.recycle", Action, append(append(cites, a.memory.LimitCites...), l.Cites...),
		fmt.Sprintf("Until the fix is deployed: replace the workers of a container after %s requests in all (max_requests of gunicorn, limit-max-requests of uvicorn, divided by their number); they have then filled %.0f %% of the way from %s to the limit. It bounds the growth and does not mend it.%s",
			thousands(n), 100*recycleShare, megabytes(l.Samples[0].Value), unassigned), quantity("requests", n, ""))}
}
