package judge

import "strings"

// Doc extracts a rule's page from its doc.go: the text of the package comment after "# Rule name". A page without it is an error of the
// program and panics at start, so that no rule ships without words.
func Doc(src, rule string) string {
	var b strings.Builder
	in := false
	for line := range strings.Lines(src) {
		text, comment := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "//")
		if !comment {
			continue
		}
		text = strings.TrimPrefix(text, " ")
		if text == "# Rule "+rule {
			in = true
			continue
		}
		if in {
			b.WriteString(text + "\n")
		}
	}
	if !in {
		panic("no page for rule " + rule)
	}
	return strings.TrimSpace(b.String())
}
