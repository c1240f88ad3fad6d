"""A queue with a consumer in sight is a note at most."""

import asyncio

from fastapi import FastAPI

app = FastAPI()
jobs = asyncio.Queue()
results = asyncio.Queue()


@app.on_event("startup")
async def start():
    asyncio.create_task(work())


async def work():
    while True:
        job = await jobs.get()
        await asyncio.sleep(job)


@app.post("/jobs")
async def create(seconds: int):
    await jobs.put(seconds)  # want:note "queue jobs grows with every request"
    await results.put(seconds)  # want "queue results grows .*nobody in the tree calls drain_results"


async def drain_results():
    while True:
        yield await results.get()
