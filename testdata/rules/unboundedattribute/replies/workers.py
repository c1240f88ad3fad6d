"""A consumer that waits for its queue again and again waits for no answer: what its end takes out is taken out. Who waits once leaves it when that takes too long."""

import asyncio

from fastapi import FastAPI


class Workers:
    def __init__(self):
        self.queues = {}
        self.answers = {}

    async def start(self, pid):
        queue = asyncio.Queue()
        self.queues[pid] = queue

        async def consume():
            while True:
                job = await queue.get()
                print(job)

        asyncio.create_task(consume())

    async def ask(self, pid):
        answer = asyncio.Queue()
        self.answers[pid] = answer  # want "dict Workers.answers grows.*only the answer takes it out"
        return await answer.get()

    def gone(self, pid):
        self.queues.pop(pid, None)

    def answered(self, pid):
        self.answers.pop(pid).put_nowait(pid)


app = FastAPI()
workers = Workers()


@app.post("/{pid}")
async def start(pid: int):
    await workers.start(pid)
    await workers.ask(pid)


@app.delete("/{pid}")
async def gone(pid: int):
    workers.gone(pid)
    workers.answered(pid)
