"""What is off in the code is for looking for errors; the members of an enum are few."""

import enum

from flask import Flask

TRACK_CALLS = False
VERBOSE = True
app = Flask(__name__)
calls = []
lines = []
words = {}
texts = {}


class Colour(enum.Enum):
    RED = "red"


def word(member: enum.Enum):
    words[member] = member.name.lower()


def text(member: str):
    texts[member] = member.lower()  # want "dict texts grows with every request"


@app.route("/<name>")
def index(name):
    if TRACK_CALLS:
        calls.append(name)
    if VERBOSE:
        lines.append(name)  # want "list lines grows with every request"
    word(Colour[name])
    text(name)
    return name
