// Package unboundedattribute is a rule about containers that a long-lived object owns.
//
// # Rule unboundedattribute
//
// unboundedattribute: a container on a long-lived instance grows without bound
//
// # What it does
//
// Reports `self.x`, where x is a container, when instances of the class live longer than the events that feed it (a module singleton, a
// middleware, a client held by the application, a consumer, a protocol), the keys come from an open domain, and nothing takes out on
// every path what was put in.
//
// # Why is this bad
//
// The class looks harmless: nothing in it says how long its instances live. That is decided elsewhere, where one of them is put into a
// module variable or handed to a framework, and from then on each request leaves something behind.
//
// # Example
//
//	class RateLimiter:
//	    def __init__(self):
//	        self.hits = defaultdict(list)
//
//	    def allow(self, ip):
//	        self.hits[ip] = [t for t in self.hits[ip] if t > time.time() - 60]
//	        return len(self.hits[ip]) < 100
//
//	limiter = RateLimiter()
//
// The inner list shrinks; the key of an address that never returns stays. No statement stores anything: reading a defaultdict inserts the key, and so do
// `setdefault`, `d[k] += 1` on a Counter, and `async with locks[k]`.
//
// # Use instead
//
// Delete the key when its list is empty, sweep the map on a timer, or use a cache with a maximum size and a time to live.
//
// # When to ignore it
//
// Where the population is small and configured: `# growlint: ignore[unboundedattribute] one entry a configured account`.
//
// # Options
//
// None.
//
// # References
//
//   - docs/detection.md, "Eviction that does not evict"
package unboundedattribute
