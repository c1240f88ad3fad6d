import asyncio
import uuid

from fastapi import FastAPI


class Session:
    def __init__(self):
        self.replies = {}
        self.lost = {}
        self.link = None

    async def watch(self, key, reply, limit):
        try:
            await asyncio.wait_for(reply, limit)
        except asyncio.TimeoutError:
            self.replies.pop(key, None)

    async def watch_lost(self, reply, limit):
        try:
            await asyncio.wait_for(reply, limit)
        except asyncio.TimeoutError:
            pass

    def put(self, text):
        key = uuid.uuid4()
        reply = asyncio.Future()
        asyncio.ensure_future(self.watch(key, reply, 5))
        self.replies[key] = reply
        return reply

    def put_lost(self, text):
        key = uuid.uuid4()
        reply = asyncio.Future()
        asyncio.ensure_future(self.watch_lost(reply, 5))
        self.lost[key] = reply  # want[unboundedtask] "dict of futures Session.lost grows.*only the answer takes it out"
        return reply

    def answered(self, key, value):
        reply = self.replies.pop(key, None)
        if reply:
            reply.set_result(value)

    def answered_lost(self, key, value):
        reply = self.lost.pop(key, None)
        if reply:
            reply.set_result(value)

    async def listen(self):
        while True:
            key, value = await self.link.receive()
            self.answered(key, value)
            self.answered_lost(key, value)


session = Session()
app = FastAPI()


@app.on_event("startup")
async def listen():
    asyncio.create_task(session.listen())


@app.post("/put")
async def put(text: str):
    session.put_lost(text)
    return await session.put(text)
