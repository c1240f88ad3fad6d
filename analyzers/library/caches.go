package library

// A CacheDecorator remembers the results of a function by its arguments.
type CacheDecorator struct {
	AlwaysUnbounded bool
	SizeArg         string // the argument that bounds it; None means no bound
}

// CacheDecorators by dotted name.
var CacheDecorators = map[string]CacheDecorator{
	"functools.cache": {AlwaysUnbounded: true}, "functools.lru_cache": {SizeArg: "maxsize"}, "async_lru.alru_cache": {SizeArg: "maxsize"},
	"repoze.lru.lru_cache": {SizeArg: "maxsize"}, "backports.functools_lru_cache.lru_cache": {SizeArg: "maxsize"}, "methodtools.lru_cache": {SizeArg: "maxsize"},
	"cachetools.func.lru_cache": {SizeArg: "maxsize"}, "ring.lru": {SizeArg: "maxsize"}, "toolz.memoize": {AlwaysUnbounded: true}, "cytoolz.memoize": {AlwaysUnbounded: true},
	"funcy.memoize": {AlwaysUnbounded: true}, "joblib.Memory.cache": {},
}
