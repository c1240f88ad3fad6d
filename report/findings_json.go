package report

import (
	"encoding/json"
	"io"

	"github.com/growlint/growlint/analyzers/finding"
)

// A Tool names the program in its own output.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Findings is what a check found, as `--format json` prints it (docs/json.md).
type Findings struct {
	Version  int               `json:"version"`
	Tool     Tool              `json:"tool"`
	Revision *string           `json:"revision"` // null for a folder
	Findings []finding.Finding `json:"findings"`
	Skipped  []finding.Skip    `json:"skipped"`
	Summary  finding.Summary   `json:"summary"`
}

// FindingsJSON writes findings as JSON. Lists are never null.
func FindingsJSON(w io.Writer, r Findings) error {
	r.Version = finding.Version
	if r.Findings == nil {
		r.Findings = []finding.Finding{}
	}
	if r.Skipped == nil {
		r.Skipped = []finding.Skip{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(r)
}
