// Package unboundedcache is a rule about results that are remembered for every call.
//
// # Rule unboundedcache
//
// unboundedcache: a cache without a size keeps an entry for every argument
//
// # What it does
//
// Reports functools.cache, lru_cache(maxsize=None) and their likes in async_lru, cachetools, aiocache, funcy, toolz and others, and memoizers made by hand
// (a decorator with a dict in its closure or on the function, a class that stands for the function), on functions whose arguments come
// from an open domain. The arguments are those that the callers pass; a memoizer takes the arguments of the functions that it wraps.
//
// On a method self is part of the key: where instances are made again and again, each is an entry that never hits again, and is kept alive
// by the cache. A cache on a function without arguments holds one entry and is no finding.
//
// # Why is this bad
//
// The cache belongs to the function and lives as long as the process. An entry for every distinct argument is fine for a handful of
// types or settings, and a leak for user ids, paths, requests or free text.
//
// # Example
//
//	@functools.cache
//	def profile(user_id): ...
//
// # Use instead
//
//	@functools.lru_cache(maxsize=1024)
//	def profile(user_id): ...
//
// For what belongs to an instance functools.cached_property, for what belongs to a request an attribute of the request.
//
// # When to ignore it
//
// Where the arguments are few: `# growlint: ignore[unboundedcache] one entry a locale`.
//
// # Options
//
// None.
//
// # References
//
//   - https://docs.python.org/3/library/functools.html#functools.lru_cache
//   - https://docs.python.org/3/faq/programming.html#how-do-i-cache-method-calls
//   - https://docs.astral.sh/ruff/rules/cached-instance-method/ asks for the decorator on a method alone
package unboundedcache
