"""What a context manager empties when its block ends, what a constructor makes, what one object hands over to another, what the wait for a place
leaves when it is cancelled: none of it empties a hub while it serves."""

import asyncio
import contextlib
import uuid

from fastapi import FastAPI


class Hub:
    def __init__(self):
        self.sessions = {}
        self.streams = {}
        self.waiters = {}
        self.asked = {}
        self.free = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def run(self):
        try:
            yield self
        finally:
            self.sessions.clear()

    def join(self):
        self.sessions[uuid.uuid4()] = self  # want:note "dict Hub.sessions grows.*run\(\) empties it at the end"

    def stream(self):
        self.streams[uuid.uuid4()] = self  # want "dict Hub.streams grows.*nothing takes anything out"

    def replaced_by(self, other):
        other.streams = self.streams

    async def wait(self, name):
        key = uuid.uuid4()
        self.waiters[key] = name  # want:note "dict Hub.waiters grows.*when the wait at line 38 is cancelled"
        await self.free.wait()
        return key

    def release(self, key):
        self.waiters.pop(key, None)

    async def ask(self, name):
        key = uuid.uuid4()
        self.asked[key] = name
        try:
            await self.free.wait()
        except asyncio.CancelledError:
            self.asked.pop(key, None)
            raise
        return key

    def answered(self, key):
        self.asked.pop(key, None)


class Only:
    """Made once: the constructor of the second call does nothing."""

    known = None
    seen = None

    def __new__(cls):
        if cls.known is None:
            cls.known = super().__new__(cls)
            cls.known.ready = False
        return cls.known

    def __init__(self):
        if not self.ready:
            self.seen = {}
            self.ready = True

    def see(self):
        self.seen[uuid.uuid4()] = self  # want "dict Only.seen grows"


hub = Hub()
only = Only()


@contextlib.asynccontextmanager
async def lifespan(app):
    async with hub.run():
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/")
async def post(name: str):
    hub.join()
    hub.stream()
    only.see()
    Only()
    hub.release(await hub.wait(name))
    hub.answered(await hub.ask(name))
    hub.replaced_by(Hub())
