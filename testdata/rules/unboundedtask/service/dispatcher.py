"""A dispatcher of jobs from a broker: it keeps the tasks of its jobs so that they can be cancelled, and the waits for replies of its workers."""

import asyncio
import contextlib
import logging
import uuid

import aio_pika

log = logging.getLogger(__name__)


class Dispatcher:
    def __init__(self, url, timeout=30.0):
        self.url = url
        self.timeout = timeout
        self.jobs = {}
        self.notifications = []
        self.replies = {}
        self.abandoned = {}
        self.probes = set()
        self._closing = False

    async def run(self):
        connection = await aio_pika.connect_robust(self.url)
        async with connection:
            channel = await connection.channel()
            queue = await channel.declare_queue("jobs")
            await queue.consume(self.on_message)
            await asyncio.Future()

    async def on_message(self, message):
        job_id = message.message_id
        self.jobs[job_id] = asyncio.create_task(self._execute(job_id, message))
        note = asyncio.create_task(self._notify(job_id, "accepted"))
        self.notifications.append(note)  # want "list of tasks Dispatcher.notifications grows with every (message|iteration).*Make it a set. Let each task take itself out"
        probe = asyncio.create_task(self._probe())
        self.probes.add(probe)
        probe.add_done_callback(self._probed)

    async def _execute(self, job_id, message):
        try:
            async with message.process():
                await self.ask("worker", message.body)
        except asyncio.CancelledError:
            log.info("job %s was cancelled", job_id)
            raise
        finally:
            self.jobs.pop(job_id, None)

    async def ask(self, worker, body):
        correlation = uuid.uuid4().hex
        reply = asyncio.get_running_loop().create_future()
        self.replies[correlation] = reply
        await self._send(worker, correlation, body)
        try:
            return await asyncio.wait_for(reply, self.timeout)
        finally:
            self.replies.pop(correlation, None)

    async def ask_once(self, worker, body):
        correlation = uuid.uuid4().hex
        reply = asyncio.get_running_loop().create_future()
        self.abandoned[correlation] = reply  # want "dict of futures Dispatcher.abandoned grows.*when the wait at line 66 times out or is cancelled, the entry stays.*in a finally around the wait"
        await self._send(worker, correlation, body)
        return await asyncio.wait_for(reply, self.timeout)

    def on_reply(self, correlation, body):
        reply = self.replies.get(correlation) or self.abandoned.pop(correlation, None)
        if reply is not None and not reply.done():
            reply.set_result(body)

    def _probed(self, probe):
        self.probes.discard(probe)
        if not probe.cancelled() and probe.exception():
            log.warning("probe failed: %s", probe.exception())

    async def close(self):
        self._closing = True
        for task in [*self.jobs.values(), *self.notifications]:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _send(self, worker, correlation, body): ...

    async def _notify(self, job_id, state): ...

    async def _probe(self): ...


async def main():
    dispatcher = Dispatcher("amqp://broker/")
    await dispatcher.run()


if __name__ == "__main__":
    asyncio.run(main())
