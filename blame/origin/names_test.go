package origin

import (
	"testing"

	"github.com/growlint/growlint/analyzers/finding"
)

func TestALineMentionsAHolder(t *testing.T) {
	attribute := &finding.Finding{Path: "feed.py", Symbol: "Feed.stream", Holder: finding.Holder{Path: "feed.py"}, Footprint: finding.Footprint{Paths: []string{"app.py"}}}
	registry := &finding.Finding{Path: "feed.py", Symbol: "sys.path", Holder: finding.Holder{Path: "feed.py", Kind: "registry"}}
	global := &finding.Finding{Path: "feed.py", Symbol: "seen", Holder: finding.Holder{Path: "feed.py"}, Footprint: finding.Footprint{Paths: []string{"app.py"}}}
	for _, c := range []struct {
		of         *finding.Finding
		path, line string
		want       bool
	}{
		{attribute, "feed.py", "stream = 1", true},
		{attribute, "app.py", "stream = 1", false},
		{attribute, "app.py", "feed.stream.clear()", true},
		{attribute, "app.py", "feed.streams.clear()", false},
		{attribute, "app.py", "feed = Feed()", true},
		{registry, "feed.py", "sys.path.append(name)", true},
		{registry, "feed.py", "sys.exit(path)", false},
		{global, "app.py", "seen[key] = 1", true},
		{global, "app.py", "unseen = 1", false},
	} {
		got := false
		for _, name := range namesOf(c.of)[c.path] {
			got = got || len(linesWith([]byte(c.line), name)) > 0
		}
		if got != c.want {
			t.Errorf("%q in %s mentions %s: %v", c.line, c.path, c.of.Symbol, got)
		}
	}
}
