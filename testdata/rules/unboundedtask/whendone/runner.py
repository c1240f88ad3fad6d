"""A function that a task calls when it is done takes its entry out however the task ends; the wait for the task has nothing to do with it."""

import asyncio


class Runner:
    def __init__(self, queue):
        self.queue = queue
        self.active = set()
        self.started = set()

    def done(self, task):
        self.active.discard(task)

    async def act(self, action):
        await action()

    async def loop(self):
        while True:
            action = await self.queue.get()
            task = asyncio.create_task(self.act(action))
            self.active.add(task)
            self.started.add(task)  # want "set of tasks Runner.started grows.*Let each task take itself out when it is done: task.add_done_callback.started.discard."
            task.add_done_callback(self.done)
            await task


async def main():
    runner = Runner(asyncio.Queue())
    await runner.loop()


asyncio.run(main())
