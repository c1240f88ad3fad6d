// Package library is what is known of Python's standard library, of frameworks and of common libraries, as data: which calls make containers and
// what bounds them, which methods put in and take out, which decorators and base classes make a function run again, which values come
// from outside. It holds no logic but look-ups, and nothing that is true of one project only.
package library

import "strings"

// A Container is a type whose instances grow.
type Container struct {
	Kind string // the word that findings use
	// BoundArg names the keyword (and BoundPos the position) that bounds it; -1 where there is none.
	BoundArg string
	BoundPos int
	// Bounded is set where the type itself keeps the number of entries finite, with the reason.
	Bounded string
	// ReadInserts is set where reading a missing key inserts it.
	ReadInserts bool
	// DefaultBounded is set where the bound holds when the argument is not given.
	DefaultBounded bool
}

// Containers by the dotted name of what is called to make one.
var Containers = map[string]Container{
	"builtins.dict":                 {Kind: "dict", BoundPos: -1},
	"builtins.list":                 {Kind: "list", BoundPos: -1},
	"builtins.set":                  {Kind: "set", BoundPos: -1},
	"builtins.bytearray":            {Kind: "bytearray", BoundPos: -1},
	"collections.defaultdict":       {Kind: "defaultdict", BoundPos: -1, ReadInserts: true},
	"collections.OrderedDict":       {Kind: "dict", BoundPos: -1},
	"collections.Counter":           {Kind: "counter", BoundPos: -1},
	"collections.deque":             {Kind: "deque", BoundArg: "maxlen", BoundPos: 1},
	"collections.UserDict":          {Kind: "dict", BoundPos: -1},
	"collections.UserList":          {Kind: "list", BoundPos: -1},
	"collections.ChainMap":          {Kind: "dict", BoundPos: -1},
	"queue.Queue":                   {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"queue.LifoQueue":               {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"queue.PriorityQueue":           {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"queue.SimpleQueue":             {Kind: "queue", BoundPos: -1},
	"Queue.Queue":                   {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"asyncio.Queue":                 {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"asyncio.LifoQueue":             {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"asyncio.PriorityQueue":         {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"multiprocessing.Queue":         {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"multiprocessing.JoinableQueue": {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"janus.Queue":                   {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"gevent.queue.Queue":            {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"eventlet.queue.Queue":          {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"tornado.queues.Queue":          {Kind: "queue", BoundArg: "maxsize", BoundPos: 0},
	"io.BytesIO":                    {Kind: "buffer", BoundPos: -1},
	"io.StringIO":                   {Kind: "buffer", BoundPos: -1},
	"weakref.WeakKeyDictionary":     {Kind: "weak dict", BoundPos: -1, Bounded: "entries go when their keys do"},
	"weakref.WeakValueDictionary":   {Kind: "weak dict", BoundPos: -1, Bounded: "entries go when their values do"},
	"weakref.WeakSet":               {Kind: "weak set", BoundPos: -1, Bounded: "members go when nothing else holds them"},
	"cachetools.LRUCache":           {Kind: "cache", BoundPos: 0, Bounded: "cachetools caches are bounded by maxsize"},
	"cachetools.TTLCache":           {Kind: "cache", BoundPos: 0, Bounded: "cachetools caches are bounded by maxsize"},
	"cachetools.LFUCache":           {Kind: "cache", BoundPos: 0, Bounded: "cachetools caches are bounded by maxsize"},
	"cachetools.FIFOCache":          {Kind: "cache", BoundPos: 0, Bounded: "cachetools caches are bounded by maxsize"},
	"cachetools.RRCache":            {Kind: "cache", BoundPos: 0, Bounded: "cachetools caches are bounded by maxsize"},
	"cachetools.TLRUCache":          {Kind: "cache", BoundPos: 0, Bounded: "cachetools caches are bounded by maxsize"},
	"cachetools.Cache":              {Kind: "cache", BoundPos: 0, Bounded: "cachetools caches are bounded by maxsize"},
	"lru.LRU":                       {Kind: "cache", BoundPos: 0, Bounded: "bounded by its size"},
	"expiringdict.ExpiringDict":     {Kind: "cache", BoundPos: 0, Bounded: "bounded by max_len and max_age_seconds"},
	"itertools.count":               {},
	"threading.local":               {},
	"contextvars.ContextVar":        {},
}

// FilledByReads is a dict whose class puts in what is asked for and not there.
var FilledByReads = Container{Kind: "dict", BoundPos: -1, ReadInserts: true}

// AsksMissing are the types that call __missing__ of a class that derives from them.
var AsksMissing = map[string]bool{"builtins.dict": true, "collections.OrderedDict": true, "collections.defaultdict": true, "collections.UserDict": true, "collections.Counter": true}

// ContainerOf looks a dotted name up; queue modules are also known under their lower-case and vendored names.
func ContainerOf(dotted string) (Container, bool) {
	c, ok := Containers[dotted]
	if !ok {
		c, ok = Containers[aliases[dotted]]
	}
	return c, ok && c.Kind != ""
}

var aliases = map[string]string{
	"six.moves.queue.Queue": "queue.Queue", "asyncio.queues.Queue": "asyncio.Queue", "multiprocessing.queues.Queue": "multiprocessing.Queue",
	"typing.Dict": "builtins.dict", "typing.List": "builtins.list", "typing.Set": "builtins.set", "typing.DefaultDict": "collections.defaultdict",
	"typing.Deque": "collections.deque", "typing.MutableMapping": "builtins.dict", "typing.Counter": "collections.Counter", "typing.OrderedDict": "collections.OrderedDict",
	"backports.OrderedDict": "collections.OrderedDict", "ordereddict.OrderedDict": "collections.OrderedDict",
}

// An Effect is what calling a method does to the container it is called on.
type Effect uint8

// The effects.
const (
	NoEffect Effect = iota
	Grows           // puts something in
	Shrinks         // takes one thing, or chosen things, out
	Empties         // takes everything out
	Inserts         // returns the element under a key and puts it in where it is missing
	Looks           // returns an element
	Views           // returns the elements, or a copy
)

// Methods by the kind of the container, then by name; "" holds for every kind.
var Methods = map[string]map[string]Effect{
	"": {
		"append": Grows, "appendleft": Grows, "add": Grows, "insert": Grows, "extend": Grows, "extendleft": Grows, "update": Grows,
		"setdefault": Inserts, "put": Grows, "put_nowait": Grows, "__setitem__": Grows,
		"pop": Shrinks, "popitem": Shrinks, "popleft": Shrinks, "remove": Shrinks, "discard": Shrinks, "__delitem__": Shrinks,
		"difference_update": Shrinks, "intersection_update": Shrinks, "symmetric_difference_update": Shrinks,
		"clear": Empties, "get_nowait": Shrinks, "truncate": Empties,
		"get": Looks, "__getitem__": Looks,
		"values": Views, "items": Views, "keys": Views, "copy": Views,
		"iteritems": Views, "itervalues": Views, "iterkeys": Views,
	},
	"queue":   {"get": Shrinks, "join": NoEffect, "put_many": Grows},
	"buffer":  {"write": Grows, "writelines": Grows, "read": NoEffect, "getvalue": Views},
	"counter": {"subtract": Grows},
}

// EffectOf returns what a method does to a container of a kind.
func EffectOf(kind, method string) Effect {
	if e, ok := Methods[kind][method]; ok {
		return e
	}
	return Methods[""][method]
}

// ArgEffects are functions that act on a container given as their first argument.
var ArgEffects = map[string]Effect{
	"heapq.heappush": Grows, "heapq.heappop": Shrinks, "heapq.heappushpop": Looks, "heapq.heapreplace": Looks, "heapq.heapify": NoEffect,
	"bisect.insort": Grows, "bisect.insort_left": Grows, "bisect.insort_right": Grows,
	"builtins.delattr": Shrinks,
}

// Pure are functions that read a container and keep nothing of it.
var Pure = map[string]bool{
	"builtins.len": true, "builtins.sorted": true, "builtins.list": true, "builtins.tuple": true, "builtins.set": true, "builtins.dict": true,
	"builtins.frozenset": true, "builtins.iter": true, "builtins.enumerate": true, "builtins.zip": true, "builtins.map": true, "builtins.filter": true,
	"builtins.any": true, "builtins.all": true, "builtins.sum": true, "builtins.min": true, "builtins.max": true, "builtins.str": true,
	"builtins.repr": true, "builtins.print": true, "builtins.isinstance": true, "builtins.bool": true, "builtins.id": true, "builtins.type": true,
	"builtins.reversed": true, "builtins.next": true, "builtins.hasattr": true, "builtins.bytes": true, "builtins.format": true,
	"json.dumps": true, "json.dump": true, "copy.copy": true, "copy.deepcopy": true, "pprint.pprint": true, "asyncio.gather": true, "asyncio.wait": true,
	"itertools.chain": true, "itertools.islice": true, "pickle.dumps": true, "pickle.dump": true, "builtins.hash": true, "sys.getsizeof": true,
}

// Short returns the last part of a dotted name.
func Short(dotted string) string { return dotted[strings.LastIndexByte(dotted, '.')+1:] }

// WeakReferences are calls that refer to an object without keeping it; the reference itself outlives it.
var WeakReferences = set("weakref.ref weakref.ReferenceType weakref.WeakMethod weakref.proxy")
