package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page's template and style
	"encoding/base64"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/growlint/growlint/blame/postmortem"
	"github.com/growlint/growlint/blame/verdict"
)

// The page is html/template, which escapes by context, under a policy that allows one style sheet and nothing else: no
// script, no request, no frame. So what a log line says can neither act nor call home, even if an escape were missed.
var (
	//go:embed page/page.css
	pageStyle string
	//go:embed page/page.tmpl
	pageText string

	pageTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageText)) })
)

// PostmortemHTML writes a post-mortem as one self-contained page: no script, no request, light and dark, made to be printed.
// Sections restricts it to some, by key; none means all. Errors: an unknown section key, and those of w.
func PostmortemHTML(w io.Writer, r *postmortem.Report, sections []string) error {
	if err := CheckSections(r, sections); err != nil {
		return err
	}
	p := newPage(r, sections)
	var b bytes.Buffer
	if err := pageTemplate().Execute(&b, p); err != nil {
		return err
	}
	// What reorders or hides text is made visible in the page as a whole: the template itself holds none of it.
	_, err := io.WriteString(w, TerminalLines(b.String()))
	return err
}

// A page is a report, arranged for the template.
type page struct {
	Report *postmortem.Report
	Whole  bool // all sections, with a head and contents
	Groups []group
	Style  template.CSS
	Policy string
}

// A group is the sections under one heading; a section that stands alone is a group without one.
type group struct {
	Title    string
	Sections []section
}

type section struct {
	postmortem.Section
	Level int // of its heading
	Parts []part
}

// A part is a block, or all that is said of one hypothesis, or a drawing.
type part struct {
	postmortem.Block
	Rows       []row // of the block's table
	Index      bool  // the table explains ids, and is what citations jump to
	Cited      []cite
	Said       []claim
	Drawing    *drawing
	Standing   *standing
	Within     []part // of a hypothesis
	HeadLevel  int
	Chronology bool
}

type row struct {
	Anchor string
	Kind   postmortem.EventKind
	Cells  []string
	Cites  []cite
}

type claim struct {
	postmortem.Claim
	Cited []cite
	Bar   *bar
}

// A cite is an id, what it stands for, and whether the page holds the place that it points at.
type cite struct {
	ID, Says string
	Linked   bool
}

// A standing is one hypothesis' bar.
type standing struct {
	Percent int
	Status  verdict.Status
	Class   string
	Open    bool
}

// A bar shows a contribution in decibans, to the right for, to the left against.
type bar struct {
	X, Width float64
	For      bool
}

func newPage(r *postmortem.Report, sections []string) *page {
	sum := sha256.Sum256([]byte(pageStyle))
	p := &page{
		Report: r, Whole: len(sections) == 0, Style: template.CSS(pageStyle), // ours, a constant of this package
		Policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'",
	}
	arrange := &arranger{report: r, says: explained(r), linked: p.Whole || slices.Contains(sections, "appendix")}
	for _, s := range r.Sections {
		if !p.Whole && !slices.Contains(sections, s.Key) {
			continue
		}
		level := 2
		if s.Under != "" {
			level = 3
		}
		if n := len(p.Groups); s.Under == "" || n == 0 || p.Groups[n-1].Title != s.Under {
			p.Groups = append(p.Groups, group{Title: s.Under})
		}
		last := &p.Groups[len(p.Groups)-1]
		last.Sections = append(last.Sections, section{Section: s, Level: level, Parts: arrange.parts(s, level+1)})
	}
	return p
}

// explained is what each id stands for, in few words: a reader sees it before jumping.
func explained(r *postmortem.Report) map[string]string {
	out := map[string]string{}
	for _, f := range r.Evidence {
		out[f.ID] = clip(f.Path+": "+f.Text, 160)
	}
	for _, p := range r.Proofs {
		out[p.ID] = clip(p.What+": "+p.Text, 160)
	}
	return out
}

// An arranger turns blocks into parts.
type arranger struct {
	report *postmortem.Report
	says   map[string]string
	linked bool
}

// parts gathers what is said of each hypothesis under its heading, and leaves everything else as it comes.
func (a *arranger) parts(s postmortem.Section, level int) []part {
	var out []part
	if s.Key == "timeline" {
		if d := strip(a.report); d != nil {
			out = append(out, part{Drawing: a.keyed(d)})
		}
	}
	var hypothesis *part
	for _, b := range s.Blocks {
		next := a.part(b, level)
		next.Chronology = s.Key == "timeline" && b.Table != nil
		switch {
		case b.Hypothesis != "":
			next.Standing = a.standing(b.Hypothesis)
			out = append(out, next)
			hypothesis = &out[len(out)-1]
		case b.Level == 3:
			hypothesis = nil
			out = append(out, next)
		case hypothesis != nil:
			hypothesis.Within = append(hypothesis.Within, a.contributions(next, hypothesis.Hypothesis))
		default:
			out = append(out, next)
		}
	}
	return out
}

func (a *arranger) part(b postmortem.Block, level int) part {
	p := part{Block: b, HeadLevel: level}
	for _, c := range b.Claims {
		p.Said = append(p.Said, claim{Claim: c, Cited: a.cites(c.Cites)})
	}
	if b.Table != nil {
		p.Index = b.Table.Columns[0] == "Id"
		for _, r := range b.Table.Rows {
			view := row{Kind: r.Kind, Cells: r.Cells, Cites: a.cites(r.Cites)}
			if p.Index {
				view.Anchor = r.Cells[0]
			}
			p.Rows = append(p.Rows, view)
		}
	}
	if b.Excerpt != nil {
		p.Cited = a.cites(b.Excerpt.Cites)
	}
	if b.Chart != nil {
		p.Cited, p.Drawing = a.cites(b.Chart.Cites), a.keyed(draw(b.Chart))
	}
	return p
}

func (a *arranger) cites(ids []string) []cite {
	var out []cite
	for _, id := range ids {
		out = append(out, cite{ID: id, Says: a.says[id], Linked: a.linked})
	}
	return out
}

// keyed gives the marks of a drawing their citations.
func (a *arranger) keyed(d *drawing) *drawing {
	for i := range d.Flags {
		d.Flags[i].Cites = a.cites(d.Flags[i].mark.Cites)
	}
	return d
}

func (a *arranger) standing(id string) *standing {
	s := a.report.Verdict.Standing(id)
	if s == nil {
		return nil
	}
	return &standing{Percent: s.Percent, Status: s.Status, Class: strings.ToLower(strings.ReplaceAll(string(s.Status), " ", "-")), Open: id == a.report.Leader}
}

// The half width of a bar, and the decibans that fill it: a mark of -- is -7 dB.
const (
	barHalf  = 48
	barRange = 7
)

// contributions draws the bars of what counts for a hypothesis; what a stronger check of the same group outweighs, and what
// says nothing either way, has an empty one.
func (a *arranger) contributions(p part, hypothesis string) part {
	s := a.report.Verdict.Standing(hypothesis)
	for i := range p.Said {
		for _, c := range s.Contributions {
			if p.Said[i].Key != "hypotheses."+hypothesis+"."+c.Check {
				continue
			}
			p.Said[i].Bar = &bar{X: barHalf, For: c.DB > 0}
			if c.Counted {
				p.Said[i].Bar.reach(c.DB)
			}
		}
	}
	return p
}

// reach draws a bar from the middle.
func (b *bar) reach(db float64) {
	b.Width = round(min(math.Abs(db)/barRange, 1) * barHalf)
	if !b.For {
		b.X = barHalf - b.Width
	}
}
