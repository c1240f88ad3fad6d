// Package unboundedregistry is a rule about registries of the interpreter and listeners that are never taken back.
//
// # Rule unboundedregistry
//
// unboundedregistry: something is registered for each event and never unregistered
//
// # What it does
//
// Reports code that runs again and again and puts something into what lives as long as the process: atexit, os.register_at_fork, sys.modules,
// sys.path, the handlers of a logger, loggers under computed names, the registry of shown warnings (a warning with a text of its own each time);
// and functions made anew (a lambda, an inner function, a partial, a method of a short-lived object) that are registered as listeners,
// callbacks or handlers with an object that outlives them, without a counterpart that takes them back.
//
// # Why is this bad
//
// There is no container in sight: the list is inside the library. Each event leaves a function behind, with all that it refers to, and each
// later event calls it again.
//
// # Example
//
//	class Session:                          # one for each connection
//	    def __init__(self):
//	        atexit.register(self.close)     # keeps the session until the process ends
//
// # Use instead
//
// Register once, at set-up, or unregister when the object ends (`atexit.unregister`, `removeHandler`, `remove_listener`, a finally around the wait);
// `weakref.finalize(obj, …)` in place of atexit. For a value in a log line or a warning, arguments in place of a name or text made of it.
//
// # When to ignore it
//
// Where the code runs a known number of times: `# growlint: ignore[unboundedregistry] one client a process`.
//
// # Options
//
// None.
//
// # References
//
//   - https://docs.python.org/3/library/atexit.html
//   - https://docs.python.org/3/library/logging.html#logging.getLogger, "never destroyed"
//   - https://docs.python.org/3/library/warnings.html
package unboundedregistry
