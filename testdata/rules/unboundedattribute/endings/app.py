"""Removals that run at the end of something only: called by what shuts down, in a loop until none is left, by a command of a user."""

import asyncio

from fastapi import FastAPI, Request

app = FastAPI()


class Office:
    def __init__(self):
        self.waited = {}
        self.drained = []
        self.deleted = {}
        self.closed = {}

    def take(self, key, text):
        self.waited[key] = text  # want "dict Office.waited grows.*wait_all\(\) runs at shutdown, or on request only"
        self.drained.append(text)  # want:note "list Office.drained grows.*drop_all\(\) empties it at the end of a connection or a run only"

    def keep(self, key, text):
        self.deleted[key] = text  # want:note "dict Office.deleted grows.*only when a user asks for delete_key"

    def begin(self, key, text):
        self.closed[key] = text

    def wait_all(self):
        self.waited.clear()

    async def shutdown(self):
        self.wait_all()

    def drop_all(self):
        while self.drained:
            self.drained.pop()

    def disconnect(self):
        self.drop_all()

    def forget(self, key):
        self.deleted.pop(key, None)

    def finish(self, key):
        self.closed.pop(key, None)


office = Office()


@app.post("/{key}")
async def take(key: str, request: Request):
    text = await request.body()
    office.take(key, text)
    office.keep(key, text)
    office.begin(key, text)


@app.delete("/{key}")
async def delete_key(key: str):
    office.forget(key)


@app.post("/{key}/end")
async def end(key: str):
    office.finish(key)


@app.on_event("shutdown")
async def stop():
    await office.shutdown()
    office.disconnect()
