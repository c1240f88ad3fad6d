import time
import uuid

from flask import Flask, request


class Acks:
    seen = {}
    kept = {}

    def __init__(self, retention=None, size=1000):
        self.retention = retention
        self.size = size

    def ack(self, body):
        key = uuid.uuid4()
        self.seen[key] = time.time()  # want "dict Acks.seen grows.*switched off unless retention is given"
        self.kept[key] = body
        self.prune()

    def prune(self):
        if self.size is not None:
            while len(self.kept) > self.size:
                self.kept.pop(next(iter(self.kept)))
        if self.retention is None:
            return
        for key in [k for k, at in self.seen.items() if at < time.time() - self.retention]:
            del self.seen[key]


acks = Acks()
app = Flask(__name__)


@app.post("/")
def index():
    acks.ack(request.get_json())
