import asyncio

from fastapi import FastAPI, Request

app = FastAPI()

tasks = set()
waiters = set()
patient = set()
chosen = set()


async def work(request):
    await asyncio.sleep(1)


def waiter():
    future = asyncio.get_running_loop().create_future()
    waiters.add(future)  # want "set of futures waiters grows.*has a time limit and cancels nothing.*Take each future out in a finally"
    future.add_done_callback(lambda f, kept=waiters: kept.discard(f))
    return future


@app.post("/")
async def start(request: Request):
    task = asyncio.create_task(work(request))
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    await asyncio.wait([waiter()], timeout=1)


@app.post("/patient")
async def wait(request: Request):
    future = asyncio.get_running_loop().create_future()
    patient.add(future)
    future.add_done_callback(patient.discard)
    await future
