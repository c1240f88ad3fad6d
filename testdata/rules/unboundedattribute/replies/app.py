import asyncio
import uuid

from fastapi import FastAPI, Request


class Calls:
    def __init__(self):
        self.waiting = {}
        self.open = {}
        self.link = None

    async def call(self, body):
        reply = asyncio.get_running_loop().create_future()
        key = uuid.uuid4()
        self.waiting[key] = reply  # want "dict Calls.waiting grows.*only the answer takes it out"
        await self.link.send(key, body)
        return await asyncio.wait_for(reply, 5)

    def answered(self, key, value):
        reply = self.waiting.pop(key, None)
        if reply:
            reply.set_result(value)

    async def careful(self, body):
        reply = asyncio.get_running_loop().create_future()
        key = uuid.uuid4()
        self.open[key] = reply
        try:
            await self.link.send(key, body)
            return await asyncio.wait_for(reply, 5)
        finally:
            self.open.pop(key, None)

    def replied(self, key, value):
        reply = self.open.pop(key, None)
        if reply:
            reply.set_result(value)

    async def listen(self):
        while True:
            key, value = await self.link.receive()
            self.answered(key, value)
            self.replied(key, value)


calls = Calls()
app = FastAPI()


@app.on_event("startup")
async def start():
    asyncio.create_task(calls.listen())


@app.post("/")
async def ask(request: Request):
    body = await request.json()
    return [await calls.call(body), await calls.careful(body)]
