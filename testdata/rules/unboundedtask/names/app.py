"""Tasks that are put in under one name and taken out under another."""

import asyncio

from fastapi import FastAPI


class Worker:
    def __init__(self, name):
        self.name = name
        self.running = {}
        self.named = {}
        self.kept = {}

    async def start(self, key):
        task = asyncio.create_task(self.work(key), name=f"{self.name}:{key}")
        self.running[key] = task  # want "dict of tasks Worker.running grows.*takes out the name of the task, and key was put in"
        same = asyncio.create_task(self.work(key), name=key)
        self.named[key] = same
        other = asyncio.create_task(self.work(key))
        self.kept[other.get_name()] = other

    async def work(self, key):
        await asyncio.sleep(1)

    def sweep(self):
        for task in [t for t in self.running.values() if t.done()]:
            self.running.pop(task.get_name(), None)
        for task in [t for t in self.named.values() if t.done()]:
            self.named.pop(task.get_name(), None)
        for task in [t for t in self.kept.values() if t.done()]:
            self.kept.pop(task.get_name(), None)


app = FastAPI()
worker = Worker("a")


@app.post("/{key}")
async def post(key: str):
    worker.sweep()
    await worker.start(key)
