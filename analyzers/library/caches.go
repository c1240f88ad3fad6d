package library

// A CacheDecorator remembers the results of a function by its arguments.
type CacheDecorator struct {
	AlwaysUnbounded bool   // it has no size
	SizeArg         string // the argument that bounds it: first, or by this keyword
	NoneIsOff       bool   // leaving the size out leaves it without bound
	StoreArg        string // the argument that is the store; an entry is kept for as long as the store keeps it
	TimeArg         string // the argument that lets entries expire
}

// CacheDecorators by dotted name. Each line rests on the library's own documentation.
var CacheDecorators = map[string]CacheDecorator{
	"functools.cache": {AlwaysUnbounded: true}, "functools.lru_cache": {SizeArg: "maxsize"}, "backports.functools_lru_cache.lru_cache": {SizeArg: "maxsize"},
	"async_lru.alru_cache": {SizeArg: "maxsize", TimeArg: "ttl"}, "methodtools.lru_cache": {SizeArg: "maxsize"}, "fastlru.lru_cache": {SizeArg: "maxsize"},
	"repoze.lru.lru_cache": {SizeArg: "maxsize"}, "cachetools.func.lru_cache": {SizeArg: "maxsize"}, "ring.lru": {SizeArg: "maxsize"},
	"cachetools.cached": {StoreArg: "cache"}, "cachetools.cachedmethod": {StoreArg: "cache"}, "asyncache.cached": {StoreArg: "cache"}, "cachetools_async.cached": {StoreArg: "cache"},
	"boltons.cacheutils.cached": {StoreArg: "cache"}, "boltons.cacheutils.cachedmethod": {StoreArg: "cache"},
	"toolz.memoize": {AlwaysUnbounded: true, StoreArg: "cache"}, "cytoolz.memoize": {AlwaysUnbounded: true, StoreArg: "cache"}, "toolz.functoolz.memoize": {AlwaysUnbounded: true, StoreArg: "cache"},
	"toolz.curried.memoize": {AlwaysUnbounded: true, StoreArg: "cache"},
	"funcy.memoize":         {AlwaysUnbounded: true}, "funcy.calc.memoize": {AlwaysUnbounded: true}, "memoization.cached": {SizeArg: "max_size", NoneIsOff: true, TimeArg: "ttl"},
	"aiocache.cached": {TimeArg: "ttl", NoneIsOff: true}, "aiocache.decorators.cached": {TimeArg: "ttl", NoneIsOff: true},
	"pylru.lrudecorator": {SizeArg: "size"},
}

var eventObjects = set("request req interaction websocket ws")

// EventObject reports whether a parameter of that name holds an object that a framework makes anew for each event, and that compares by identity.
func EventObject(name string) bool { return eventObjects[name] }
