package origin_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/growlint/growlint/analyzers/finding"
	"github.com/growlint/growlint/blame/history/historytest"
	"github.com/growlint/growlint/blame/origin"
)

// A worker that keeps every message, in a class of its own.
const (
	buffer = `class Journal:
    def __init__(self):
        self.lines = []

    def add(self, line):
        self.lines.append(line)


JOURNAL = Journal()
`
	worker = `from flask import Flask, request

from journal import JOURNAL

app = Flask(__name__)


@app.route("/v")
def validate():
    JOURNAL.add(request.data)
    return "ok"
`
)

// A chat bot that remembers each message.
const chat = `from flask import Flask, request

app = Flask(__name__)
message_nodes = {}


class MessageNode:
    def __init__(self, message):
        self.message = message


@app.route("/say")
def say():
    current_message = request.args["text"]
    previous_message = request.args["id"]
    message_nodes[previous_message] = MessageNode(current_message)
    if previous_message in message_nodes:
        return message_nodes[previous_message].message
    return "ok"
`

// Two classes of one file that load modules for each request, under names made for it.
const loaders = `import sys
import types
import uuid

from flask import Flask, request

app = Flask(__name__)


class Script:
    def load(self):
        name = uuid.uuid4().hex
        sys.modules[name] = types.ModuleType(name)


class Preview:
    def load(self):
        name = "preview" + uuid.uuid4().hex
        sys.modules[name] = types.ModuleType(name)


@app.route("/v")
def validate():
    Script().load()
    Preview().load()
    return "ok"
`

// Two classes of one file that each listen to what is theirs, and never stop.
const listening = `from flask import Flask, request

from bus import connect

app = Flask(__name__)


class Prices:
    def __init__(self):
        self.stream = connect("prices")

    def watch(self, client):
        self.stream.add_listener("tick", lambda tick: client.send(tick))


class Orders:
    def __init__(self):
        self.stream = connect("orders")

    def watch(self, client):
        self.stream.add_listener("tick", lambda tick: client.send(tick))


prices, orders = Prices(), Orders()


@app.route("/v")
def validate():
    prices.watch(request)
    orders.watch(request)
    return "ok"
`

// A history told step by step: what the commit named by want ("commit 2") made true, as Of says it about the last one.
type past struct {
	name    string
	commits []historytest.Files
	want    string
}

func TestTheOriginIsFollowedThroughWhatChangesNothing(t *testing.T) {
	gone := historytest.Gone
	abbreviated := strings.NewReplacer("message_nodes", "nodes", "MessageNode", "Node", "current_message", "cur", "previous_message", "prev", "message", "msg").Replace(chat)
	indented := "if True:\n    " + strings.ReplaceAll(strings.TrimSpace(edit(t, leaky, "from flask import Flask, request\n\n", "")), "\n", "\n    ")
	for _, p := range []past{
		{"a holder renamed together with the names around it", []historytest.Files{
			{"o.py": "x = 1\n"}, {"bot.py": chat}, {"bot.py": abbreviated},
		}, `nodes: "commit 1" (holder and growth introduced)`},
		{"a class moved, and what it keeps renamed in the same commit", []historytest.Files{
			{"o.py": "x = 1\n"},
			{"journal.py": buffer, "app.py": worker},
			{"journal.py": "# see util/journal.py\n", "util/__init__.py": "", "util/journal.py": strings.ReplaceAll(buffer, "lines", "_kept"), "app.py": edit(t, worker, "from journal", "from util.journal")},
		}, `Journal._kept: "commit 1" (holder and growth introduced)`},
		{"a class renamed", []historytest.Files{
			{"o.py": "x = 1\n"}, {"journal.py": buffer, "app.py": worker}, {"journal.py": strings.ReplaceAll(buffer, "Journal", "Record")},
		}, `Record.lines: "commit 1" (holder and growth introduced)`},
		{"a class renamed to what another was called", []historytest.Files{
			{"o.py": "x = 1\n"},
			{"journal.py": buffer + "\n\nclass Record:\n    line = None\n    def __init__(self, record: 'Record'):\n        pass\n", "app.py": worker},
			{"journal.py": strings.ReplaceAll(buffer, "Journal", "Record") + "\n\nclass Entry:\n    line = None\n"},
		}, `Record.lines: "commit 1" (holder and growth introduced)`},
		{"a module made a package", []historytest.Files{
			{"o.py": "x = 1\n"}, {"journal.py": buffer, "app.py": worker}, {"journal.py": gone, "journal/__init__.py": buffer},
		}, `Journal.lines: "commit 1" (holder and growth introduced)`},
		{"the same growth spelled anew", []historytest.Files{
			{"o.py": "x = 1\n"}, {"journal.py": edit(t, buffer, ".append(line)", " += [line]"), "app.py": worker}, {"journal.py": edit(t, buffer, ".append(line)", ".extend([line])")},
		}, `Journal.lines: "commit 1" (holder and growth introduced)`},
		{"other quotes, other indentation", []historytest.Files{
			{"o.py": "x = 1\n"}, {"app.py": leaky}, {"app.py": "from flask import Flask, request\n\n" + strings.ReplaceAll(indented, `"`, `'`) + "\n"},
		}, `_seen: "commit 1" (holder and growth introduced)`},
		{"wrapped by a formatter", []historytest.Files{
			{"o.py": "x = 1\n"}, {"app.py": leaky}, {"app.py": edit(t, leaky, `    _seen[request.args["id"]] = request.data`, "    _seen[\n        request.args[\"id\"]\n    ] = request.data")},
		}, `_seen: "commit 1" (holder and growth introduced)`},
		{"copies made one again: the eldest", []historytest.Files{
			{"o.py": "x = 1\n"},
			{"b/journal.py": buffer, "b/app.py": edit(t, worker, "from journal", "from b.journal"), "b/__init__.py": ""},
			{"a/journal.py": buffer, "a/app.py": edit(t, worker, "from journal", "from a.journal"), "a/__init__.py": ""},
			{
				"a/journal.py": "from shared import JOURNAL\n", "b/journal.py": "from shared import JOURNAL\n", "shared.py": buffer,
				"a/app.py": edit(t, worker, "from journal", "from shared"), "b/app.py": edit(t, worker, "from journal", "from shared"),
			},
		}, `Journal.lines: "commit 1" (holder and growth introduced)`},
		{"a registry that a second class comes to feed", []historytest.Files{
			{"o.py": "x = 1\n"}, {"app.py": edit(t, loaders, "    Preview().load()\n", "")}, {"app.py": loaders},
		}, `sys.modules: "commit 1" (holder and growth introduced)`},
		{"a registry that the first of two classes ceases to feed", []historytest.Files{
			{"o.py": "x = 1\n"}, {"app.py": loaders}, {"app.py": edit(t, loaders, "    Script().load()\n", "")},
		}, `sys.modules: "commit 1" (holder and growth introduced)`},
	} {
		t.Run(p.name, func(t *testing.T) { p.check(t) })
	}
}

func (p past) check(t *testing.T) {
	b := historytest.New(t)
	for i, files := range p.commits {
		b.Commit(fmt.Sprintf("commit %d", i), files)
	}
	if got := open(t, b).origins("HEAD"); !slices.Equal(got, []string{p.want}) {
		t.Errorf("\ngot  %q\nwant %q", got, p.want)
	}
}

func TestTheOriginIsTheTransitionWhateverMadeIt(t *testing.T) {
	pop := "    _seen.pop(request.args[\"id\"], None)\n    return \"ok\""
	evicting := edit(t, leaky, `    return "ok"`, pop)
	for _, p := range []past{
		{"the eviction only empties the value", []historytest.Files{
			{"app.py": evicting}, {"o.py": "x = 1\n"}, {"app.py": edit(t, evicting, `_seen.pop(request.args["id"], None)`, `_seen[request.args["id"]].clear()`)},
		}, `_seen: "commit 2" (eviction removed)`},
		{"reverted and landed again", []historytest.Files{
			{"app.py": clean}, {"app.py": leaky}, {"app.py": clean}, {"o.py": "x = 1\n"}, {"app.py": leaky}, {"o.py": "x = 2\n"},
		}, `_seen: "commit 4" (holder and growth introduced)`},
		{"the class stood there before anybody called it", []historytest.Files{
			{"journal.py": buffer}, {"app.py": clean}, {"app.py": worker},
		}, `Journal.lines: "commit 2" (reachable from an entry point)`},
	} {
		t.Run(p.name, func(t *testing.T) { p.check(t) })
	}
}

func TestAHolderThatIsSplitGoesOnAsTheOneMoreLikeIt(t *testing.T) {
	one := `from flask import Flask, request

app = Flask(__name__)
frames = {}


@app.route("/v")
def validate():
    frames[request.args["id"]] = request.data
    if frames[request.args["id"]]:
        return str(len(frames))
    return "ok"
`
	two := edit(t, strings.ReplaceAll(one, "frames", "video_frames"),
		"video_frames = {}", "video_frames = {}\naudio_frames = {}",
		"    if video", "    audio_frames[request.args[\"id\"]] = request.headers\n    if video")
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"o.py": "x = 1\n"})
	b.Commit("frames", historytest.Files{"app.py": one})
	b.Commit("split", historytest.Files{"app.py": two})
	got := open(t, b).origins("HEAD")
	want := []string{`video_frames: "frames" (holder and growth introduced)`, `audio_frames: "split" (holder and growth introduced)`}
	if !slices.Equal(got, want) {
		t.Errorf("\ngot  %q\nwant %q", got, want)
	}
}

func TestAttributesOfOneNameInTwoClassesHaveOriginsOfTheirOwn(t *testing.T) {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"o.py": "x = 1\n"})
	b.Commit("orders", historytest.Files{"app.py": edit(t, listening, "    prices.watch(request)\n", "")})
	b.Commit("prices", historytest.Files{"app.py": listening})
	got := open(t, b).origins("HEAD")
	want := []string{`Prices.stream: "prices" (reachable from an entry point)`, `Orders.stream: "orders" (holder and growth introduced)`}
	if !slices.Equal(got, want) {
		t.Errorf("\ngot  %q\nwant %q", got, want)
	}
}

func TestAFirstCommitIsAnOriginWhereItIsSmall(t *testing.T) {
	b := historytest.New(t)
	b.Commit("first", historytest.Files{"app.py": leaky})
	b.Commit("second", historytest.Files{"o.py": "x = 1\n"})
	f := open(t, b)
	if got := f.of("HEAD"); !slices.Equal(got, []string{`_seen: "first" (part of the first commit)`}) {
		t.Errorf("got %q", got)
	}

	b = historytest.New(t)
	files := historytest.Files{"app.py": leaky}
	for i := range 30 {
		files[fmt.Sprintf("m%d.py", i)] = "m = 1\n"
	}
	b.Commit("everything", files)
	if got := open(t, b).of("HEAD"); !slices.Equal(got, []string{`_seen: abstained`}) {
		t.Errorf("a history that begins with 31 files: got %q", got)
	}
}

func TestASquashedSubtreeAbstains(t *testing.T) {
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"o.py": "x = 1\n"})
	b.Commit("Squashed 'lib/seen/' content from commit 1c9a7f2\n\ngit-subtree-dir: lib/seen\ngit-subtree-split: 1c9a7f2d3b8e0a6f5c4d9e8b7a60f1e2d3c4b5a6\n", historytest.Files{"lib/seen/app.py": leaky})
	f := open(t, b)
	r := f.scan("HEAD~1", "HEAD", origin.Options{})
	if len(r.Findings) != 1 || r.Findings[0].Introduced.Status != finding.Abstained || !strings.Contains(r.Findings[0].Introduced.Why, "1c9a7f2d3b8e") {
		t.Errorf("%+v", r.Findings)
	}
}

func TestASquashedBranchAbstains(t *testing.T) {
	message := func(subject string) string {
		return "Squashed commit of the following:\n\ncommit " + strings.Repeat("1a", 20) + "\nAuthor: Ada <ada@example.org>\nDate:   Mon Mar 2 10:00:00 2026 +0000\n\n    " + subject +
			"\n\ncommit " + strings.Repeat("2b", 20) + "\nAuthor: Ada <ada@example.org>\nDate:   Mon Mar 2 09:00:00 2026 +0000\n\n    first step\n"
	}
	b := historytest.New(t)
	b.Commit("start", historytest.Files{"app.py": clean})
	leak := b.Commit(message("leak"), historytest.Files{"app.py": leaky, "o.py": "x = 1\n"})
	b.Commit("more", historytest.Files{"o.py": "x = 2\n"})
	mend := b.Commit(message("mend"), historytest.Files{"app.py": clean, "o.py": "x = 3\n"})
	f := open(t, b)
	check := func(what, commit string, tr finding.Transition) {
		t.Helper()
		if tr.Status != finding.Abstained || tr.Commit != commit || !strings.Contains(tr.Why, "2 commits squashed into one") {
			t.Errorf("%s: %+v", what, tr)
		}
	}
	found, _ := f.asked("HEAD~1")
	check("asked", leak, found[0].Introduced)
	r := f.scan("HEAD~3", "HEAD", origin.Options{})
	if len(r.Findings) != 1 || r.Findings[0].Ended == nil {
		t.Fatalf("%q", story(r))
	}
	check("scan", leak, r.Findings[0].Introduced)
	check("its end", mend, *r.Findings[0].Ended)

	// One commit that was taken over this way is that commit.
	b.Commit("Squashed commit of the following:\n\ncommit "+strings.Repeat("1a", 20)+"\n\n    leak\n", historytest.Files{"app.py": leaky})
	if got := story(f.scan("HEAD~1", "HEAD", origin.Options{})); len(got) != 1 || strings.Contains(got[0], "abstained") {
		t.Errorf("a squash of one: %q", got)
	}
}

func TestContributorsAreRankedByWhatTheyDid(t *testing.T) {
	b := historytest.New(t)
	second := "\n\n@app.route(\"/w\")\ndef other():\n    _seen[request.args[\"token\"]] = 1\n    return \"ok\"\n"
	b.Commit("start", historytest.Files{"app.py": clean})
	b.Commit("holder", historytest.Files{"app.py": edit(t, clean, "app = Flask(__name__)\n", "app = Flask(__name__)\n\n_seen = {}\n")})
	b.Commit("words", historytest.Files{"o.py": "x = 1\n"})
	b.Commit("growth", historytest.Files{"app.py": leaky})
	b.Commit("more growth", historytest.Files{"app.py": leaky + second})
	f := open(t, b)
	want := []string{`"more growth" growth added`, `"holder" holder introduced`}
	told := func(tr finding.Transition) (out []string) {
		if tr.Subject != "growth" {
			t.Errorf("the origin is %q", tr.Subject)
		}
		for _, c := range tr.Contributors {
			out = append(out, fmt.Sprintf("%q %s", c.Subject, c.Change))
		}
		return out
	}
	r := f.scan("HEAD~4", "HEAD", origin.Options{})
	if got := told(r.Findings[0].Introduced); len(r.Findings) != 1 || !slices.Equal(got, want) {
		t.Errorf("a scan names %q, want %q", got, want)
	}
	found, _ := f.asked("HEAD")
	if got := told(found[0].Introduced); !slices.Equal(got, want) {
		t.Errorf("Of names %q, want %q", got, want)
	}
}
