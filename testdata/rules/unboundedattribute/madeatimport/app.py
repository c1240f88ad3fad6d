"""A function that is written where a decorator is applied is made once, at import; one that each call makes is another one each time."""

import functools

from flask import Flask, request

app = Flask(__name__)


class Memory:
    def __init__(self):
        self.kept = {}
        self.asked = {}

    def put(self, key, value):
        self.kept[key] = value

    def ask(self, key, value):
        self.asked[key] = value  # want "dict Memory.asked grows with every request"


memory = Memory()


def remembered(key):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args):
            memory.put(key, function(*args))
            memory.ask(lambda: key, args)
            return memory.kept[key]

        return wrapper

    return decorate


@app.get("/")
@remembered(lambda: "index")
def index():
    return request.path
