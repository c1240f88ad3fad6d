package evidence

import (
	"fmt"
	"strings"

	"github.com/growlint/growlint/blame/pattern"
)

// Tags of a repository that is not in the bundle, as this command prints them:
//
//	git for-each-ref refs/tags --format='%(objectname) %(*objectname) %(refname) %(creatordate:iso-strict)'
//
// An annotated tag is an object of its own: the commit is the second name, where there is one. When a tag was made is not when anything
// was rolled out, so tags name revisions and start nothing.

var tagLine = pattern.New(`^([0-9a-f]{40}) ([0-9a-f]{40})? ?refs/tags/(\S+) (\S+)$`)

func sniffGitTags(h *head) bool { return h.lines(5, tagLine.Match) }

func readGitTags(in input) (*output, error) {
	data, err := in.document()
	if err != nil {
		return nil, err
	}
	out := &output{}
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		m := tagLine.FindStringSubmatch(strings.TrimRight(line, "\r"))
		if m == nil {
			out.miss(i + 1)
			continue
		}
		commit := m[2]
		if commit == "" {
			commit = m[1]
		}
		at, err := parseTime(m[4], in.location)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", in.path, i+1, err)
		}
		out.facts = append(out.facts, Fact{
			Kind: "tag", Path: in.path, Line: i + 1, At: in.moved(at), Text: excerpt("tag " + m[3] + " = " + commit + " (time of the tag, not of a roll-out)"),
			Transformation: in.transformation("annotated tags followed to their commits"), Tag: &Tag{Name: m[3], Commit: commit, At: in.moved(at)},
		})
	}
	return counted(out), nil
}
