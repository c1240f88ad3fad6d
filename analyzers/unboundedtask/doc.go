// Package unboundedtask is a rule about tasks, futures, threads and processes that are kept after they have ended.
//
// # Rule unboundedtask
//
// unboundedtask: tasks, futures, threads or processes are kept, and not let go of when they end
//
// # What it does
//
// Reports a container of what runs or is waited for on its own (asyncio tasks and futures, what an executor's submit returns, threads, processes,
// Deferreds, greenlets) that outlives the events which start them, where nothing takes each out, on every path, when it has ended. A
// done-callback that discards counts, also under a method's name or in another file, and so does a sweep of those that are done.
//
// # Why is this bad
//
// An event loop holds its tasks weakly, so they have to be kept somewhere; linters that say so do not ask whether they are let go of again. A task
// that is done keeps its coroutine, its result or its exception with the whole traceback, and all the locals in it. A thread that has ended keeps its
// target's arguments, a process its pipes and an entry in the process table.
//
// # Example
//
//	background = set()
//
//	@app.post("/orders")
//	async def create_order(request):
//	    task = asyncio.create_task(send_receipt(await request.json()))
//	    background.add(task)
//
// # Use instead
//
//	background.add(task)
//	task.add_done_callback(background.discard)
//
// or an asyncio.TaskGroup, which forgets each task that is done. For a future that a reply resolves, take it out in a finally around the wait: the reply may
// never come. For threads and processes a pool of a fixed size, or a sweep before each new one:
//
//	self.threads = [t for t in self.threads if t.is_alive()]
//
// # When to ignore it
//
// Where there is a fixed number of them: `# growlint: ignore[unboundedtask] one worker a core`.
//
// # Options
//
// None.
//
// # References
//
//   - https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task, "Save a reference to the result of this function"
//   - https://docs.python.org/3/library/asyncio-future.html#asyncio.Future.add_done_callback
//   - https://docs.astral.sh/ruff/rules/asyncio-dangling-task/ asks that the task is kept, and not that it is let go of
package unboundedtask
