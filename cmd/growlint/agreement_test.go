package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"github.com/growlint/growlint/blame/postmortem"
)

// A statement is what one claim, row, excerpt or chart of a post-mortem says, whatever format says it.
type statement struct {
	Section, Sort, Text string
	Cites               string
}

// The three formats are read each in its own way, the Markdown as GitHub would show it, and must say the same: every
// claim, every row, every quotation and the citations of each, in the same order.
func TestTheFormatsAgree(t *testing.T) {
	for name, bundle := range map[string]string{"demo": writeDemo(t).Bundle, "inc-123": filepath.Join(incidents, "inc-123/bundle")} {
		for _, sections := range [][]string{nil, {"root-cause", "prevention-gaps"}, {"hypotheses"}, {"timeline", "memory", "appendix"}} {
			t.Run(name+" "+strings.Join(sections, ","), func(t *testing.T) {
				args := []string{bundle}
				if sections != nil {
					args = append(args, "--sections", strings.Join(sections, ","))
				}
				fromJSON, titles := statementsOfJSON(t, mustIncident(t, append(args, "--format", "json")...))
				fromHTML := statementsOfHTML(t, mustIncident(t, append(args, "--format", "html")...))
				fromMarkdown := statementsOfMarkdown(t, mustIncident(t, append(args, "--format", "markdown")...), titles)
				if len(fromJSON) < 10 {
					t.Fatalf("only %d statements", len(fromJSON))
				}
				if diff := cmp.Diff(fromJSON, fromHTML); diff != "" {
					t.Errorf("HTML says otherwise (-JSON +HTML):\n%s", diff)
				}
				if diff := cmp.Diff(fromJSON, fromMarkdown); diff != "" {
					t.Errorf("Markdown says otherwise (-JSON +Markdown):\n%s", diff)
				}
				if sections != nil {
					checkOnly(t, fromJSON, sections)
				}
			})
		}
	}
}

// The bars of the page show the shares and the statuses of the weighing.
func TestTheBarsShowTheShares(t *testing.T) {
	bundle := filepath.Join(incidents, "inc-123/bundle")
	var r postmortem.Report
	if err := json.Unmarshal([]byte(mustIncident(t, bundle, "--format", "json")), &r); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(mustIncident(t, bundle, "--format", "html")))
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for n := range doc.Descendants() {
		id := attr(n, "data-hypothesis")
		if id == "" {
			continue
		}
		shown++
		s := r.Verdict.Standing(id)
		want := fmt.Sprintf("%d %% %s", s.Percent, s.Status)
		for d := range n.Descendants() {
			if attr(d, "class") == "share" && flat(textOf(d)) != want {
				t.Errorf("%s: the bar says %q, the weighing %q", id, flat(textOf(d)), want)
			}
			if attr(d, "class") == "fill" && attr(d, "width") != fmt.Sprint(s.Percent) {
				t.Errorf("%s: the bar is %s wide, want %d", id, attr(d, "width"), s.Percent)
			}
		}
	}
	if shown != len(r.Verdict.Standings) {
		t.Errorf("%d bars for %d hypotheses", shown, len(r.Verdict.Standings))
	}
}

// checkOnly asks for every chosen section, and for nothing of another.
func checkOnly(t *testing.T, all []statement, sections []string) {
	t.Helper()
	for _, key := range sections {
		if !slices.ContainsFunc(all, func(s statement) bool { return s.Section == key }) {
			t.Errorf("nothing of section %s", key)
		}
	}
	for _, s := range all {
		if !slices.Contains(sections, s.Section) {
			t.Errorf("section %s was not asked for", s.Section)
		}
	}
}

// statementsOfJSON also returns the keys of the sections by their titles.
func statementsOfJSON(t *testing.T, out string) (all []statement, keys map[string]string) {
	t.Helper()
	var r postmortem.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	keys = map[string]string{}
	for _, s := range r.Sections {
		keys[s.Title] = s.Key
		for _, b := range s.Blocks {
			all = append(all, statementsOfBlock(s.Key, b)...)
		}
	}
	return all, keys
}

func statementsOfBlock(section string, b postmortem.Block) (all []statement) {
	add := func(sort, text string, cites []string) {
		all = append(all, statement{section, sort, flat(text), strings.Join(cites, " ")})
	}
	if b.Heading != "" {
		add("heading", b.Heading, nil)
	}
	if b.Chart != nil {
		add("chart", b.Chart.Note, b.Chart.Cites)
	}
	for _, c := range b.Claims {
		text := c.Text
		if c.Kind == postmortem.Conflict {
			text = "Conflict: " + text
		}
		add("claim", text, c.Cites)
	}
	if b.Table != nil && len(b.Table.Rows) > 0 {
		add("columns", strings.Join(b.Table.Columns, " | "), nil)
		for _, r := range b.Table.Rows {
			add("row", strings.Join(r.Cells, " | "), r.Cites)
		}
	}
	if b.Excerpt != nil {
		add("excerpt", b.Excerpt.Text, b.Excerpt.Cites)
	}
	return all
}

// flat is text as it reads: white space is a space.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// A reading walks a document in the order of reading.
type reading struct {
	all     []statement
	section string
}

func (r *reading) add(sort, text, cites string) {
	r.all = append(r.all, statement{r.section, sort, flat(text), cites})
}

// cite gives the statement before it the citations that stand below it.
func (r *reading) cite(ids string) {
	if n := len(r.all); n > 0 {
		r.all[n-1].Cites = ids
	}
}

func statementsOfHTML(t *testing.T, out string) []statement {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	var r reading
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		class := attr(n, "class")
		switch {
		case attr(n, "data-section") != "":
			r.section = attr(n, "data-section")
		case (n.Data == "h4" || n.Data == "h3") && class != "name":
			r.add("heading", textOf(n), "")
		case strings.HasPrefix(class, "claim "):
			text := textOf(n)
			ids := citesIn(n)
			r.add("claim", strings.TrimSuffix(strings.TrimSpace(flat(text)), ids), ids)
		case n.Data == "thead":
			r.add("columns", cells(n, "th", "Ids"), "")
		case n.Data == "tr" && n.Parent.Data == "tbody":
			ids := citesIn(n)
			if id := attr(n, "id"); id != "" {
				ids = id
			}
			r.add("row", cells(n, "td", ids), ids)
		case n.Data == "pre":
			r.add("excerpt", textOf(n), "")
		case n.Data == "p" && n.Parent.Data == "figcaption" && strings.Contains(textOf(n), "Drawn:"):
			_, note, _ := strings.Cut(textOf(n), "Drawn:")
			r.add("chart", "Drawn:"+note, "")
		case class == "source":
			r.cite(citesIn(n))
		}
	}
	return r.all
}

// cells joins the cells of a row; the last one is left out where it holds the citations.
func cells(row *html.Node, element, ids string) string {
	var out []string
	for n := range row.Descendants() {
		if n.Type == html.ElementNode && n.Data == element {
			out = append(out, flat(textOf(n)))
		}
	}
	if n := len(out); n > 1 && out[n-1] == ids {
		out = out[:n-1]
	}
	return strings.Join(out, " | ")
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "title" {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func citesIn(n *html.Node) string {
	var out []string
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.Data == "a" || d.Data == "abbr") {
			out = append(out, textOf(d))
		}
	}
	return strings.Join(out, " ")
}

// bracketed are the citations at the end of a line of Markdown.
var bracketed = regexp.MustCompile(`\s*\[((?:[ECNM]-\d+(?:, )?)+)\]$`)

func statementsOfMarkdown(t *testing.T, out string, keys map[string]string) []statement {
	t.Helper()
	var page bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(out), &page); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	r := reading{}
	index := false
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		text := flat(textOf(n))
		switch n.Data {
		case "h2", "h3":
			if key, ok := keys[text]; ok {
				r.section = key
			} else if n.Data == "h3" {
				r.add("heading", text, "")
			}
		case "li":
			said, ids := split(text)
			r.add("claim", said, ids)
		case "p":
			r.paragraph(n, text)
		case "thead":
			head := cells(n, "th", "Ids")
			index = strings.HasPrefix(head, "Id |")
			r.add("columns", head, "")
		case "tr":
			if n.Parent.Data == "tbody" {
				r.row(n, index)
			}
		case "pre":
			if info := attr(n.FirstChild, "class"); info != "language-text" { // that is the chart
				r.add("excerpt", textOf(n), "")
			}
		}
	}
	return r.all
}

// split parts a claim from its citations.
func split(text string) (said, ids string) {
	m := bracketed.FindStringSubmatch(text)
	if m == nil {
		return text, ""
	}
	return strings.TrimSuffix(text, m[0]), strings.ReplaceAll(m[1], ",", "")
}

func (r *reading) paragraph(n *html.Node, text string) {
	switch said, ids := split(text); {
	case r.section == "" || n.Parent.Data == "li":
	case n.FirstChild.Type == html.ElementNode && n.FirstChild.Data == "strong":
		r.add("heading", text, "")
	case said == "":
		r.cite(ids)
	case strings.HasPrefix(said, "Drawn:"):
		r.add("chart", said, ids)
	}
}

func (r *reading) row(n *html.Node, index bool) {
	all := strings.Split(cells(n, "td", ""), " | ")
	if index {
		r.add("row", strings.Join(all, " | "), all[0])
		return
	}
	last := len(all) - 1
	r.add("row", strings.Join(all[:last], " | "), strings.ReplaceAll(all[last], ",", ""))
}
