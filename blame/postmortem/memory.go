package postmortem

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/verdict"
)

// lives turns what was measured into what is reported.
func (a *author) lives() Memory {
	m := Memory{Measure: a.memory.Measure, Limit: a.memory.Limit, Lives: []Life{}}
	for i := range a.memory.Lives {
		l := &a.memory.Lives[i]
		out := Life{
			From: l.From, To: l.To, Deployed: l.Deployed, N: len(l.Samples), P: l.Whole.P, LastP: l.LastThird.P, Rising: l.Rises(),
			Slope: quantity("slope", l.Whole.Slope, "bytes/s").between(l.Whole.Low, l.Whole.High),
			Shape: l.Shape.Name, Cites: []string{l.Series.ID}, Samples: l.Samples, Measured: l, Labels: redacted(l.Series.Series.Labels),
		}
		last := l.Samples[len(l.Samples)-1].Value
		if e, ok := verdict.Exhaust(last, a.memory.Limit, l.Whole); ok {
			q := quantity("exhaustion", e.Seconds, "s").between(e.Low, e.High)
			out.Exhaust = &q
		}
		m.Lives = append(m.Lives, out)
	}
	return m
}

func redacted(labels map[string]string) map[string]string {
	out := make(map[string]string, len(labels))
	for k, v := range labels {
		out[k] = evidence.Redact(v)
	}
	return out
}

func (a *author) memorySection() Section {
	var blocks []Block
	if len(a.report.Memory.Lives) > 0 {
		blocks = append(blocks, Block{Chart: a.chart()}, Block{Table: a.lifeTable()}, Block{Claims: a.seriesClaims()})
	} else {
		blocks = append(blocks, Block{Claims: []Claim{a.gap("memory.series", "No memory series: trend, onset and exhaustion cannot be measured.", a.absent("memory series"))}})
	}
	if len(a.figures.all) > 0 {
		blocks = append(blocks, Block{Heading: "Figures without a series", Claims: a.figureClaims()})
	}
	return Section{Number: 3, Key: "memory", Title: "Memory Behaviour", Blocks: blocks}
}

// mostLives bounds the table: a crash loop has hundreds.
const mostLives = 30

func (a *author) lifeTable() *Table {
	t := &Table{Columns: []string{"Life", "Version", "n", "Slope (95 % interval)", "Trend", "Last third", "Shape"}}
	lives := a.printedLives()
	for _, l := range lives[:min(len(lives), mostLives)] {
		version := "before"
		switch {
		case a.moments.RollOut == nil:
			version = "unknown"
		case l.Deployed:
			version = "deployed"
		case l.Measured.After:
			version = "after it"
		}
		life := stamp(l.From) + " to " + stamp(l.To)
		if pod := podOf(l.Labels); pod != "" && len(a.memory.Cites()) > 1 {
			life = pod + ", " + life
		}
		t.Rows = append(t.Rows, a.row(append(l.Cites, a.methods), life, version, fmt.Sprint(l.N), slopeWords(l.Slope), probability(l.P), probability(l.LastP), shapeWords(l)))
	}
	return t
}

// printedLives leaves out lives too short to be measured, unless there are no others: a sample or two beside a restart.
func (a *author) printedLives() []Life {
	lives := a.report.Memory.Lives
	long := slices.DeleteFunc(slices.Clone(lives), func(l Life) bool { return !l.Measured.Measurable() })
	if len(long) == 0 {
		return lives
	}
	return long
}

func slopeWords(q Quantity) string {
	text := megabytes(q.Value*60) + "/min"
	if q.Low != nil && q.High != nil {
		text += " (" + megabytes(*q.Low*60) + " to " + megabytes(*q.High*60) + ")"
	}
	return text
}

func shapeWords(l Life) string {
	if l.Shape == verdict.Undetermined {
		return fmt.Sprintf("shape undetermined (n=%d): %s", l.N, l.Measured.Shape.Why)
	}
	return fmt.Sprintf("%s (ΔAICc %.0f)", l.Shape, l.Measured.Shape.Delta)
}

func (a *author) seriesClaims() []Claim {
	var out []Claim
	lives := a.report.Memory.Lives
	printed := a.printedLives()
	if n := len(printed) - mostLives; n > 0 {
		out = append(out, a.claim("memory.left-out", Gap, a.memory.Cites(), fmt.Sprintf("%s left out of the table.", plural(n, "later life", "later lives"))))
	}
	if n := len(lives) - len(printed); n > 0 {
		out = append(out, a.claim("memory.too-short", Gap, a.memory.Cites(), fmt.Sprintf("%s of fewer than 5 samples left out of the table.", plural(n, "life", "lives"))))
	}
	short := 0
	for _, l := range lives {
		if l.N < 5 {
			short++
		}
	}
	if short == len(lives) {
		out = append(out, a.claim("memory.shape", Gap, append(a.memory.Cites(), a.methods), fmt.Sprintf("Shape undetermined (n=%d): a trend needs 5 timed samples of one life.", lives[len(lives)-1].N)))
	}
	out = append(out, a.onset(), a.beforeAfter())
	return append(out, a.exhaustion(), a.perRequest())
}

func (a *author) onset() Claim {
	answer := a.verdict.Answer("timing-onset")
	if answer.Outcome == "" {
		return a.gap("memory.onset", "Onset not determined: "+answer.Why+".", append(a.memory.Cites(), a.methods)...)
	}
	says := a.table.Check("timing-onset").Outcomes[answer.Outcome].Says
	return a.claim("memory.onset", Computation, append(answer.Cites, a.methods), sentence(says))
}

func (a *author) beforeAfter() Claim {
	b := a.memory
	if math.IsNaN(b.BeforeAfter) {
		return a.gap("memory.before-after", "No comparison with the previous version: "+a.verdict.Answer("timing-before-after").Why+".", append(b.Cites(), a.methods)...)
	}
	word := "higher"
	if b.BeforeAfter >= 0.01 {
		word = "not shown to be higher"
	}
	return a.claim("memory.before-after", Computation, append(b.Cites(), a.methods),
		fmt.Sprintf("At the same age of the process memory is %s after the roll-out than before (Mann-Whitney, %s, n=%d and %d).", word, probability(b.BeforeAfter), b.AfterN, b.BeforeN),
		quantity("p", b.BeforeAfter, ""))
}

func (a *author) exhaustion() Claim {
	if a.memory.Limit == 0 {
		return a.gap("memory.exhaustion", "Time to exhaustion not computable: the memory limit is not known.", a.absent("memory limit"))
	}
	for _, l := range a.report.Memory.Lives {
		if !l.Deployed || !l.Rising {
			continue
		}
		first := l.Samples[0].Value
		e, ok := verdict.Exhaust(first, a.memory.Limit, l.Measured.Whole)
		if !ok {
			continue
		}
		q := quantity("from_start", e.Seconds, "s").between(e.Low, e.High)
		text := fmt.Sprintf("From %s at the start of a life to the limit of %s: %s at the measured slope", megabytes(first), megabytes(a.memory.Limit), seconds(e.Seconds))
		if q.High != nil && q.Low != nil {
			text += fmt.Sprintf(" (%s to %s)", seconds(*q.Low), seconds(*q.High))
		}
		cites := append(append(append([]string{}, l.Cites...), a.memory.LimitCites...), a.methods)
		return a.claim("memory.exhaustion", Computation, cites, text+".", q)
	}
	return a.gap("memory.exhaustion", "Time to exhaustion not computable: no life of the deployed version rises below the limit.", append(append([]string{}, a.memory.LimitCites...), a.memory.Cites()...)...)
}

// entrySize is what each request leaves behind: memory over the requests served, life by life.
func (a *author) entrySize() (q Quantity, cites []string, ok bool) {
	load := verdict.ReadLoad(a.bundle)
	t, ok := a.memory.PerRequest(load)
	if !ok {
		return q, nil, false
	}
	return quantity("bytes_per_request", t.Slope, "bytes").between(t.Low, t.High), append(append(a.memory.Cites(), load.Cites...), a.methods), true
}

func (a *author) perRequest() Claim {
	q, cites, ok := a.entrySize()
	if !ok {
		return a.gap("memory.per-request", "Bytes per request not computable: it needs a rising memory series and a request rate of the same time.", a.absent("request rate over a rising life"))
	}
	return a.claim("memory.per-request", Computation, cites, fmt.Sprintf("Each request leaves about %s behind (%s to %s).", megabytes(q.Value), megabytes(*q.Low), megabytes(*q.High)), q)
}

func (a *author) figureClaims() []Claim {
	f := a.figures
	var values []string
	untimed := 0
	for _, o := range f.all {
		values = append(values, megabytes(o.Observation.Value))
		if o.At.IsZero() {
			untimed++
		}
	}
	out := []Claim{a.claim("memory.figures", Observation, ids(f.all...), fmt.Sprintf("%s: %s.", plural(len(f.all), "figure", "figures"), list(values)), quantity("n", float64(len(f.all)), ""))}
	timing := "untimed"
	if untimed < len(f.all) {
		timing = fmt.Sprintf("%d untimed", untimed)
	}
	if len(a.memory.Of(true)) == 0 {
		out = append(out, a.claim("memory.figures-shape", Gap, append(ids(f.all...), a.methods), fmt.Sprintf("Shape undetermined (n=%d, %s): linear and exponential growth cannot be told apart.", len(f.all), timing), quantity("n", float64(len(f.all)), "")))
	}
	if low, high, cites, ok := f.rates(); ok {
		out = append(out, a.claim("memory.rate", Computation, cites,
			fmt.Sprintf("Mean growth between %.1f and %.1f MB/s, depending on the figure it started from and the time it took; the figures have no times.", low/1e6, high/1e6),
			quantity("rate", (low+high)/2, "bytes/s").between(low, high)))
	}
	return out
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
