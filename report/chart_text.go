package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/growlint/growlint/blame/postmortem"
)

// The size of a chart in characters.
const (
	chartWidth  = 72
	chartHeight = 12
)

// chartText draws a chart in characters: the highest value of each column, - the limit, | a roll-out, ^ the start of a life.
func chartText(c *postmortem.Chart) string {
	span := math.Max(c.To.Sub(c.From).Seconds(), 1)
	column := func(t time.Time) int {
		return min(max(int(t.Sub(c.From).Seconds()/span*chartWidth), 0), chartWidth-1)
	}
	row := func(v float64) int {
		return chartHeight - 1 - int(math.Max(0, math.Min(v/c.Top*chartHeight, chartHeight-1)))
	}
	grid := blank()
	if c.Limit > 0 {
		fill(grid[row(c.Limit)], '-')
	}
	for _, m := range c.Marks {
		if m.Kind == postmortem.DeploymentEvent && !m.At.Before(c.From) && !m.At.After(c.To) {
			for y := range grid {
				grid[y][column(m.At)] = '|'
			}
		}
	}
	starts := []rune(strings.Repeat(" ", chartWidth))
	for _, l := range c.Lines {
		for i, p := range l.Points {
			if i == 0 {
				starts[column(p.At)] = '^'
			}
			grid[row(p.Value)][column(p.At)] = '*'
		}
	}
	return labelled(c, grid, starts)
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

func labelled(c *postmortem.Chart, grid [][]rune, starts []rune) string {
	var b strings.Builder
	for y, line := range grid {
		label := ""
		if y == 0 {
			label = postmortem.Size(c.Top)
		}
		if y == chartHeight-1 {
			label = "0 MB"
		}
		fmt.Fprintf(&b, "%9s %s\n", label, strings.TrimRight(string(line), " "))
	}
	fmt.Fprintf(&b, "%9s %s\n", "", strings.TrimRight(string(starts), " "))
	fmt.Fprintf(&b, "%9s %-*s%s\n", "", chartWidth-len(clock(c.To)), clock(c.From), clock(c.To))
	legend := "* memory   | roll-out   ^ start of a life"
	if c.Limit > 0 {
		legend += "   - limit"
	}
	fmt.Fprintf(&b, "%9s %s\n", "", legend)
	return b.String()
}

func clock(t time.Time) string { return t.UTC().Format(time.RFC3339) }
