"""A library leaves it to its users to start the sweep."""

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
            for address in [a for a, at in self.seen.items() if at < time.time() - 600]:
                del self.seen[address]


peers = PeerStore()


@app.post("/hello")
async def hello(request: Request):
    peers.touch(request.client.host)
