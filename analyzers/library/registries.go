package library

// A Registry is something of the interpreter or a library that lives as long as the process, and that a call puts something into.
type Registry struct {
	Symbol string // the name under which findings speak of it
	// Text is set where the entry is kept by its text.
	Text bool
	// Arg is the position of what is put in.
	Arg int
	// Finalizes is set where the entry goes when the first argument is collected: it stays where what is put in keeps that alive.
	Finalizes bool
}

// Registries by the dotted name of what is called.
var Registries = map[string]Registry{
	"atexit.register":     {Symbol: "atexit"},
	"os.register_at_fork": {Symbol: "os.register_at_fork", Arg: -1},
	"codecs.register":     {Symbol: "codecs"},
	"copyreg.pickle":      {Symbol: "copyreg.dispatch_table"},
	"copy_reg.pickle":     {Symbol: "copyreg.dispatch_table"},

	"weakref.finalize":              {Symbol: "weakref.finalize", Arg: 1, Finalizes: true},
	"multiprocessing.util.Finalize": {Symbol: "multiprocessing.util.Finalize", Arg: 1, Finalizes: true},
	"billiard.util.Finalize":        {Symbol: "billiard.util.Finalize", Arg: 1, Finalizes: true},

	"warnings.warn":         {Symbol: "__warningregistry__", Text: true},
	"logging.getLogger":     {Symbol: "logging.Logger.manager", Text: true},
	"sys.path.append":       {Symbol: "sys.path"},
	"sys.path.insert":       {Symbol: "sys.path", Arg: 1},
	"sys.meta_path.append":  {Symbol: "sys.meta_path"},
	"sys.meta_path.insert":  {Symbol: "sys.meta_path", Arg: 1},
	"sys.path_hooks.append": {Symbol: "sys.path_hooks"},
	"gc.callbacks.append":   {Symbol: "gc.callbacks"},
	"site.addsitedir":       {Symbol: "sys.path"},
}

// RegistryItems are mappings that live as long as the process, by the dotted name of the mapping whose item is assigned.
var RegistryItems = map[string]Registry{
	"sys.modules": {Symbol: "sys.modules"},
	"os.environ":  {Symbol: "os.environ"},
}

// RegistryUndo are the last names of the calls that take out again, by symbol.
var RegistryUndo = map[string][]string{
	"atexit": {"unregister"}, "codecs": {"unregister"},
	"sys.path": {"remove", "pop"}, "sys.meta_path": {"remove"}, "sys.path_hooks": {"remove"}, "gc.callbacks": {"remove"},
	"sys.modules": {"pop"}, "os.environ": {"pop"},
}

// RegistryKeyed are the registries, by symbol, whose entries are names: who knows one can take it out. The others keep functions and objects.
var RegistryKeyed = set("sys.path sys.modules os.environ")

// A Listener is a method that registers a function with the object that it is called on.
type Listener struct {
	Undo []string // methods that take a registration back
	Once bool     // the object forgets it after it has called it: it stays only where that may never happen
	Arg  int      // the position of the function
	Key  bool     // it goes under a key, the first argument: another one under the same key replaces it
}

// Listeners by the name of the method. Each is of objects that keep what is registered: event emitters (pyee, socket.io), signals (blinker, django.dispatch), loggers
// (logging), deferreds (twisted), futures (asyncio, concurrent), AMQP channels.
var Listeners = map[string]Listener{
	"addHandler": {Undo: []string{"removeHandler"}}, "addFilter": {Undo: []string{"removeFilter"}},
	"add_listener": {Undo: []string{"remove_listener", "off"}, Arg: 1}, "addListener": {Undo: []string{"removeListener"}, Arg: 1}, "add_event_listener": {Undo: []string{"remove_event_listener"}, Arg: 1},
	"add_observer": {Undo: []string{"remove_observer"}}, "addObserver": {Undo: []string{"removeObserver"}}, "add_handler": {Undo: []string{"remove_handler"}},
	"on": {Undo: []string{"off", "remove_listener"}, Arg: 1}, "subscribe": {Undo: []string{"unsubscribe", "dispose"}, Arg: -1}, "connect": {Undo: []string{"disconnect"}},
	"add_callback": {Undo: []string{"remove_callback", "remove"}, Arg: -1}, "register_callback": {Undo: []string{"unregister_callback", "remove_callback"}, Arg: -1},
	"add_on_close_callback": {Undo: []string{"remove_on_close_callback"}}, "add_on_open_callback": {}, "add_on_cancel_callback": {}, "add_on_return_callback": {},
	"add_done_callback": {Undo: []string{"remove_done_callback"}, Once: true},
	"addCallback":       {Once: true}, "addErrback": {Once: true}, "addBoth": {Once: true}, "addCallbacks": {Once: true},
	"putChild": {Undo: []string{"delEntity"}, Arg: 1, Key: true}, "add_close_callback": {Undo: []string{"remove_close_callback"}}, "call_on_close": {Once: true},
}
