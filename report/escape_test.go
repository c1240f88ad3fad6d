package report

import "testing"

func TestTerminalShowsEscapes(t *testing.T) {
	for in, want := range map[string]string{
		"\x1b[31mred\x1b[0m": `\x1b[31mred\x1b[0m`,
		"a\nb\r":             `a\x0ab\x0d`,
		"user\u202etxt.exe":  `user\u202etxt.exe`,
		"bad\xffbyte":        `bad\xffbyte`,
		"\u009b31m":          `\u009b31m`,
		"grün ✓":             "grün ✓",
	} {
		if got := Terminal(in); got != want {
			t.Errorf("Terminal(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := TerminalLines("a\n\tb\x1b"), "a\n\tb\\x1b"; got != want {
		t.Errorf("TerminalLines = %q, want %q", got, want)
	}
}

func TestMarkdownTakesMarkupAway(t *testing.T) {
	for in, want := range map[string]string{
		"<script>alert(1)</script>":          "&lt;script&gt;alert(1)&lt;/script&gt;",
		"[x](http://evil)":                   `\[x\](http:&#47;/evil)`,
		"**bold** `code`":                    "\\*\\*bold\\*\\* \\`code\\`",
		"a|b":                                `a\|b`,
		"# no heading":                       `\# no heading`,
		"1. no list":                         `1\. no list`,
		"container_memory_working_set_bytes": "container_memory_working_set_bytes",
		"_em_":                               `\_em\_`,
		"@team &copy;":                       `&#64;team &amp;copy;`,
		"two\nlines":                         `two\\x0alines`,
	} {
		if got := Markdown(in); got != want {
			t.Errorf("Markdown(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFencesAreLongerThanWhatTheyHold(t *testing.T) {
	if got, want := MarkdownBlock("diff", "+```\n+x\n"), "````diff\n+```\n+x\n````\n"; got != want {
		t.Errorf("MarkdownBlock = %q, want %q", got, want)
	}
	if got, want := MarkdownCode("a `b` c"), "``a `b` c``"; got != want {
		t.Errorf("MarkdownCode = %q, want %q", got, want)
	}
	if got, want := HTML(`<a href="x">`), "&lt;a href=&#34;x&#34;&gt;"; got != want {
		t.Errorf("HTML = %q, want %q", got, want)
	}
}
