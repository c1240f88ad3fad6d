package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/growlint/growlint/blame/postmortem"
)

// The measures of a drawing, in the units of its view box.
const (
	drawWidth  = 960.0
	drawLeft   = 70.0
	drawRight  = 14.0
	drawHeight = 250.0 // of the plot; a strip of the timeline has none
	drawAxis   = 26.0  // below the plot
	flagSize   = 17.0  // of a numbered flag, and the distance of their lanes
	mostLanes  = 6
)

// A drawing is a chart with everything at its place, for the template to write as SVG.
type drawing struct {
	Title                    string
	Note                     string
	Width, Height            float64
	Left, Right, Top, Bottom float64
	Values                   []tick // on the vertical axis
	Times                    []tick // on the horizontal axis
	Day                      string // of the times
	Limit                    *tick
	Lines                    []stroke
	Flags                    []flag
}

type tick struct {
	At    float64
	Label string
}

// A stroke is one line, or a dot where a life has one sample.
type stroke struct {
	Path     string
	Title    string
	Deployed bool
}

// A flag marks an event. Its number stands in the key below the drawing.
type flag struct {
	Number int
	Kind   postmortem.EventKind
	X, Y   float64
	Edge   string // "earlier" or "later" where the event lies outside of the drawing
	At     string // RFC 3339
	Clock  string // the same, without the day where it is that of the drawing
	Label  string
	Cites  []cite
	mark   postmortem.Mark
}

// draw puts a chart at its place.
func draw(c *postmortem.Chart) *drawing {
	d := newDrawing(c.Title, c.Note, c.From, c.To, c.Marks, drawHeight)
	top := c.Top * 1.04
	y := func(v float64) float64 { return round(d.Bottom - (d.Bottom-d.Top)*math.Max(0, v)/top) }
	for _, v := range valueTicks(top) {
		d.Values = append(d.Values, tick{y(v), postmortem.Size(v)})
	}
	if c.Limit > 0 {
		d.Limit = &tick{y(c.Limit), "limit " + postmortem.Size(c.Limit)}
	}
	x := scale(c.From, c.To)
	for _, l := range c.Lines {
		var path strings.Builder
		for i, p := range l.Points {
			letter := "L"
			if i == 0 {
				letter = "M"
			}
			fmt.Fprintf(&path, "%s%v %v", letter, x(p.At), y(p.Value))
		}
		if len(l.Points) == 1 {
			path.WriteString("h1.5")
		}
		d.Lines = append(d.Lines, stroke{Path: path.String(), Title: strokeTitle(l), Deployed: l.Deployed})
	}
	return d
}

func strokeTitle(l postmortem.Line) string {
	words := "before the roll-out"
	if l.Deployed {
		words = "deployed version"
	}
	if l.Label != "" {
		words = l.Label + ", " + words
	}
	if n := len(l.Points); n > 0 {
		words += fmt.Sprintf(": %s at %s to %s at %s", postmortem.Size(l.Points[0].Value), clock(l.Points[0].At), postmortem.Size(l.Points[n-1].Value), clock(l.Points[n-1].At))
	}
	return words
}

// strip draws the timeline as an axis with its events; nil where there are fewer than two. Commits are older than the
// incident by days: they stand at its edge.
func strip(r *postmortem.Report) *drawing {
	var from, to time.Time
	var marks []postmortem.Mark
	for _, e := range r.Timeline {
		marks = append(marks, postmortem.Mark{At: e.At, Kind: e.Kind, Label: e.What, Cites: e.Cites})
		if e.Kind == postmortem.CommitEvent {
			continue
		}
		if from.IsZero() || e.At.Before(from) {
			from = e.At
		}
		if e.At.After(to) {
			to = e.At
		}
	}
	if len(marks) < 2 || from.IsZero() || !to.After(from) {
		return nil
	}
	return newDrawing("Timeline", "", from, to, marks[:min(len(marks), mostFlags)], 6)
}

// mostFlags bounds the numbered events of the strip: the table has them all.
const mostFlags = 40

// newDrawing lays out the axis of time and the flags above the plot.
func newDrawing(title, note string, from, to time.Time, marks []postmortem.Mark, height float64) *drawing {
	d := &drawing{Title: title, Note: note, Width: drawWidth, Left: drawLeft, Right: drawWidth - drawRight}
	x := scale(from, to)
	var lanes []float64 // where each ends
	for i, m := range marks {
		f := flag{Number: i + 1, Kind: m.Kind, X: x(m.At), At: clock(m.At), Clock: clock(m.At), Label: m.Label, mark: m}
		if m.At.UTC().Format(time.DateOnly) == from.UTC().Format(time.DateOnly) {
			f.Clock = m.At.UTC().Format(time.TimeOnly)
		}
		if m.At.Before(from) {
			f.Edge = "earlier"
		} else if m.At.After(to) {
			f.Edge = "later"
		}
		lane := 0
		for lane < len(lanes) && f.X < lanes[lane] && lane < mostLanes-1 {
			lane++
		}
		if lane == len(lanes) {
			lanes = append(lanes, 0)
		}
		lanes[lane] = f.X + flagSize
		f.Y = float64(lane)
		d.Flags = append(d.Flags, f)
	}
	d.Top = 4 + flagSize*float64(len(lanes)) + 4
	for i := range d.Flags {
		d.Flags[i].Y = round(d.Top - 4 - flagSize*(d.Flags[i].Y+.5))
	}
	d.Bottom = d.Top + height
	d.Height = d.Bottom + drawAxis
	d.Times, d.Day = timeTicks(from, to, x)
	return d
}

// scale maps time to the horizontal axis; what lies outside comes to the edge.
func scale(from, to time.Time) func(time.Time) float64 {
	span := math.Max(to.Sub(from).Seconds(), 1)
	return func(t time.Time) float64 {
		share := math.Min(math.Max(t.Sub(from).Seconds()/span, 0), 1)
		return round(drawLeft + share*(drawWidth-drawLeft-drawRight))
	}
}

// valueTicks are round values from zero to top: 1, 2 or 5 times a power of ten apart, five or fewer.
func valueTicks(top float64) []float64 {
	unit := math.Pow(10, math.Floor(math.Log10(top)))
	step := unit
	for _, s := range []float64{unit / 5, unit / 2, unit, 2 * unit, 5 * unit} {
		step = s
		if top/s <= 5 {
			break
		}
	}
	var out []float64
	for i := 0; float64(i)*step <= top; i++ {
		out = append(out, float64(i)*step)
	}
	return out
}

// steps between ticks of time.
var steps = []time.Duration{
	time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	24 * time.Hour, 2 * 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour, 365 * 24 * time.Hour,
}

// timeTicks are round times, nine or fewer, and the day or days that they belong to.
func timeTicks(from, to time.Time, x func(time.Time) float64) (ticks []tick, day string) {
	step := steps[len(steps)-1]
	for _, s := range steps {
		if to.Sub(from) <= 9*s {
			step = s
			break
		}
	}
	layout := "15:04"
	switch {
	case step < time.Minute:
		layout = "15:04:05"
	case step >= 24*time.Hour:
		layout = "01-02"
	case from.UTC().YearDay() != to.UTC().YearDay():
		layout = "01-02 15:04"
	}
	first := from.UTC().Truncate(step)
	for i := range 12 {
		t := first.Add(time.Duration(i) * step)
		if !t.Before(from) && !t.After(to) {
			ticks = append(ticks, tick{x(t), t.Format(layout)})
		}
	}
	day = from.UTC().Format(time.DateOnly)
	if last := to.UTC().Format(time.DateOnly); last != day {
		day += " to " + last
	}
	return ticks, day + ", UTC"
}

// round keeps one decimal: a tenth of a unit is finer than any screen.
func round(v float64) float64 { return math.Round(v*10) / 10 }
