"""Waits for answers that a loop hands out. A handler that does not catch a cancellation leaves the entry of a wait that is cancelled."""

import asyncio
import itertools


class Link:
    def __init__(self, stream):
        self.stream = stream
        self.ids = itertools.count()
        self.unguarded = {}
        self.excepted = {}
        self.cancelled = {}
        self.finished = {}

    async def receive_forever(self):
        while True:
            message = await self.stream.read()
            future = self.unguarded.pop(message["id"], None) or self.excepted.pop(message["id"], None)
            future = future or self.cancelled.pop(message["id"], None) or self.finished.pop(message["id"], None)
            future.set_result(message)

    async def request_unguarded(self, text):
        number = next(self.ids)
        future = asyncio.get_running_loop().create_future()
        self.unguarded[number] = future  # want "dict of futures Link.unguarded grows.*only the answer takes it out"
        await self.stream.write(number, text)
        return await asyncio.wait_for(future, 5)

    async def request_excepted(self, text):
        number = next(self.ids)
        future = asyncio.get_running_loop().create_future()
        self.excepted[number] = future  # want:note "dict of futures Link.excepted grows.*does not catch that"
        try:
            return await asyncio.wait_for(future, 5)
        except Exception:
            self.excepted.pop(number, None)
            raise

    async def request_cancelled(self, text):
        number = next(self.ids)
        future = asyncio.get_running_loop().create_future()
        self.cancelled[number] = future
        try:
            return await asyncio.wait_for(future, 5)
        except (asyncio.TimeoutError, asyncio.CancelledError):
            self.cancelled.pop(number, None)
            raise

    async def request_finished(self, text):
        number = next(self.ids)
        future = asyncio.get_running_loop().create_future()
        self.finished[number] = future
        try:
            return await asyncio.wait_for(future, 5)
        finally:
            self.finished.pop(number, None)


link = Link(None)


async def main(stream):
    asyncio.create_task(link.receive_forever())
    while True:
        line = await stream.line()
        await link.request_unguarded(line)
        await link.request_excepted(line)
        await link.request_cancelled(line)
        await link.request_finished(line)
