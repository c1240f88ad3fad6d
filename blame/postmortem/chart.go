package postmortem

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// The size of the chart in characters.
const (
	chartWidth  = 72
	chartHeight = 12
)

// chart draws memory over time in characters: highest value of each column, L the limit, | the roll-out, ^ the start of
// a life.
func (a *author) chart() string {
	lives := a.report.Memory.Lives
	from, to := lives[0].From, lives[0].To
	top := math.Max(a.memory.Limit, 1)
	for _, l := range lives {
		if l.To.After(to) {
			to = l.To
		}
		for _, s := range l.Samples {
			top = math.Max(top, s.Value)
		}
	}
	span := math.Max(to.Sub(from).Seconds(), 1)
	column := func(t time.Time) int {
		return min(max(int(t.Sub(from).Seconds()/span*chartWidth), 0), chartWidth-1)
	}
	row := func(v float64) int {
		return chartHeight - 1 - int(math.Max(0, math.Min(v/top*chartHeight, chartHeight-1)))
	}
	grid := blank()
	if a.memory.Limit > 0 {
		fill(grid[row(a.memory.Limit)], '-')
	}
	if r := a.moments.RollOut; r != nil && !r.At.Before(from) && !r.At.After(to) {
		for y := range grid {
			grid[y][column(r.At)] = '|'
		}
	}
	marks := []rune(strings.Repeat(" ", chartWidth))
	for _, l := range lives {
		marks[column(l.From)] = '^'
		for _, s := range l.Samples {
			grid[row(s.Value)][column(s.At)] = '*'
		}
	}
	return labelled(grid, marks, top, from, to, a.memory.Limit > 0)
}

func blank() [][]rune {
	grid := make([][]rune, chartHeight)
	for i := range grid {
		grid[i] = []rune(strings.Repeat(" ", chartWidth))
	}
	return grid
}

func fill(line []rune, r rune) {
	for i := range line {
		line[i] = r
	}
}

func labelled(grid [][]rune, marks []rune, top float64, from, to time.Time, limit bool) string {
	var b strings.Builder
	for y, line := range grid {
		label := ""
		if y == 0 {
			label = megabytes(top)
		}
		if y == chartHeight-1 {
			label = "0 MB"
		}
		fmt.Fprintf(&b, "%9s %s\n", label, strings.TrimRight(string(line), " "))
	}
	fmt.Fprintf(&b, "%9s %s\n", "", strings.TrimRight(string(marks), " "))
	fmt.Fprintf(&b, "%9s %-*s%s\n", "", chartWidth-len(stamp(to)), stamp(from), stamp(to))
	legend := "* memory   | roll-out   ^ start of a life"
	if limit {
		legend += "   - limit"
	}
	fmt.Fprintf(&b, "%9s %s\n", "", legend)
	return b.String()
}
