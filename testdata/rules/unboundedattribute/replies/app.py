import asyncio
import uuid

from fastapi import FastAPI, Request


class Calls:
    def __init__(self):
        self.waiting = {}
        self.open = {}
        self.sent = {}
        self.given = {}
        self.link = None

    async def call(self, body):
        reply = asyncio.get_running_loop().create_future()
        key = uuid.uuid4()
        self.waiting[key] = reply  # want[unboundedtask] "dict of futures Calls.waiting grows.*only the answer takes it out"
        await self.link.send(key, body)
        return await asyncio.wait_for(reply, 5)

    def answered(self, key, value):
        reply = self.waiting.pop(key, None)
        if reply:
            reply.set_result(value)

    def send(self, job, body):
        reply = asyncio.get_running_loop().create_future()
        self.sent[job.number] = reply  # want[unboundedtask] "dict of futures Calls.sent grows.*only the answer takes it out: when the wait at line.*Take the entry out in a finally around the wait"
        self.link.write(job.number, body)
        return reply

    async def send_and_wait(self, job, body):
        return await asyncio.wait_for(self.send(job, body), 5)

    def give(self, job, body):
        reply = asyncio.get_running_loop().create_future()
        self.given[job.number] = reply
        self.link.write(job.number, body)
        return reply

    async def give_and_wait(self, job, body):
        try:
            return await asyncio.wait_for(self.give(job, body), 5)
        finally:
            self.given.pop(job.number, None)

    def done(self, number, value):
        for waiting in (self.sent, self.given):
            reply = waiting.pop(number, None)
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
            self.done(key, value)


calls = Calls()
app = FastAPI()


@app.on_event("startup")
async def start():
    asyncio.create_task(calls.listen())


@app.post("/")
async def ask(request: Request):
    body = await request.json()
    return [await calls.call(body), await calls.careful(body), await calls.send_and_wait(body, body), await calls.give_and_wait(body, body)]
