"""A wrapper written for a decorator of decorators hands back what the call gave, not what takes the place of a function."""

from decorator import decorator
from flask import Flask, request

app = Flask(__name__)


def checked(state):
    @decorator
    def go(fn, self, *args):
        result = fn(self, *args)
        if self.state is not state:
            raise ValueError(state)
        return result

    return go


class Step:
    def __init__(self):
        self.state = "open"
        self.marks = []

    def mark(self, path):
        self.marks.append(path)


class Plan:
    state = "open"

    @checked("open")
    def begin(self):
        return Step()


class Trail:
    def __init__(self):
        self.marks = []

    def mark(self, path):
        self.marks.append(path)  # want "list Trail.marks grows"


trail = Trail()


@app.get("/")
def index():
    step = Plan().begin()
    step.mark(request.path)
    trail.mark(request.path)
    return ""
