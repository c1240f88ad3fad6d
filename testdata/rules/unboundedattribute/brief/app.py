"""What is made for each event goes with it, whatever it is called; what a benchmark makes says nothing of the service."""

from contextlib import contextmanager

from fastapi import FastAPI, Request, WebSocket

app = FastAPI()
kept = {}
roots = {}
paths = {}


class TraceSession:
    def __init__(self):
        self.counts = {}

    def count(self, name):
        self.counts[name] = 1


class KeptSession:
    def __init__(self):
        self.counts = {}

    def count(self, name):
        self.counts[name] = 1  # want "dict KeptSession.counts grows"


class Message:
    def __init__(self):
        self.answers = []

    def answer(self, text):
        self.answers.append(text)


class Reply:
    def __init__(self):
        self.message = Message()
        self.session = TraceSession()


def fill(replies, text):
    for reply in replies:
        reply.message.answer(text)
        reply.session.count(text)


@contextmanager
def metered():
    offsets = []

    def note(value):
        offsets.append(value)

    yield note


@metered()
def warm():
    return 1


@app.post("/trace")
async def trace(request: Request):
    roots[request.app.state.root] = 1
    paths[request.url.path] = 1  # want[unboundedglobal] "dict paths grows with every request"
    reply = Reply()
    fill([reply], request.url.path)
    with metered() as note:
        note(1)
    return reply.message.answers


shared = KeptSession()


@app.post("/keep")
async def keep(request: Request):
    shared.count(request.url.path)
