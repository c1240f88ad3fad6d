package library

import "strings"

// SetupName reports whether a function's name says that it runs once, before anything is served.
func SetupName(name string) bool {
	n := strings.TrimLeft(name, "_")
	switch n {
	case "main", "init__", "setup", "init", "configure", "bootstrap", "create_app", "make_app", "get_app", "includeme", "ready", "initialize", "build", "cli", "lifespan", "setUp", "init_app", "async_setup", "async_setup_entry", "setup_platform":
		return true
	}
	for _, p := range []string{"init_", "setup_", "configure_", "register_", "load_", "install_", "bootstrap_", "autodiscover", "initialize_", "build_", "discover_", "parse_args", "add_argument", "read_config", "import_"} {
		if strings.HasPrefix(n, p) {
			return true
		}
	}
	return false
}

var lazySetup = set("configure setup init initialize bootstrap autodiscover configured mappers")

// LazySetup reports whether a function's name says that it sets something up, however often it is asked to: it does so the first time only.
func LazySetup(name string) bool {
	for _, w := range Words(name) {
		if lazySetup[w] {
			return true
		}
	}
	return false
}

var registerVerbs = set("register define declare install mount include use plug extend override enable disable deregister unregister bind provide alias")

var addVerbs = set("add set append insert attach new with put def push prepend assign update on")

var registeredNouns = set("handler handlers listener listeners plugin plugins route routes filter filters middleware middlewares extension extensions converter converters adapter adapters codec codecs command commands option options argument arguments " +
	"template templates processor processors validator validators rule rules schema schemas type types class classes backend backends provider providers factory factories dialect hook hooks callback callbacks resource resources view views " +
	"method methods function functions formatter renderer encoder decoder serializer parser namespace namespaces endpoint endpoints blueprint loader resolver directive header headers param params parameter arg args field fields column columns row " +
	"section path paths url urls alias aliases scheme service services tool tools prompt prompts checker check checks signal observer subparser group groups default defaults")

// RegistersByName reports whether a function's name says that it registers, defines or adds something that belongs to the set-up of a program.
func RegistersByName(name string) bool {
	words := Words(name)
	if len(words) == 0 {
		return false
	}
	if registerVerbs[words[0]] && (len(words) == 1 || words[0] == "register" || registeredNouns[words[len(words)-1]]) {
		return true
	}
	return len(words) > 1 && addVerbs[words[0]] && registeredNouns[words[len(words)-1]]
}

// OncePerConnection reports whether an event loop calls a method of a protocol once in the life of the object: where the connection begins or ends.
func OncePerConnection(method string) bool { return endsOfConnection[method] }

var endsOfConnection = set("connection_made connectionMade makeConnection connection_lost connectionLost")

var opening = set("connection_made connectionMade makeConnection startProtocol startFactory startService on_connect on_open onOpen onConnect open connect reconnect start setup prepare initialize __enter__ __aenter__")

// OpensByName reports whether a method's name says that it runs once for an object's life, or once for each connection that the object keeps.
func OpensByName(name string) bool { return opening[name] || SetupName(name) }

var onceNames = set("run start serve listen bind open connect main launch start_server serve_forever login logout authenticate")

// BuildsByName reports whether a function's name says that it adds to what its user builds, or sets it: not what a service does with each request. What starts something or connects is called once too.
func BuildsByName(name string) bool {
	words := Words(name)
	return len(words) == 0 || addVerbs[words[0]] || registerVerbs[words[0]] || onceNames[name] || strings.HasPrefix(name, "__") || strings.HasPrefix(words[0], "def")
}

// ShutdownName reports whether a function's name says that it runs at the end of an object's or the process' life, or on request only.
func ShutdownName(name string) bool {
	n := strings.Trim(name, "_")
	switch n {
	case "close", "shutdown", "stop", "exit", "aexit", "del", "teardown", "destroy", "terminate", "dispose", "aclose", "reset", "clear", "tearDown", "on_shutdown", "cleanup_all", "finalize", "quit", "clear_all", "reset_all", "close_all", "closed", "join", "purge_all", "kill", "cancel_all", "stop_all", "clear_cache", "cache_clear", "reset_cache":
		return true
	}
	for _, p := range []string{"reset_", "clear_", "shutdown_", "stop_", "teardown_"} {
		if strings.HasPrefix(n, p) {
			return true
		}
	}
	return false
}

// EndsByName reports whether a function's name says that what it is called on ends with it, though it may begin again: stop, disconnect, close_channel,
// connection_lost, handle_close.
func EndsByName(name string) bool {
	words := Words(name)
	return len(words) > 0 && (endVerbs[words[0]] || endedParts[words[len(words)-1]] && tellWords[words[0]])
}

var (
	endedParts = set("close closed closing lost disconnect disconnected shutdown unload logout")
	tellWords  = set("on handle connection conn socket transport session channel after")
)

var endVerbs = set("close aclose stop shutdown disconnect terminate teardown kill destroy dispose quit finalize logout unload")

// EventName reports whether a method's name says that it handles something that comes again and again, and what.
func EventName(name string) (Event, bool) {
	n := strings.TrimLeft(name, "_")
	switch {
	case strings.HasPrefix(n, "on_") && onceEvents[lastWord(n)]:
		return Event{}, false
	case strings.HasPrefix(n, "on_") || strings.HasPrefix(n, "handle_") || n == "handle" || strings.HasPrefix(n, "process_") || strings.HasPrefix(n, "receive") || strings.HasPrefix(n, "dispatch"):
		return Event{"event", "its name says that it handles events"}, true
	}
	return Event{}, false
}

// onceEvents come once in the life of an application or a component, or a few times: when it is set up, and when it ends.
var onceEvents = set("init start startup setup ready load loaded install installed configure stop shutdown unload exit")

func lastWord(name string) string {
	words := Words(name)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// NamesCode reports whether a variable is called a name: what goes under it is known by that, as code is.
func NamesCode(variable string) bool { return lastWord(variable) == "name" }

// A NamedLife is what the name of a class says of how long its instances live.
type NamedLife uint8

// What a name can say.
const (
	SaysNothing NamedLife = iota
	LivesShort
	LivesLong
	LivesForConnection // as long as the peer that it talks to
)

var longWords = set("client manager server pool scheduler registry cache store storage middleware engine broker backend consumer producer limiter ratelimiter monitor service dispatcher worker collector tracker application app bot hub bus supervisor coordinator controller daemon proxy gateway repository singleton watcher listener publisher subscriber exporter executor tracer provider router " +
	"limit throttle breaker semaphore lock orchestrator recorder maintainer agent runtime loop reactor multiplexer poller sampler sink discovery layer driver bridge hass mempool ledger auth authenticator database backends hubs")

var connectionWords = set("connection session channel transport protocol socket websocket peer stream")

var shortWords = set("parser builder visitor node request response context event message result error exception token lexer compiler formatter writer reader iterator generator transformer query expression statement form view serializer state info data record entry item row config settings options params args report test case command migration model schema field spec definition template page handler " +
	"exc warning enum action step frame packet chunk line span header payload url uri path args kwargs options tuple pair point rect color style text table cell column cursor tree ast walker checker rule pass scanner tokenizer encoder decoder loader dumper converter comparator matcher renderer printer plan job ticket change diff patch version mock stub fake dummy mixin")

// LifeByName guesses from a class' name how long its instances live. It is a hint, never a proof.
func LifeByName(class string) NamedLife {
	words := Words(class)
	if len(words) == 0 {
		return SaysNothing
	}
	switch last := words[len(words)-1]; {
	case longWords[last]:
		return LivesLong
	case connectionWords[last]:
		return LivesForConnection
	case shortWords[last]:
		return LivesShort
	}
	return SaysNothing
}

// Predicates are methods of the standard library's threads, tasks, futures, events and queues that say yes or no: as a condition without the
// call they are always true.
var Predicates = set("is_alive is_set done cancelled locked isAlive isSet is_running is_closed is_connected is_closing full empty")

// StandIn reports whether the name of a class says that it takes the place of another one in tests.
func StandIn(class string) bool {
	words := Words(class)
	return len(words) > 0 && (standInWords[words[0]] || standInWords[words[len(words)-1]])
}

var standInWords = set("stub fake mock dummy spy capturing")

// StandInFolder reports whether the name of a folder or a module says that what it holds takes the place of something else in tests, or is for tests:
// fakes, mock_server, testing.
func StandInFolder(name string) bool {
	first := Words(name)
	if name == "testing" {
		return true
	}
	return len(first) > 0 && standInWords[strings.TrimSuffix(first[0], "s")]
}

// TidyName reports whether the name of a handler says that a user tidies up with it: clear, reset.
func TidyName(name string) bool { return hasWord(name, tidyWords) }

// RemoveName reports whether the name of a handler says that a user takes one thing away with it: delete, remove.
func RemoveName(name string) bool { return hasWord(name, removeWords) }

// RecordName reports whether a name says that what it stands for tells of something that happened: a message, an event, an error.
func RecordName(name string) bool {
	words := Words(name)
	return len(words) > 0 && recordWords[strings.TrimSuffix(words[len(words)-1], "s")]
}

var recordWords = set("record entry event message msg line text log error err exception exc sample point result response resp row data payload packet frame chunk metric measurement latency duration elapsed timestamp time report notification alert warning")

// MakesRecord are functions and methods that give text or a number, or a copy of what is at hand.
var MakesRecord = set("str repr format dict asdict to_dict model_dump dumps join decode encode strip time now utcnow perf_counter monotonic isoformat round float int copy deepcopy read recv receive")

// CancelName reports whether a function's name says that it ends what is under way before its time: cancel, abort.
func CancelName(name string) bool { return hasWord(name, cancelWords) }

var cancelWords = set("cancel abort interrupt")

func hasWord(name string, words map[string]bool) bool {
	for _, w := range Words(name) {
		if words[w] {
			return true
		}
	}
	return false
}

var tidyWords, removeWords = set("clear reset forget purge flush clean cleanup wipe"), set("delete remove drop del destroy")

// TimeWords are words of clocks and ages.
var TimeWords = set("now time expires expiry expiration expire expired ttl age timestamp deadline stale elapsed monotonic until ts")

// Ended reports whether the name of a flag says that something is over: what is taken out under it is taken out at the end.
func Ended(name string) bool { return hasWord(name, endWords) }

var endWords = set("closed terminated done finished ended stopped complete completed expired dead cancelled failed error lost disconnected shutdown exhausted eof empty")

// CounterName reports whether the name of an iterator says that it counts up: _ids, sequence, counter.
func CounterName(name string) bool { return hasWord(name, counterWords) }

var counterWords = set("id ids count counter counters seq sequence serial number numbers xid uid ticket")

// StateQuestion reports whether the name of a function asks for the state of something.
func StateQuestion(name string) bool {
	words := Words(name)
	if len(words) < 2 || words[0] != "is" && words[0] != "has" {
		return false
	}
	return !Ended(name)
}

// DebugName reports whether the name of a flag says that it is for looking for errors or measuring only.
func DebugName(name string) bool { return hasWord(name, debugWords) }

var debugWords = set("debug bench benchmark profiling trace_malloc tracemalloc testing development")

// CacheName reports whether the name of a container says that it holds what can be computed anew.
func CacheName(name string) bool { return hasWord(name, cacheWords) }

var cacheWords = set("cache cached memo memoized memos")

// LimitName reports whether a name stands for how many there may be.
func LimitName(name string) bool { return hasWord(name, limitWords) }

var limitWords = set("max maximum limit limits capacity quota maxsize maxlen")

// DevelopmentValue reports whether the value of a setting stands for the machine of a developer.
func DevelopmentValue(value string) bool { return developmentValues[strings.ToLower(value)] }

var developmentValues = set("development dev debug devel")

// AllowsName reports whether the name of a function asks if something is allowed or known.
func AllowsName(name string) bool { return hasWord(name, allowWords) }

var allowWords = set("allowed allow valid known supported registered exists configured whitelisted permitted")

// ExitRegistrars take functions that run once, at the end.
var ExitRegistrars = set("register finalize signal addSystemEventTrigger add_signal_handler on_shutdown add_event_handler addCleanup callback push_async_callback enter_context")

// WorkDone reports whether the name of an exception says that there is nothing more to do, and not that a service or its peer goes away: Empty,
// StopIteration, NoResultsPending, TimeoutError.
func WorkDone(exception string) bool { return hasWord(exception, workDoneWords) }

var workDoneWords = set("empty pending iteration eof timeout done found exhausted index key value full file unicode decode")

// ForShow reports whether the name of a folder says that it shows how something is used: bot_examples, sample-apps.
func ForShow(folder string) bool {
	words := Words(folder)
	return len(words) > 0 && (showWords[words[0]] || showWords[words[len(words)-1]])
}

var showWords = set("example examples sample samples demo demos tutorial tutorials")

// ExitCode reports whether a name is that of the exit code of a program.
func ExitCode(name string) bool { return hasWord(name, exitCodeWords) }

var exitCodeWords = set("rc ret retval code status exitcode returncode")
