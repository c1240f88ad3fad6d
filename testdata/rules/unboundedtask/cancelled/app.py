"""Tasks that only a cancellation takes out: one that ends by itself does not come there."""

import asyncio

from fastapi import FastAPI, Request

app = FastAPI()

jobs = {}
watched = {}
sessions = {}
tidied = {}


async def work(path):
    await asyncio.sleep(len(path))


async def watch(path):
    try:
        await work(path)
    finally:
        forget(path)


def forget(path):
    watched.pop(path, None)


async def listen(path):
    while True:
        await asyncio.sleep(1)


@app.post("/jobs/{path}")
async def start(path: str, request: Request):
    jobs[path] = asyncio.create_task(work(path))  # want "dict of tasks jobs grows.*cancel.*takes out only what it cancels; what ends by itself stays"


@app.post("/reset/{path}")
async def cancel(path: str):
    task = jobs.pop(path)
    task.cancel()


# The task takes itself out, through another function.
@app.post("/watched/{path}")
async def start_watched(path: str, request: Request):
    watched[path] = asyncio.create_task(watch(path))


@app.post("/watched/{path}/cancel")
async def cancel_watched(path: str):
    task = watched.pop(path)
    task.cancel()


# These go on until somebody cancels them.
@app.websocket("/sessions/{path}")
async def open_session(path: str, request: Request):
    sessions[path] = asyncio.create_task(listen(path))


@app.post("/sessions/{path}/leave")
async def leave(path: str):
    sessions.pop(path).cancel()


# Who asks whether it has ended expects to find some that have.
@app.post("/tidied/{path}")
async def start_tidied(path: str, request: Request):
    tidied[path] = asyncio.create_task(work(path))


async def settle(path):
    task = tidied.pop(path)
    if not task.done():
        task.cancel()


@app.post("/settled/{path}")
async def on_settled(path: str):
    await settle(path)
