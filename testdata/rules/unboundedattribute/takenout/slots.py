"""What a slot holds until it is None again comes and goes; what is started for each round ends when its work is done."""

import asyncio

from fastapi import FastAPI


class Run:
    def __init__(self):
        self.failures = []

    def fail(self, error):
        self.failures.append(error)  # want:note "list Run.failures grows with every request"


class Group:
    def __init__(self):
        self.owner = None

    def acquire(self):
        if self.owner is None:
            self.owner = Run()

    def fail(self, error):
        self.owner.fail(error)

    def release(self):
        self.owner = None


class Session:
    def __init__(self):
        self.answers = []

    def answer(self, text):
        self.answers.append(text)  # want "list Session.answers grows with every request"


class Door:
    def __init__(self):
        self.session = Session()

    def disconnect(self):
        self.session = None


class Executor:
    def __init__(self):
        self.failed = []

    def start(self):
        asyncio.create_task(self.control())

    async def control(self):
        while True:
            await asyncio.sleep(1)
            self.failed.append(1)  # want:note "list Executor.failed grows"


class Orders:
    async def run(self):
        while True:
            await asyncio.sleep(1)
            executor = Executor()
            executor.start()


group, door, orders = Group(), Door(), Orders()
app = FastAPI()


@app.post("/{error}")
async def work(error: str):
    group.acquire()
    group.fail(error)
    group.release()
    door.session.answer(error)


@app.on_event("startup")
async def begin():
    asyncio.create_task(orders.run())
