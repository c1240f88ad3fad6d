package postmortem

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/evidence"
	"github.com/growlint/growlint/blame/history"
	"github.com/growlint/growlint/blame/pattern"
)

// A silenced warning is a comment by which somebody told a linter to be quiet about growth, or about a line at which
// growlint finds growth. It is often the first trace of a leak, and never more than a trace.
type silenced struct {
	path    string
	line    int
	text    string // the comment
	about   string // what it silences, as far as that is known
	finding string // the symbol of a finding on that line
	cite    string
}

// quiet are the comments by which linters of Python are silenced.
var quiet = pattern.New(`#\s*(noqa\b.*|pylint:\s*disable=.*|type:\s*ignore\[method-cache.*|ruff:\s*noqa.*|nosec\b.*)`)

// growthCodes are rules of other linters that speak of what lives too long.
var growthCodes = []struct {
	pattern *pattern.Pattern
	about   string
}{
	{pattern.New(`\bB019\b|\bW1518\b|method-cache-max-size-none|\bW1517\b|cache-max-size-none`), "a cache on a method that keeps every instance alive"},
	{pattern.New(`\bB006\b|\bW0102\b|dangerous-default-value`), "a mutable default argument, which lives as long as the function"},
	{pattern.New(`\bRUF012\b`), "a mutable attribute of a class, which lives as long as the class"},
	{pattern.New(`\bPLW060[23]\b|\bW060[234]\b|global-statement`), "a write to a global"},
	{pattern.New(`\bRUF006\b`), "a task that nobody keeps or awaits"},
}

// mostSilenced bounds the list: a large service has hundreds of such comments on mutable class attributes.
const mostSilenced = 20

// findSilenced looks for such comments in the Python files of the service as deployed, and at the lines of the findings.
func (c *code) findSilenced(ctx context.Context, bk *book, repo Repository, files []history.File, servicePaths []string) error {
	looked := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Path, ".py") || !inService(f.Path, servicePaths) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := repo.Read(f.Blob)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		looked++
		c.silenced = append(c.silenced, silencedIn(f.Path, string(data), c.findings)...)
	}
	slices.SortStableFunc(c.silenced, func(a, b silenced) int { // those at a finding first
		return strings.Compare(b.finding, a.finding)
	})
	where := fmt.Sprintf("%s at %s", plural(looked, "Python file", "Python files"), short(c.deployed.Commit))
	for i := range c.silenced {
		s := &c.silenced[i]
		if i < mostSilenced {
			s.cite = bk.add("C", Proof{What: "suppression", Text: s.text, Path: s.path, Line: s.line, Look: where})
		}
	}
	if len(c.silenced) == 0 {
		c.silencedNone = bk.add("N", Proof{What: "search", Text: "no comment that silences a warning about growth", Look: where + ": noqa and pylint comments with codes about caches, mutable defaults, globals and tasks, and any at the line of a finding"})
	}
	return nil
}

func silencedIn(name, text string, findings []finding.Finding) []silenced {
	if !strings.Contains(text, "noqa") && !strings.Contains(text, "pylint") && !strings.Contains(text, "nosec") && !strings.Contains(text, "type:") {
		return nil
	}
	var out []silenced
	for i, line := range strings.Split(text, "\n") {
		comment := quiet.FindString(line)
		if comment == "" {
			continue
		}
		s := silenced{path: name, line: i + 1, text: evidence.Redact(strings.TrimSpace(comment)), finding: findingAt(findings, name, i+1)}
		for _, g := range growthCodes {
			if g.pattern.MatchString(comment) {
				s.about = g.about
			}
		}
		if s.about != "" || s.finding != "" {
			out = append(out, s)
		}
	}
	return out
}

// findingAt names what grows at a line: a finding whose holder, growth or eviction stands there.
func findingAt(findings []finding.Finding, name string, line int) string {
	for _, f := range findings {
		at := f.Holder.Path == name && f.Holder.Line == line
		for _, g := range f.Growth {
			at = at || g.Path == name && g.Line == line
		}
		for _, e := range f.Evictions {
			at = at || e.Path == name && e.Line == line
		}
		if at {
			return f.Symbol
		}
	}
	return ""
}

// suppressionClaims are what was silenced: findings of growlint with the reason somebody gave, and other linters' warnings.
func (a *author) suppressionClaims() []Claim {
	var out []Claim
	for i, f := range a.code.candidates {
		if s := f.Finding.Suppressed; s != nil {
			out = append(out, a.claim(fmt.Sprintf("change.suppressed-%d", i), Observation, []string{f.Cite},
				fmt.Sprintf("Suppressed: %s at %s:%d, by a comment at %s:%d that says %q. It is weighed like a note, because somebody judged it harmless; this incident is a reason to judge again.", f.Finding.Symbol, f.Finding.Path, f.Finding.Line, s.Path, s.Line, s.Reason)))
		}
	}
	for i, s := range a.code.silenced {
		if s.cite == "" {
			break
		}
		text := fmt.Sprintf("Silenced at %s:%d: %s", s.path, s.line, s.text)
		if s.about != "" {
			text += ", which speaks of " + s.about
		}
		if s.finding != "" {
			text += "; growlint finds " + s.finding + " there"
		}
		out = append(out, a.claim(fmt.Sprintf("change.silenced-%d", i), Observation, []string{s.cite}, text+"."))
	}
	if n := len(a.code.silenced) - mostSilenced; n > 0 {
		last := a.code.silenced[mostSilenced-1]
		out = append(out, a.claim("change.silenced-more", Gap, []string{last.cite}, fmt.Sprintf("%s more of the kind are not listed.", plural(n, "comment", "comments"))))
	}
	if a.code.silencedNone != "" && len(out) == 0 {
		out = append(out, a.claim("change.silenced", Observation, []string{a.code.silencedNone}, "Nothing about growth was silenced: no suppressed finding, no noqa or pylint comment about what lives too long."))
	}
	return out
}
