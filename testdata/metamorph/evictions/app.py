"""Containers that are emptied in one place each. Without it every one of them grows with every request."""
import asyncio

from fastapi import FastAPI, Request, WebSocket

app = FastAPI()

in_flight = {}
running = set()
connections = {}
recent = []
answers = {}
waiting = {}
totals = {}


@app.post("/in_flight")
async def tracked(request: Request):
    key = request.headers["X-Request-Id"]
    in_flight[key] = request
    try:
        return await request.json()
    finally:
        in_flight.pop(key, None)  # the only eviction of in_flight


@app.post("/running")
async def background(request: Request):
    task = asyncio.create_task(work(await request.json()))
    running.add(task)
    task.add_done_callback(running.discard)  # the only eviction of running


async def work(body):
    await asyncio.sleep(len(body))


@app.websocket("/socket/{user}")
async def socket(user: str, ws: WebSocket):
    await ws.accept()
    connections[user] = ws
    try:
        async for text in ws.iter_text():
            await ws.send_text(text)
    finally:
        del connections[user]  # the only eviction of connections


@app.post("/recent")
async def remember(request: Request):
    recent.append(await request.json())
    if len(recent) > 100:
        recent.pop(0)  # the only eviction of recent
    return recent


@app.get("/answers/{question}")
async def answer(question: str):
    if len(answers) >= 1000:
        answers.clear()  # the only eviction of answers
    answers[question] = question.upper()
    return answers[question]


class Waiter:
    def __init__(self, key):
        self.key = key

    async def __aenter__(self):
        waiting[self.key] = self
        return self

    async def __aexit__(self, *exc):
        waiting.pop(self.key, None)  # the only eviction of waiting, at note


@app.get("/waiting/{key}")
async def wait(key: str):
    async with Waiter(key):
        await asyncio.sleep(1)


@app.post("/totals/{name}")
async def count(name: str):
    totals[name] = totals.get(name, 0) + 1


@app.on_event("startup")
async def start():
    asyncio.create_task(flush())


async def flush():
    while True:
        await asyncio.sleep(60)
        totals.clear()  # the only eviction of totals
