"""The same in a library, which leaves it to its users."""

import asyncio
import time

from fastapi import FastAPI, Request

app = FastAPI()


class PeerStore:
    def __init__(self):
        self.seen = {}

    def touch(self, address):
        self.seen[address] = time.time()  # want:note "dict PeerStore.seen grows.*nobody has to start sweep_peers"

    async def sweep_peers(self):
        while True:
            await asyncio.sleep(60)
            self._expire()

    def _expire(self):
        for address in [a for a, at in self.seen.items() if at < time.time() - 600]:
            del self.seen[address]


class SwarmStore:
    def __init__(self):
        self.seen = {}

    def touch(self, address):
        self.seen[address] = time.time()

    async def sweep_swarms(self):
        while True:
            await asyncio.sleep(60)
            for address in [a for a, at in self.seen.items() if at < time.time() - 600]:
                del self.seen[address]


peers = PeerStore()
swarms = SwarmStore()


@app.on_event("startup")
async def start():
    asyncio.create_task(swarms.sweep_swarms())


@app.post("/hello")
async def hello(request: Request):
    peers.touch(request.client.host)
    swarms.touch(request.client.host)
