"""To acquire a lock that was put in is not to wait for an answer; it is taken out with its counter."""

import asyncio

from fastapi import FastAPI


class NamedLocks:
    def __init__(self):
        self.locks = {}
        self.counters = {}

    async def acquire(self, name):
        if name in self.locks:
            lock = self.locks[name]
            self.counters[name] += 1
        else:
            lock = asyncio.Lock()
            self.locks[name] = lock
            self.counters[name] = 1
        await lock.acquire()

    def release(self, name):
        self.counters[name] -= 1
        if self.counters[name] <= 0:
            del self.locks[name]
            del self.counters[name]


app = FastAPI()
locks = NamedLocks()


@app.post("/{name}")
async def work(name: str):
    await locks.acquire(name)
    locks.release(name)
