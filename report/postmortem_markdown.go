package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/growlint/growlint/blame/postmortem"
)

// PostmortemMarkdown writes a post-mortem as GitHub-flavoured Markdown. Sections restricts it to some, by key; none means all.
// Everything in it passes through Markdown, MarkdownCode or MarkdownBlock. Errors: an unknown section key, and those of w.
func PostmortemMarkdown(w io.Writer, r *postmortem.Report, sections []string) error {
	if err := CheckSections(r, sections); err != nil {
		return err
	}
	var b strings.Builder
	if len(sections) == 0 {
		title := "# Incident Post-Mortem: " + Markdown(r.ID)
		fmt.Fprintf(&b, "%s\n\n", title)
		if r.Title != "" {
			fmt.Fprintf(&b, "%s\n\n", Markdown(r.Title))
		}
		fmt.Fprintf(&b, "Service %s, environment %s. Every statement cites its evidence: E- facts, C- findings and proofs, N- searches that found nothing, M- methods; see the appendix.\n\n", Markdown(r.Service), Markdown(orUnknown(r.Environment)))
	}
	under := ""
	for _, s := range r.Sections {
		if len(sections) > 0 && !slices.Contains(sections, s.Key) {
			continue
		}
		level := "##"
		if s.Under != "" {
			if s.Under != under {
				fmt.Fprintf(&b, "## %s\n\n", s.Under)
			}
			level = "###"
		}
		under = s.Under
		fmt.Fprintf(&b, "%s %s\n\n", level, s.Title)
		for _, block := range s.Blocks {
			markdownPart(&b, block)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// CheckSections refuses keys that no section has, and lists those that there are.
func CheckSections(r *postmortem.Report, keys []string) error {
	for _, k := range keys {
		if r.Section(k) == nil {
			return fmt.Errorf("unknown section %q; the sections are %s", k, strings.Join(r.SectionKeys(), ", "))
		}
	}
	return nil
}

func markdownPart(b *strings.Builder, p postmortem.Block) {
	switch {
	case p.Heading == "":
	case p.Level == 3:
		fmt.Fprintf(b, "### %s\n\n", Markdown(p.Heading))
	default:
		fmt.Fprintf(b, "**%s**\n\n", Markdown(p.Heading))
	}
	for i, c := range p.Claims {
		mark := "-"
		if p.Ordered {
			mark = fmt.Sprintf("%d.", i+1)
		}
		fmt.Fprintf(b, "%s %s%s%s\n", mark, kindMark(c.Kind), Markdown(c.Text), markdownCites(c.Cites))
	}
	if len(p.Claims) > 0 {
		b.WriteString("\n")
	}
	if p.Table != nil && len(p.Table.Rows) > 0 {
		markdownTable(b, p.Table)
	}
	if p.Excerpt != nil {
		b.WriteString(MarkdownBlock(p.Excerpt.Info, p.Excerpt.Text))
		fmt.Fprintf(b, "\n%s\n\n", strings.TrimSpace(markdownCites(p.Excerpt.Cites)))
	}
	if c := p.Chart; c != nil {
		b.WriteString(MarkdownBlock("text", chartText(c)))
		fmt.Fprintf(b, "\n%s%s\n\n", Markdown(c.Note), markdownCites(c.Cites))
	}
}

// kindMark makes contradictions stand out; the other kinds say in their words what they are.
func kindMark(k postmortem.Kind) string {
	if k == postmortem.Conflict {
		return "**Conflict:** "
	}
	return ""
}

func markdownCites(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ` \[` + strings.Join(ids, ", ") + `\]`
}

func markdownTable(b *strings.Builder, t *postmortem.Table) {
	cells := make([]string, 0, len(t.Columns)+1)
	for _, c := range t.Columns {
		cells = append(cells, Markdown(c))
	}
	own := t.Columns[0] == "Id" // an index names its ids itself
	if !own {
		cells = append(cells, "Ids")
	}
	fmt.Fprintf(b, "| %s |\n|%s\n", strings.Join(cells, " | "), strings.Repeat("---|", len(cells)))
	for _, r := range t.Rows {
		cells = cells[:0]
		for _, c := range r.Cells {
			cells = append(cells, Markdown(c))
		}
		if !own {
			cells = append(cells, strings.Join(r.Cites, ", "))
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
	}
	b.WriteString("\n")
}
