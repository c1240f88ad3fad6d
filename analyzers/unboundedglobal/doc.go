// Package unboundedglobal is a rule about containers that no object owns.
//
// # Rule unboundedglobal
//
// unboundedglobal: a module, class, closure or default-argument container grows without bound
//
// # What it does
//
// Reports a container bound to a module variable, a class attribute, a default argument, a function's attribute or a closure when code that
// runs again and again (a request handler, a task, an endless loop) puts something in under keys from an open domain, and nothing
// takes it out on every path.
//
// # Why is this bad
//
// Such a container lives as long as the process. Each request, message or task leaves something behind, and the process grows until it
// is killed. The growth is invisible in review and in tests: it is one line, and right for any single call.
//
// # Example
//
//	seen = {}
//
//	@app.post("/orders")
//	def create_order():
//	    seen[request.headers["X-Request-Id"]] = request.get_json()
//
// # Use instead
//
//	seen = TTLCache(maxsize=10_000, ttl=300)
//
// or take the entry out in a finally block, or keep it on the request.
//
// # When to ignore it
//
// Where the keys are finite in fact and the tool cannot see why: `# growlint: ignore[unboundedglobal] at most one entry a worker`.
//
// # Options
//
// None.
//
// # References
//
//   - docs/detection.md, "A finding is true when all five hold"
package unboundedglobal
