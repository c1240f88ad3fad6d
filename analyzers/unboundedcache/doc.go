// Package unboundedcache is a rule about decorators that remember every call.
//
// # Rule unboundedcache
//
// unboundedcache: a cache decorator without a size keeps an entry for every argument
//
// # What it does
//
// Reports functools.cache, lru_cache(maxsize=None) and their likes in other libraries on functions whose arguments come from an open
// domain. On a method each entry holds the instance too.
//
// # Why is this bad
//
// The cache belongs to the function and lives as long as the process. An entry for every distinct argument is fine for a handful of
// types or settings, and a leak for user ids, paths or free text.
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
package unboundedcache
