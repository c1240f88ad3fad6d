"""What is handed to executors, loops and threads to run later is called with what stands behind it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI, Request


class Seen:
    def __init__(self):
        self.pool = ThreadPoolExecutor()
        self.submitted = {}
        self.blocking = {}
        self.soon = {}
        self.timed = {}
        self.read = {}

    def submit(self, value):
        self.submitted[value] = 1  # want "dict Seen.submitted grows with every request.*fastapi.Request.query_params"

    def block(self, value):
        self.blocking[value] = 1  # want "dict Seen.blocking grows with every request.*fastapi.Request.query_params"

    def note(self, value):
        self.soon[value] = 1  # want "dict Seen.soon grows with every event.*fastapi.Request.query_params"

    def tick(self, value):
        self.timed[value] = 1

    def readable(self, value):
        self.read[value] = 1

    def receive(self, value):
        loop = asyncio.get_running_loop()
        self.pool.submit(self.submit, value)
        loop.run_in_executor(self.pool, self.block, value)
        loop.call_soon_threadsafe(self.note, value)
        loop.call_later(1, self.tick, "tick")
        loop.add_reader(0, self.readable, "stdin")


app = FastAPI()
seen = Seen()


@app.post("/")
async def post(request: Request):
    seen.receive(request.query_params["x"])
