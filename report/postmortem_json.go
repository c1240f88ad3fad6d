package report

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/growlint/growlint/blame/postmortem"
)

// PostmortemJSON writes a post-mortem as indented JSON: the same content as every other format, and the numbers of its
// claims as numbers. Sections restricts `sections` to some, by key; none means all. Errors: an unknown section key, and those of w.
func PostmortemJSON(w io.Writer, r *postmortem.Report, sections []string) error {
	if err := CheckSections(r, sections); err != nil {
		return err
	}
	out := *r
	if len(sections) > 0 {
		out.Sections = slices.DeleteFunc(slices.Clone(r.Sections), func(s postmortem.Section) bool { return !slices.Contains(sections, s.Key) })
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(&out)
}
