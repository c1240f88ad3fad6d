"""An entry that is taken out where the owner is found anew, along the same path of attributes; another path is another container."""

import uuid

from flask import Flask

from store import find

app = Flask(__name__)


class Fields:
    def __init__(self):
        self.tasks = {}
        self.timers = {}


class Board:
    def __init__(self):
        self.tasks = []
        self.timers = []


class Script:
    def __init__(self):
        self.fields = Fields()

    def set_task(self, seconds):
        number = uuid.uuid4()
        self.fields.tasks[number] = seconds
        self.fields.timers[number] = seconds  # want "dict Fields.timers grows"
        return number


def complete(number):
    script = find("handler")
    script.fields.tasks.pop(number)
    script.board.timers.pop(number)


script = Script()


@app.route("/set")
def set_task():
    return script.set_task(3)


@app.route("/done/<number>")
def done(number):
    complete(number)
    return ""
