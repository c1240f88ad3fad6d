"""Each way to let go of what has ended; one of each sort is kept."""

import asyncio
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

from fastapi import FastAPI, Request

app = FastAPI()
executor = ThreadPoolExecutor(4)

discarded = set()
popped = {}
kept = {}
swept = set()
alive = []
ended = []
running = []
reaped = {}
zombies = {}
awaited = {}
only_when_fine = {}
workers = []


async def work(path):
    await asyncio.sleep(len(path))


def block(path):
    return path


@app.post("/{path}")
async def start(path: str, request: Request):
    task = asyncio.create_task(work(path))
    discarded.add(task)
    task.add_done_callback(discarded.discard)

    entry = asyncio.create_task(work(path))
    popped[path] = entry
    entry.add_done_callback(lambda _: popped.pop(path, None))

    kept[path] = asyncio.create_task(work(path))  # want "dict of tasks kept grows with every request"
    swept.add(asyncio.create_task(work(path)))


@app.post("/threads/{path}")
def start_thread(path: str):
    global alive
    alive = [t for t in alive if t.is_alive()]
    thread = threading.Thread(target=block, args=(path,))
    thread.start()
    alive.append(thread)
    ended.append(thread)  # want "list of threads ended grows with every request.*Drop those that have ended before each new one"
    running.append(thread)
    for other in list(running):
        if not other.is_alive():
            running.remove(other)


@app.post("/processes/{path}")
def start_process(path: str):
    reap()
    process = subprocess.Popen(["convert", path])
    reaped[path] = process
    zombies[path] = process  # want "dict of processes zombies grows"


def reap():
    for path, process in list(reaped.items()):
        if process.poll() is not None:
            del reaped[path]


@app.post("/waits/{path}")
async def wait(path: str, request: Request):
    awaited[path] = asyncio.create_task(work(path))
    only_when_fine[path] = asyncio.create_task(work(path))  # want "dict of tasks only_when_fine grows.*left out when the await"
    try:
        await awaited[path]
    finally:
        del awaited[path]
    await only_when_fine[path]
    del only_when_fine[path]


async def sweep():
    while True:
        await asyncio.sleep(60)
        for task in list(swept):
            if task.done():
                swept.discard(task)


@app.on_event("startup")
async def begin():
    asyncio.create_task(sweep())
    for n in range(4):
        workers.append(asyncio.create_task(work(str(n))))
