"""What is emptied when a link ends is not emptied while it lasts; what its opening fills is."""

import itertools

from fastapi import FastAPI

app = FastAPI()


class Link:
    def __init__(self):
        self.numbers = itertools.count()
        self.sent = {}
        self.channels = {}
        self.scratch = {}

    def open(self, names):
        for name in names:
            self.channels[next(self.numbers)] = name

    def send(self, text):
        self.sent[next(self.numbers)] = text  # want:note "dict Link.sent grows.*disconnect\(\) empties it at the end"
        self.scratch[next(self.numbers)] = text
        self.reset_scratch()

    def reset_scratch(self):
        self.scratch.clear()

    def disconnect(self):
        self.sent.clear()
        self.channels.clear()


link = Link()


@app.post("/send")
def send(text: str):
    link.send(text)


@app.post("/link")
def change(names: list[str]):
    link.disconnect()
    link.open(names)
