package origin_test

import (
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
)

// A commit that changes nothing but the import of what a holder is made of changes the holder. It came, went and came back by imports alone, and the walk
// stops at the last time.
func TestAnImportThatDecidesIsAChange(t *testing.T) {
	bounded := edit(t, leaky, "_seen = {}", "_seen = Cache()", "from flask", "from caches.small import (\n    Cache,\n)\nfrom flask")
	open := edit(t, leaky, "_seen = {}", "_seen = Cache()", "from flask", "from collections import (\n    OrderedDict as Cache,\n)\nfrom flask")
	small := "from cachetools import LRUCache\n\n\nclass Cache(LRUCache):\n    def __init__(self):\n        super().__init__(maxsize=100)\n"
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"caches/__init__.py": "", "caches/small.py": small})
	b.Commit("first", historytest.Files{"app.py": open})
	b.Commit("bounded", historytest.Files{"app.py": bounded})
	b.Commit("nothing", historytest.Files{"o.py": "x = 2\n"})
	b.Commit("again", historytest.Files{"app.py": open})
	b.Commit("end", historytest.Files{"o.py": "x = 3\n"})
	story, _ := probes(t, b)
	if len(story) != 1 || !strings.HasPrefix(story[0], `_seen: "again"`) {
		t.Errorf("got %q, want the commit that took the open container again", story)
	}
}
