// Package unboundedqueue is a rule about queues without a bound.
//
// # Rule unboundedqueue
//
// unboundedqueue: a queue without maxsize holds whatever its consumer does not take
//
// # What it does
//
// Reports queue.Queue, asyncio.Queue, multiprocessing.Queue and their likes without a maxsize (or with 0 or None) that outlive what fills them, where the
// consumer is absent, is left to whoever uses the code, or runs under a condition that the producer does not have. `except Full` around a
// `put_nowait` is the surest sign: a queue without maxsize never raises it, and the branch that drops never runs. A queue with a
// consumer in sight is a note at most.
//
// # Why is this bad
//
// A queue decouples two speeds. Without a bound the difference is memory: a consumer that is slow, has ended, or was never started shows as a
// process that grows until it is killed. An `await queue.put(…)` looks like back-pressure and is none.
//
// # Example
//
//	self.events = asyncio.Queue()
//	...
//	try:
//	    self.events.put_nowait(event)
//	except asyncio.QueueFull:      # never
//	    self.dropped += 1
//
// # Use instead
//
//	self.events = asyncio.Queue(maxsize=1000)
//
// and decide what the producer does when it is full: wait, drop the newest, drop the oldest.
//
// # When to ignore it
//
// Where the producer waits for the consumer by other means: `# growlint: ignore[unboundedqueue] one item at a time, by the semaphore`.
//
// # Options
//
// None.
//
// # References
//
//   - https://docs.python.org/3/library/queue.html#queue.Queue
//   - https://docs.python.org/3/library/asyncio-queue.html
package unboundedqueue
