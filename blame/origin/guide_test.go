package origin_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/growlint/growlint/blame/history/historytest"
)

// What takes a finding away for a time may stand in a file that is not looked at for it, because its names are everywhere. The files that are looked at say that
// it held all the time; the whole trees are asked wherever these changed.
func TestAGuessIsHeldAgainstWholeTrees(t *testing.T) {
	app := edit(t, leaky, `    return "ok"`, "    forget(request.args[\"id\"])\n    return \"ok\"", "from flask", "from evict import forget\nfrom flask")
	round := func(n int) string { return app + fmt.Sprintf("\n\nprint(_seen, %d)\n", n) }
	idle := "def forget(key):\n    return None\n"
	evicts := "import app\n\n\ndef forget(key):\n    app._seen.pop(key, None)\n"
	others := historytest.Files{"app.py": app, "evict.py": idle}
	for i := range 40 {
		others[fmt.Sprintf("other%d.py", i)] = "_seen = None\n"
	}
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"o.py": "x = 1\n"})
	b.Commit("first", others)
	b.Commit("named before", historytest.Files{"app.py": round(1)})
	b.Commit("evicted", historytest.Files{"evict.py": evicts})
	b.Commit("named while it was gone", historytest.Files{"app.py": round(2)})
	b.Commit("again", historytest.Files{"evict.py": idle})
	b.Commit("named again", historytest.Files{"app.py": round(3)})
	b.Commit("end", historytest.Files{"o.py": "x = 3\n"})
	_, story := open(t, b).asked("HEAD")
	if len(story) != 1 || !strings.HasPrefix(story[0], `_seen: "again"`) {
		t.Errorf("got %q, want the commit that took the eviction out again", story)
	}
}
