package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/finding"
)

// A warning must not hide behind a note of the same line, nor a commit behind another one.
func TestFindingsOfOneLineAreToldOnceWhereTheyAreAlike(t *testing.T) {
	of := func(symbol string, level finding.Level, commit string) finding.Finding {
		return finding.Finding{
			Path: "forms.py", Line: 15, Column: 9, Level: level, Symbol: symbol, Message: symbol + " grows",
			Introduced: finding.Transition{Status: finding.Found, Commit: commit},
		}
	}
	var b bytes.Buffer
	FindingsText(&b, Findings{Findings: []finding.Finding{
		of("Form.names", finding.Note, "a"), of("Rack.names", finding.Warning, "a"), of("Room.names", finding.Warning, "a"), of("Site.names", finding.Warning, "b"), of("Site.other", finding.Warning, "a"),
	}}, finding.Note, false)
	for _, told := range []string{"note: Form.names", "warning: Rack.names", "which the same line fills: Room.names\n", "warning: Site.names", "warning: Site.other"} {
		if !strings.Contains(b.String(), told) {
			t.Errorf("%q is not told:\n%s", told, b.String())
		}
	}
	if strings.Contains(b.String(), "warning: Room.names") {
		t.Errorf("Room.names is told twice:\n%s", b.String())
	}
}
