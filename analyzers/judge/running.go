package judge

import (
	"strings"

	"github.com/growlint/growlint/analyzers/program"
)

// kindOf is the word for a container with what it holds, where that says more: a set of tasks.
func kindOf(c *program.Case) string {
	kind := c.Holder.Type().Kind
	switch {
	case c.Running == "" || kind == "queue":
		return kind
	case strings.HasSuffix(c.Running, "s"):
		return kind + " of " + c.Running + "es"
	}
	return kind + " of " + c.Running + "s"
}

// An idiom is how what runs on its own is let go of when it has ended: taken out of a container by itself, or by its key. NAME is the container.
type idiom struct{ member, byKey string }

var idioms = map[string]idiom{
	"task": {
		"Let each task take itself out when it is done: task.add_done_callback(NAME.discard)",
		"Let each task take its entry out when it is done: task.add_done_callback(lambda _: NAME.pop(key, None))",
	},
	"future": {
		"Take each future out in a finally around the wait for it, whether or not something resolved it",
		"Take each entry out in a finally around the wait for its future, whether or not something resolved it",
	},
	"deferred": {
		"Take each Deferred out when it has fired, with a callback that hands the result on (addBoth)",
		"Take each entry out when its Deferred has fired, with a callback that hands the result on (addBoth)",
	},
	"greenlet": {
		"Keep them in a gevent.pool.Group, which forgets greenlets that have ended, or link(NAME.discard)",
		"Take each entry out when its greenlet has ended: greenlet.link(lambda _: NAME.pop(key, None))",
	},
	"thread": {
		"Drop those that have ended before each new one ([t for t in NAME if t.is_alive()]), or use a pool of a fixed size",
		"Take each entry out where its thread ends (in a finally), or use a pool of a fixed size",
	},
	"process": {
		"Wait for those that have ended and drop them before each new one ([p for p in NAME if p.poll() is None])",
		"Wait for each process that has ended, and take its entry out",
	},
}

// selfless are the containers out of which nothing can take itself: add_done_callback wants a discard that does not fail.
var selfless = map[string]bool{"list": true, "deque": true}

// whenDone says how to let go of what has ended.
func whenDone(running, kind, name string) string {
	i := idioms[running]
	switch {
	case kind == "dict" || kind == "defaultdict":
		return strings.ReplaceAll(i.byKey, "NAME", name)
	case selfless[kind] && strings.Contains(i.member, "discard"):
		return "Make it a set. " + strings.ReplaceAll(i.member, "NAME", name)
	}
	return strings.ReplaceAll(i.member, "NAME", name)
}

// uncalled are the faults of a removal that is right and not called: of what ends on its own, its end is the place to call it.
var uncalled = map[program.Fault]bool{program.FaultNever: true, program.FaultTests: true}
