package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/growlint/growlint/analyzers/finding"
)

// FindingsText writes findings for a reader: the source line with a caret, then why it is a finding, then the counts.
func FindingsText(w io.Writer, r Findings, floor finding.Level, explain bool) {
	shown := 0
	for _, same := range bySameLine(r.Findings, floor) {
		FindingText(w, same[0], explain)
		shown += len(same)
		if more := same[1:]; len(more) > 0 {
			fmt.Fprintf(w, "  and      %s, which the same line fills: %s\n\n", plural(len(more), "more finding"), Terminal(symbols(more)))
		}
	}
	for _, s := range r.Skipped {
		fmt.Fprintf(w, "skipped: %s: %s\n", place(s.Path, s.Line), Terminal(s.Why))
	}
	summaryText(w, r.Summary, shown, floor)
}

// bySameLine groups the findings that are shown: those of containers of one name that one line fills, such as the lists of the classes that inherit it, are
// told once, where they are of one level and came with one commit.
func bySameLine(fs []finding.Finding, floor finding.Level) [][]finding.Finding {
	type key struct {
		path         string
		line, column int
		name         string
		level        finding.Level
		commit       string
	}
	var out [][]finding.Finding
	at := map[key]int{}
	for _, f := range fs {
		if f.Suppressed != nil || !f.Level.AtLeast(floor) {
			continue
		}
		k := key{f.Path, f.Line, f.Column, f.Symbol[strings.LastIndexByte(f.Symbol, '.')+1:], f.Level, f.Introduced.Commit}
		if i, ok := at[k]; ok {
			out[i] = append(out[i], f)
			continue
		}
		at[k] = len(out)
		out = append(out, []finding.Finding{f})
	}
	return out
}

// maxSymbols bounds the containers that are named where one line fills many; the JSON has all of them.
const maxSymbols = 5

func symbols(fs []finding.Finding) string {
	var names []string
	for i, f := range fs {
		if more := len(fs) - i; i == maxSymbols && more > 1 {
			names = append(names, fmt.Sprintf("%d others", more))
			break
		}
		names = append(names, f.Symbol)
	}
	return strings.Join(names, ", ")
}

// FindingText writes one finding.
func FindingText(w io.Writer, f finding.Finding, explain bool) {
	fmt.Fprintf(w, "%s:%d:%d: %s: %s (%s, confidence %.2f)\n", Terminal(f.Path), f.Line, f.Column, f.Level, Terminal(f.Message), f.Rule, f.Confidence)
	if len(f.Growth) > 0 && f.Growth[0].Text != "" {
		fmt.Fprintf(w, "    %s\n    ^\n", Terminal(f.Growth[0].Text))
	}
	fmt.Fprintf(w, "  holder   %s %s, %s: %s\n", f.Holder.Kind, Terminal(f.Symbol), place(f.Holder.Path, f.Holder.Line), Terminal(f.Holder.Why))
	for i, g := range f.Growth {
		label := "grows"
		if i > 0 {
			label = "     "
		}
		fmt.Fprintf(w, "  %-8s %s in %s, per %s: %s\n", label, place(g.Path, g.Line), Terminal(g.Function), g.Per, Terminal(g.Driver))
	}
	for i, s := range f.Entry {
		label := "entry"
		if i > 0 {
			label = ""
		}
		fmt.Fprintf(w, "  %-8s %s %s: %s\n", label, place(s.Path, s.Line), Terminal(s.Function), Terminal(s.Why))
	}
	evictionsText(w, f.Evictions)
	originText(w, f.Introduced)
	if explain {
		for _, r := range f.Reasons {
			fmt.Fprintf(w, "  %+5.1f    %s\n", r.Weight, Terminal(r.What))
		}
	}
	fmt.Fprintln(w)
}

// originText says which commit made a finding true, where that was asked.
func originText(w io.Writer, t finding.Transition) {
	switch t.Status {
	case finding.Found:
		day, _, _ := strings.Cut(t.Date, "T")
		fmt.Fprintf(w, "  since    commit %s, %s, %s, %q: %s\n", shortHash(t.Commit), Terminal(t.Author), day, Terminal(t.Subject), Terminal(t.Change))
		for _, c := range t.Contributors {
			fmt.Fprintf(w, "           with %s %q: %s\n", shortHash(c.Commit), Terminal(c.Subject), Terminal(c.Change))
		}
	case finding.Abstained:
		fmt.Fprintf(w, "  since    not told by the history: %s\n", Terminal(t.Why))
	}
}

func evictionsText(w io.Writer, es []finding.Eviction) {
	if len(es) == 0 {
		fmt.Fprintln(w, "  emptied  nowhere in the tree")
		return
	}
	for i, e := range es {
		label := "emptied"
		if i > 0 {
			label = ""
		}
		why := e.WhyNot
		if why == "" {
			why = "may cover it"
		}
		fmt.Fprintf(w, "  %-8s %s in %s: %s\n", label, place(e.Path, e.Line), Terminal(e.Function), Terminal(why))
	}
}

func place(path string, line int) string {
	if line == 0 {
		return Terminal(path)
	}
	return fmt.Sprintf("%s:%d", Terminal(path), line)
}

func summaryText(w io.Writer, s finding.Summary, shown int, floor finding.Level) {
	fmt.Fprintf(w, "%s at %s or above in %s (%d lines); %d more below it", plural(shown, "finding"), floor, plural(s.Files, "file"), s.Lines, below(s, shown))
	if s.Suppressed > 0 {
		fmt.Fprintf(w, "; %d suppressed", s.Suppressed)
	}
	if s.Skipped > 0 {
		fmt.Fprintf(w, "; %d skipped or in part", s.Skipped)
	}
	fmt.Fprintln(w)
	if left := leftOutWords(s); left != "" {
		fmt.Fprintf(w, "left out: %s\n", left)
	}
}

// maxModules bounds the submodules that are printed by name; the JSON has all of them.
const maxModules = 5

// leftOutWords says what was left out by default: numbers of files by reason, and submodules by name.
func leftOutWords(s finding.Summary) string {
	var parts []string
	for why, n := range s.LeftOut {
		parts = append(parts, fmt.Sprintf("%d %s", n, why))
	}
	slices.Sort(parts)
	for i, path := range s.Submodules {
		if more := len(s.Submodules) - i; i == maxModules && more > 1 {
			parts = append(parts, fmt.Sprintf("%d more repositories", more))
			break
		}
		parts = append(parts, "repository "+Terminal(path))
	}
	words := strings.Join(parts, ", ")
	if len(s.Submodules) > 0 {
		words += " (a submodule or another clone: check it by itself)"
	}
	return words
}

func below(s finding.Summary, shown int) int {
	n := -shown
	for _, c := range s.Counts {
		n += c
	}
	return max(0, n)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
