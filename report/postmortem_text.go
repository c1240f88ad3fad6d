package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/growlint/growlint/blame/postmortem"
)

// The width of the text on a terminal, and what a column of a table is not made narrower than (characters).
const (
	textWidth = 100
	narrowest = 14
)

// PostmortemText writes sections of a post-mortem for a terminal: the same content as Markdown, wrapped. Everything passes through
// Terminal. Errors: an unknown section key, and those of w.
func PostmortemText(w io.Writer, r *postmortem.Report, sections []string) error {
	if err := CheckSections(r, sections); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Incident Post-Mortem: %s\n", Terminal(r.ID))
	for _, s := range r.Sections {
		if len(sections) > 0 && !slices.Contains(sections, s.Key) {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n%s\n", s.Title, strings.Repeat("=", utf8.RuneCountInString(s.Title)))
		for _, p := range s.Blocks {
			textPart(&b, p)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func textPart(b *strings.Builder, p postmortem.Block) {
	if p.Heading == "" && len(p.Claims) == 0 && p.Table == nil && p.Excerpt == nil && p.Chart == nil {
		return
	}
	b.WriteString("\n")
	if p.Heading != "" {
		fmt.Fprintf(b, "%s\n", Terminal(p.Heading))
	}
	for i, c := range p.Claims {
		mark := "- "
		if p.Ordered {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		text := c.Text
		if c.Kind == postmortem.Conflict {
			text = "Conflict: " + text
		}
		if len(c.Cites) > 0 {
			text += " [" + strings.Join(c.Cites, ", ") + "]"
		}
		fmt.Fprintf(b, "%s%s\n", mark, wrap(Terminal(text), textWidth, strings.Repeat(" ", len(mark))))
	}
	if p.Table != nil {
		textTable(b, p.Table)
	}
	if p.Excerpt != nil {
		b.WriteString(strings.TrimRight(TerminalLines(p.Excerpt.Text), "\n") + "\n")
	}
	if p.Chart != nil {
		b.WriteString(TerminalLines(chartText(p.Chart)))
	}
}

// wrap breaks s at spaces; lines after the first begin with indent.
func wrap(s string, width int, indent string) string {
	var b strings.Builder
	column := len(indent)
	for i, word := range strings.Fields(s) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+n > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteString(" ")
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

// textTable aligns columns, and breaks cells that are too wide for their column into lines.
func textTable(b *strings.Builder, t *postmortem.Table) {
	rows := [][]string{t.Columns}
	for _, r := range t.Rows {
		rows = append(rows, r.Cells)
	}
	widths := columnWidths(rows)
	for y, row := range rows {
		var cells [][]string
		height := 1
		for x, cell := range row {
			lines := strings.Split(wrap(Terminal(cell), widths[x], ""), "\n")
			cells, height = append(cells, lines), max(height, len(lines))
		}
		for i := range height {
			var line strings.Builder
			for x, lines := range cells {
				text := ""
				if i < len(lines) {
					text = lines[i]
				}
				line.WriteString(text + strings.Repeat(" ", max(0, widths[x]-utf8.RuneCountInString(text))+2))
			}
			b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		}
		if y == 0 {
			total := -2
			for _, w := range widths {
				total += w + 2
			}
			b.WriteString(strings.Repeat("-", total) + "\n")
		}
	}
}

// columnWidths gives every column what its widest cell needs, and takes from the widest until all fit side by side.
func columnWidths(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for x, cell := range row {
			widths[x] = max(widths[x], utf8.RuneCountInString(Terminal(cell)))
		}
	}
	for {
		total, widest := -2, 0
		for x, w := range widths {
			total += w + 2
			if w > widths[widest] {
				widest = x
			}
		}
		if total <= textWidth || widths[widest] <= narrowest {
			return widths
		}
		widths[widest]--
	}
}

func clip(s string, width int) string {
	runes := []rune(s)
	if len(runes) <= width {
		return s
	}
	return string(runes[:width-1]) + "…"
}
