package library

import "strings"

// running are what makes something that runs or is waited for on its own and ends one day, and the types of such: the word for one of them.
var running = map[string]string{
	"asyncio.create_task": "task", "asyncio.ensure_future": "task", "asyncio.async": "task", "asyncio.Task": "task", "asyncio.tasks.Task": "task",
	"asyncio.Future": "future", "asyncio.futures.Future": "future", "asyncio.run_coroutine_threadsafe": "future",
	"concurrent.futures.Future": "future", "concurrent.futures._base.Future": "future", "tornado.concurrent.Future": "future",
	"threading.Thread": "thread", "threading.Timer": "thread",
	"multiprocessing.Process": "process", "multiprocessing.context.Process": "process", "multiprocessing.process.BaseProcess": "process",
	"subprocess.Popen": "process", "psutil.Popen": "process", "asyncio.subprocess.Process": "process",
	"asyncio.create_subprocess_exec": "process", "asyncio.create_subprocess_shell": "process",
	"gevent.spawn": "greenlet", "gevent.spawn_later": "greenlet", "gevent.Greenlet": "greenlet", "gevent.greenlet.Greenlet": "greenlet", "eventlet.spawn": "greenlet",
	"twisted.internet.defer.Deferred": "deferred", "twisted.internet.threads.deferToThread": "deferred",
}

// runningMethods are what does so on an event loop or an executor, by their last name alone.
var runningMethods = map[string]string{
	"create_task": "task", "ensure_future": "task", "create_future": "future", "run_in_executor": "future", "run_coroutine_threadsafe": "future",
}

// RunningOf returns the word for something that runs or is waited for on its own and ends one day, by the dotted name of its type or of what made it; ""
// where it is no such thing.
func RunningOf(dotted string) string {
	dotted = strings.TrimSuffix(dotted, "()")
	if word, ok := running[dotted]; ok {
		return word
	}
	if Short(dotted) == "submit" && strings.HasPrefix(dotted, "concurrent.futures.") {
		return "future"
	}
	return runningMethods[Short(dotted)]
}
