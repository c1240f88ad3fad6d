package report

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file is the one place that escapes what comes from outside: log lines, commit messages, file names, source
// text. Every output format sends every such string through one of the functions below, whole.

// Terminal makes s safe to print on a terminal, on one line: control characters, escape sequences, line breaks, invalid
// UTF-8 and the characters that reorder or hide text appear as visible escapes (\x1b, \u202e).
func Terminal(s string) string { return visible(s, false) }

// TerminalLines is Terminal for text of several lines: line feeds and tabs stay.
func TerminalLines(s string) string { return visible(s, true) }

// Markdown makes s appear as written in GitHub-flavoured Markdown, in running text, a list item or a table cell: no
// markup, no HTML, no link, no mention, on one line.
func Markdown(s string) string {
	s = Terminal(s)
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		if needsBackslash(runes, i) {
			b.WriteByte('\\')
		}
		switch r {
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		case '@':
			b.WriteString("&#64;") // no mention, no mail link
		default:
			b.WriteRune(r)
		}
	}
	return breakAutolinks(b.String())
}

// MarkdownCode returns s as an inline code span: one line, and no run of backticks in s ends it.
func MarkdownCode(s string) string {
	s = strings.ReplaceAll(Terminal(s), "|", "\u2502") // a pipe splits a table cell even inside code
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || s == "" {
		s = " " + s + " "
	}
	return fence + s + fence
}

// MarkdownBlock returns s as a fenced block with the given info string; no line of s ends it.
func MarkdownBlock(info, s string) string {
	fence := strings.Repeat("`", max(3, longestRun(s, '`')+1))
	return fence + info + "\n" + strings.TrimRight(TerminalLines(s), "\n") + "\n" + fence + "\n"
}

// HTML makes s appear as written in HTML text and in quoted attributes.
func HTML(s string) string { return html.EscapeString(TerminalLines(s)) }

// needsBackslash reports whether the rune at i would start or end markup. Underscores inside a word never do, and
// metric names are full of them; '#', '+', '-', '=' and "1." mean something only at the start of a line.
func needsBackslash(runes []rune, i int) bool {
	switch r := runes[i]; r {
	case '\\', '`', '*', '[', ']', '|', '~', '!', '$':
		return true
	case '_':
		return !(i > 0 && i+1 < len(runes) && wordRune(runes[i-1]) && wordRune(runes[i+1]))
	case '#', '=':
		return i == 0
	case '+', '-':
		return i == 0 && (endsWord(runes, i) || runes[i+1] == r)
	case '.', ')':
		return i > 0 && i <= 9 && allDigits(runes[:i]) && endsWord(runes, i)
	default:
		return false
	}
}

// endsWord reports whether the rune at i is followed by a space or by nothing.
func endsWord(runes []rune, i int) bool { return i+1 == len(runes) || runes[i+1] == ' ' }

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

func allDigits(runes []rune) bool {
	for _, r := range runes {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

var autolinks = strings.NewReplacer("http://", "http:&#47;/", "https://", "https:&#47;/", "ftp://", "ftp:&#47;/", "www.", "www&#46;")

func breakAutolinks(s string) string { return autolinks.Replace(s) }

func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] == c {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	return longest
}

func visible(s string, lines bool) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case lines && (r == '\n' || r == '\t'):
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		case hides(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// hides reports whether r reorders, hides or breaks what stands around it: C1 controls, format characters (among them
// the bidirectional overrides of "Trojan Source", CVE-2021-42574), line and paragraph separators.
func hides(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }
