package postmortem_test

import (
	"math"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history/historytest"
	"github.com/growlint/growlint/blame/postmortem"
)

// fixOf returns the excerpt that shows the line bounded; "" where there is none.
func fixOf(r *postmortem.Report) string {
	for _, b := range r.Section("remediation").Blocks {
		if b.Excerpt != nil {
			return b.Excerpt.Text
		}
	}
	return ""
}

// 2 MB a minute at 100 requests/s are 333 bytes a request; a tenth of 400 MB holds 120,000 entries, 110,000 by the upper end of the interval.
func TestTheBoundIsSizedFromWhatWasMeasured(t *testing.T) {
	r := rolledOut(t, historytest.Files{"app.py": forgets}, historytest.Files{"app.py": keeps}, "")
	value(t, r, "remediation.bound", "entries", 120000, 12000)
	retention := value(t, r, "remediation.bound", "retention", 1200, 120)
	entries, _ := claim(t, r, "remediation.bound").Value("entries")
	if math.Abs(retention.Value-entries.Value/100) > 1e-9 {
		t.Errorf("%v entries at 100/s last %v s", entries.Value, retention.Value)
	}
	says(t, claim(t, r, "remediation.fix"), "_seen", "app.py:5", "app.py:10", "finally")
	if fix := fixOf(r); !strings.Contains(fix, "-_seen = {}\n+_seen = LRUCache(maxsize=110000)\n") || !strings.Contains(fix, "--- app.py:5\n") {
		t.Errorf("fix:\n%s", fix)
	}
	// From 100 MB to 400 MB half way: 150 MB, 450,000 requests.
	value(t, r, "remediation.recycle", "requests", 450000, 45000)
}

func TestABoundThatCannotBeComputedSaysWhatIsMissing(t *testing.T) {
	r := withoutRequests(t)
	c := claim(t, r, "remediation.bound")
	kind(t, c, postmortem.Gap)
	says(t, c, "not computable", "the request rate")
	noClaim(t, r, "remediation.recycle")
	if fix := fixOf(r); !strings.Contains(fix, "maxsize=N") {
		t.Errorf("fix:\n%s", fix)
	}
}

// Each kind of container is bounded in its own way, and a line that is not simple is left alone.
func TestTheFixFollowsTheKind(t *testing.T) {
	for line, want := range map[string]string{
		"_seen = {}":                        "+_seen = LRUCache(maxsize=",
		"_seen: dict[str, str] = dict()":    "+_seen: dict[str, str] = LRUCache(maxsize=",
		"_seen = {}  # by name":             "maxsize=110000)  # by name",
		"_seen = {'': ''}":                  "",
		"_seen = {} if app else {'a': '1'}": "",
	} {
		r := rolledOut(t, historytest.Files{"app.py": forgets}, historytest.Files{"app.py": strings.Replace(keeps, "_seen = {}", line, 1)}, "")
		if _, ok := r.Claim("remediation.fix"); !ok {
			t.Errorf("%s: no finding", line)
		}
		if fix := fixOf(r); want == "" && fix != "" || !strings.Contains(fix, want) {
			t.Errorf("%s: fix\n%s", line, fix)
		}
	}
	list := strings.NewReplacer("_seen = {}", "_seen = []", `_seen[request.args["name"]] = request.headers["User-Agent"]`, `_seen.append(request.args["name"])`).Replace(keeps)
	r := rolledOut(t, historytest.Files{"app.py": forgets}, historytest.Files{"app.py": list}, "")
	if fix := fixOf(r); !strings.Contains(fix, "+_seen = deque(maxlen=110000)") || !strings.Contains(fix, "+from collections import deque") {
		t.Errorf("list: fix\n%s", fix)
	}
}

// An eviction that is there is the first place to look at.
func TestAnEvictionThatDoesNotCoverIsNamed(t *testing.T) {
	f := found("app.py", finding.Warning, sha('b'))
	f.Evictions = []finding.Eviction{{Path: "app.py", Line: 9, Text: "_a.pop(k)", WhyNot: "an exception before it leaves the entry behind"}}
	says(t, claim(t, leaking(t, f), "remediation.eviction-0"), "app.py:9", "_a.pop(k)", "an exception before it")
}

// The risk of a revert is what else the commit does, by file and by symbol, and what came after it.
func TestTheRiskOfARevert(t *testing.T) {
	util := "class Client:\n    def get(self):\n        return 1\n\n    def put(self):\n        return 2\n\n\ndef old():\n    return 3\n"
	changed := "class Client:\n    def get(self):\n        return 1\n\n    def put(self):\n        return 4\n\n\ndef new():\n    return 3\n"
	b := historytest.New(t)
	previous := b.Commit("Start the service", historytest.Files{"app.py": forgets, "util.py": util})
	b.Commit("Remember who said hello", historytest.Files{"app.py": keeps, "util.py": changed, "app/migrations/0002_names.py": "x = 1\n", "README.md": "hello\n"})
	b.Commit("Say more in the README", historytest.Files{"README.md": "hello, hello\n"})
	b.Commit("Add a changelog", historytest.Files{"CHANGELOG.md": "news\n"})
	r := deployedTip(t, b, previous, "")
	risk := claim(t, r, "remediation.revert")
	says(t, risk, "Remember who said hello", "modified app.py", "changes hello", "modified util.py", "adds new", "changes Client.put", "removes old", "added README.md")
	for _, word := range []string{"Client.get", "changes Client,", "CHANGELOG"} {
		if strings.Contains(risk.Text, word) {
			t.Errorf("the commit did nothing to %s: %s", word, risk.Text)
		}
	}
	says(t, claim(t, r, "remediation.migration"), "app/migrations/0002_names.py")
	says(t, claim(t, r, "remediation.conflicts"), "1 commit of the range changed the same files later")
	value(t, r, "remediation.conflicts", "later_commits", 1, 0)
	says(t, claim(t, r, "remediation.rollback"), "the other 2 commits of the deployed range", "Memory was steady under it")
}

// Every action has its horizon and no owner.
func TestActionsHaveNoOwnerYet(t *testing.T) {
	r := rolledOut(t, historytest.Files{"app.py": forgets}, historytest.Files{"app.py": keeps}, "")
	var horizons []string
	for _, b := range r.Section("remediation").Blocks {
		if b.Ordered {
			horizons = append(horizons, b.Heading)
		}
		for _, c := range b.Claims {
			if c.Kind == postmortem.Action && !strings.HasSuffix(c.Text, "Owner: unassigned.") {
				t.Errorf("%s: %s", c.Key, c.Text)
			}
		}
	}
	if strings.Join(horizons, " ") != "Immediate Actions: Short-Term (1 week): Long-Term (1 month):" {
		t.Errorf("horizons %q", horizons)
	}
}
