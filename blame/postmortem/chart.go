package postmortem

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/growlint/growlint/blame/evidence"
)

// A Chart is memory over time with what happened meanwhile. It says what is drawn, not how: report draws it as
// characters, as SVG, or as the numbers themselves.
type Chart struct {
	Title string    `json:"title"`
	Unit  string    `json:"unit"` // of the values: bytes
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Top   float64   `json:"top"`             // the largest value, the limit among them
	Limit float64   `json:"limit,omitempty"` // 0 where unknown
	Lines []Line    `json:"lines"`
	Marks []Mark    `json:"marks"`
	Note  string    `json:"note,omitempty"` // what was done to the samples, and what was left out
	Cites []string  `json:"cites"`
}

// A Line is the memory of one life.
type Line struct {
	Label    string   `json:"label"` // the pod or process, where the series names one
	Deployed bool     `json:"deployed"`
	Points   []Point  `json:"points"`
	Cites    []string `json:"cites"`
}

// A Point of a Line.
type Point struct {
	At    time.Time `json:"at"`
	Value float64   `json:"value"`
}

// A Mark is something that happened at one time. Marks outside of the chart's span are drawn at its edge.
type Mark struct {
	At    time.Time `json:"at"`
	Kind  EventKind `json:"kind"`
	Label string    `json:"label"`
	Cites []string  `json:"cites"`
}

// The bounds of a chart: more would be drawn over one another.
const (
	chartPoints = 240 // columns of time, each of which keeps its highest sample a life
	chartLines  = 60
	chartMarks  = 24
)

// chart describes memory over the whole series. It must not be called without lives.
func (a *author) chart() *Chart {
	lives := a.report.Memory.Lives
	c := &Chart{
		Title: "Memory (" + named(a.memory.Measure) + ")", Unit: "bytes", From: lives[0].From, To: lives[0].To, Limit: a.memory.Limit,
		Lines: []Line{}, Marks: []Mark{}, Cites: append(a.memory.Cites(), a.memory.LimitCites...),
	}
	for _, l := range lives {
		if l.To.After(c.To) {
			c.To = l.To
		}
	}
	c.To = a.lastEvent(c.From, c.To)
	c.Top = math.Max(c.Limit, 1)
	for _, l := range lives[:min(len(lives), chartLines)] {
		line := Line{Label: podOf(l.Labels), Deployed: l.Deployed, Points: highest(l.Samples, c.From, c.To), Cites: l.Cites}
		for _, p := range line.Points {
			c.Top = math.Max(c.Top, p.Value)
		}
		c.Lines = append(c.Lines, line)
	}
	c.Note = fmt.Sprintf("Drawn: the highest sample of each of %d equal spans of time", chartPoints)
	if n := len(lives) - chartLines; n > 0 {
		c.Note += fmt.Sprintf("; %s left out", plural(n, "later life", "later lives"))
	}
	if n := a.mark(c); n > 0 {
		c.Note += fmt.Sprintf("; %s not marked, they are in the timeline", plural(n, "event", "events"))
	}
	c.Note += "."
	return c
}

// chartMargin is the share of its span by which a chart reaches on, so that the event that ended the series is on it.
const chartMargin = 0.1

// lastEvent is the last event shortly after the series, or the series' end.
func (a *author) lastEvent(from, to time.Time) time.Time {
	bound := to.Add(time.Duration(chartMargin * float64(to.Sub(from))))
	for _, e := range a.report.Timeline {
		if e.At.After(to) && e.At.Before(bound) {
			to = e.At
		}
	}
	return to
}

// mark puts what the timeline knows onto the chart, and the restarts that only the series shows. It returns how many
// events had no place.
func (a *author) mark(c *Chart) (left int) {
	var marks []Mark
	logged := map[time.Time]bool{}
	for _, e := range a.report.Timeline {
		switch e.Kind {
		case DeploymentEvent, CommitEvent, AlertEvent, FailureEvent, EndEvent, StartEvent:
			marks = append(marks, Mark{At: e.At, Kind: e.Kind, Label: e.What, Cites: e.Cites})
			logged[e.At.Truncate(time.Minute)] = true
		}
	}
	first := map[string]bool{} // series whose first life was seen: that one began before
	for _, l := range a.report.Memory.Lives {
		near, again := l.From.Truncate(time.Minute), first[l.Cites[0]]
		first[l.Cites[0]] = true
		if again && !logged[near] && !logged[near.Add(-time.Minute)] {
			marks = append(marks, Mark{At: l.From, Kind: StartEvent, Label: "memory starts anew: another process", Cites: l.Cites})
		}
	}
	slices.SortStableFunc(marks, func(x, y Mark) int { return x.At.Compare(y.At) })
	left = max(0, len(marks)-chartMarks)
	c.Marks = append(c.Marks, marks[:len(marks)-left]...)
	return left
}

// podOf names whose memory a series is; "" where its labels do not tell.
func podOf(labels map[string]string) string {
	for _, key := range []string{"pod", "instance", "container", "process", "pid"} {
		if v := labels[key]; v != "" {
			return evidence.Redact(v)
		}
	}
	return ""
}

// highest keeps the highest sample of each column of the chart, and both ends of the life.
func highest(samples []evidence.Sample, from, to time.Time) []Point {
	span := math.Max(to.Sub(from).Seconds(), 1)
	column := func(t time.Time) int { return int(t.Sub(from).Seconds() / span * chartPoints) }
	out := []Point{}
	last := -1
	for i, s := range samples {
		p := Point{At: s.At, Value: s.Value}
		switch col := column(s.At); {
		case i == 0, i == len(samples)-1, col != last, len(out) == 1:
			out, last = append(out, p), col
		case p.Value > out[len(out)-1].Value:
			out[len(out)-1] = p
		}
	}
	return out
}
