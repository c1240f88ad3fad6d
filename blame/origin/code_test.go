package origin

import (
	"strings"
	"testing"
)

func TestCodeLeavesOutWhatTheAnalysisDoesNotRead(t *testing.T) {
	src := strings.Join([]string{
		`"""The cache of`,
		`a service."""`,
		`import os`,
		`from shared import (`,
		`    cache,  # of the service`,
		`)`,
		`cache = {}  # a cache`,
		`url = "http://cache/#top"`,
		`text = """`,
		`the cache`,
		`""" + cache`,
		`def f(key):`,
		`    r'''It's the cache.'''`,
		`    call(`,
		`        """cache""", 'it\'s # cache')`,
		`    broken = "`,
		`    return cache[key] \`,
		`        or 1`,
	}, "\n")
	want := strings.Join([]string{
		``, ``,
		`import os`,
		`from shared import ( cache, )`, ``, ``,
		`cache = {}`,
		`url = "http://cache/#top"`,
		`text = """`,
		`the cache`,
		`""" + cache`,
		`def f(key):`,
		``,
		`    call(`,
		`        """cache""", 'it\'s # cache')`,
		`    broken = "`,
		`    return cache[key] \`,
		`        or 1`,
	}, "\n")
	var got []string
	for _, line := range code([]byte(src)) {
		got = append(got, string(line))
	}
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
}
