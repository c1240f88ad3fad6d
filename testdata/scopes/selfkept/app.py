"""Objects that keep themselves, and objects that others keep."""

import asyncio

from flask import Flask

app = Flask(__name__)


class Account:  # scope: process
    """A class attribute that all instances share keeps each."""

    everyone = {}

    def __init__(self, name):
        self.name = name
        self.everyone[name] = self


@app.post("/accounts")
def create():
    Account("x")
    return "", 201


class Feed:  # scope: connection
    """Its loop goes on for as long as the request that started it."""

    async def follow(self, sock):
        while True:
            await sock.recv()


@app.websocket("/feed")
async def feed(sock):
    f = Feed()
    await f.follow(sock)


class Part:  # scope: process
    def use(self):
        pass


class Whole:  # scope: process
    def __init__(self):
        self.parts = [Part(), Part()]


WHOLE = Whole()


class Beat:  # scope: process
    def __init__(self, loop):
        loop.create_task(self._beat())

    async def _beat(self):
        while True:
            await asyncio.sleep(10)


def start(loop):
    Beat(loop)


class Visitor:  # scope: process
    """What a method does with the object itself counts, where it is called."""

    known = {}

    def __init__(self, name):
        self.name = name

    def remember(self):
        self.known[self.name] = self


@app.post("/visitors")
def visit():
    visitor = Visitor("x")
    visitor.remember()
