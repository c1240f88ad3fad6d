package library

import "strings"

// Serving are methods that go on for as long as the service runs, by their last name.
var Serving = set("serve_forever run_forever run_app mainloop start_polling run_polling infinity_polling wait_for_termination run_until_disconnected start_consuming loop_forever listen_and_serve")

// InheritedServing are methods that, inherited from a framework's class, go on for as long as the service runs.
var InheritedServing = set("run start serve main launch run_async")

// ServingWithoutArguments are methods that wait for the end of the service where they are called without arguments: thread.join(), server.wait_closed().
var ServingWithoutArguments = set("join wait_closed serve wait idle polling pause")

// WaitsForWork are those of them that tools have too, to wait for what they started: of a function of the tree its own body tells.
var WaitsForWork = set("wait join")

// IsChild reports whether something from outside is a child process: who waits for one waits for its end.
func IsChild(dotted string) bool {
	return strings.HasPrefix(dotted, "subprocess.") || strings.HasPrefix(dotted, "asyncio.create_subprocess_") || strings.HasPrefix(dotted, "asyncio.subprocess.") || strings.HasPrefix(dotted, "psutil.Popen") || strings.HasPrefix(dotted, "pexpect.")
}

// ChildName reports whether a name says that it is a child process.
func ChildName(name string) bool { return childNames[strings.ToLower(strings.TrimLeft(name, "_"))] }

var childNames = set("proc process subprocess subproc popen child")

// LimitedWaits wait for what they are given, and give up after a time that they are given besides.
var LimitedWaits = set("wait_for fail_after move_on_after timeout_after with_timeout")

// LimitedBlocks are context managers whose block gives up after a time.
var LimitedBlocks = set("timeout timeout_at fail_after move_on_after timeout_after ignore_after Timeout")

// ServingFunctions are functions that go on for as long as the service runs, by their dotted name.
var ServingFunctions = set("uvicorn.run hypercorn.run waitress.serve aiohttp.web.run_app gevent.wait signal.pause signal.sigwait werkzeug.serving.run_simple " +
	"twisted.internet.reactor.run twisted.internet.task.react cherrypy.quickstart cherrypy.engine.block bottle.run pyramid.scripts.pserve.main rq.Worker.work " +
	"asyncio.Event.wait anyio.sleep_forever trio.sleep_forever trio.run_forever IPython.embed")

// KeepsNothing are functions and methods that read what they are passed and keep nothing of it, by their last name.
var KeepsNothing = set("isinstance issubclass hasattr getattr len str repr print id type hash iter next bool int float format vars dir callable super debug info warning warn error exception critical log " +
	"join dumps dump dumps_json asdict astuple is_dataclass iscoroutinefunction isawaitable run run_until_complete wait_for gather sleep shield assert_called " +
	"sorted reversed enumerate zip map filter sum min max any all deepcopy copy echo secho closing suppress")

// BodyReaders are methods of Twisted that let a protocol take one body: of a response, of a file.
var BodyReaders = set("deliverBody retrieveFile storeFile")

// CallsArgument are functions, by their last name, that call a function they are passed there and then.
var CallsArgument = set("sorted sort min max map filter reduce groupby any all sum starmap sub subn to_thread run_in_threadpool run_sync gather wait_for nlargest nsmallest insort defer_call call retry_call")

// CommandDecorator reports whether a decorator, by its dotted name, makes a command of the command line.
func CommandDecorator(dotted string) bool {
	last := Short(dotted)
	return (last == "command" || last == "group" || last == "callback") && (strings.HasPrefix(dotted, "click.") || strings.HasPrefix(dotted, "typer.") || strings.HasPrefix(dotted, "cyclopts.") ||
		strings.HasPrefix(dotted, "flask.cli.") || strings.Contains(dotted, ".cli.") || strings.HasPrefix(dotted, "asyncclick.") || strings.HasPrefix(dotted, "rich_click."))
}

// GroupMethods are methods of a group of commands that make a function one of them.
var GroupMethods = set("command group callback result_callback")

// ThreadBases are base classes, by their last name, whose start() runs their run() beside the rest.
var ThreadBases = set("Thread Process Greenlet QThread DummyProcess SpawnProcess StoppableThread")

// shortLivedBases are base classes, by their last name, whose instances live for a call.
var shortLivedBases = set("Exception BaseException ValueError RuntimeError TypeError KeyError LookupError OSError IOError Warning UserWarning DeprecationWarning Action ArgumentParser NodeVisitor NodeTransformer HTMLParser TestCase " +
	"AsyncTestCase IsolatedAsyncioTestCase str int float tuple dict list set bytes type ABCMeta Formatter JSONEncoder JSONDecoder Command BaseCommand QWidget QDialog Migration Directive Node Transform Enum")

// ShortLivedBase reports whether the instances of a base class from outside are values, errors or helpers of one call.
func ShortLivedBase(dotted string) bool { return shortLivedBases[Short(dotted)] }
