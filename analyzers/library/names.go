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

// EventName reports whether a method's name says that it handles something that comes again and again, and what.
func EventName(name string) (Event, bool) {
	n := strings.TrimLeft(name, "_")
	switch {
	case strings.HasPrefix(n, "on_startup") || strings.HasPrefix(n, "on_shutdown") || strings.HasPrefix(n, "on_load") || n == "on_start" || n == "on_stop":
		return Event{}, false
	case strings.HasPrefix(n, "on_") || strings.HasPrefix(n, "handle_") || n == "handle" || strings.HasPrefix(n, "process_") || strings.HasPrefix(n, "receive") || strings.HasPrefix(n, "dispatch"):
		return Event{"event", "its name says that it handles events"}, true
	}
	return Event{}, false
}

var longWords = set("client manager server pool scheduler registry cache store storage middleware engine broker backend consumer producer limiter ratelimiter monitor service dispatcher worker collector tracker application app bot hub bus supervisor coordinator controller daemon proxy gateway repository singleton watcher listener publisher subscriber exporter executor tracer provider router")

var shortWords = set("parser builder visitor node request response context event message result error exception token lexer compiler formatter writer reader iterator generator transformer query expression statement form view serializer state info data record entry item row config settings options params args report test case command migration model schema field spec definition template page handler")

// LifeByName guesses from a class' name whether its instances live long (+1) or short (-1); 0 says nothing.
func LifeByName(class string) int {
	words := Words(class)
	if len(words) == 0 {
		return 0
	}
	switch last := words[len(words)-1]; {
	case longWords[last]:
		return 1
	case shortWords[last]:
		return -1
	}
	return 0
}
