"""A decorator runs where it is applied; the wrapper that it returns runs as often as what it wraps."""

import functools

from flask import Flask

app = Flask(__name__)
names = []
calls = []


def counted(f):  # runs: at set-up
    names.append(f)

    @functools.wraps(f)
    def inner(*args):  # runs: again per request
        calls.append(args)
        return f(*args)

    return inner


def tagged(tag):  # runs: at set-up
    def apply(f):  # runs: at set-up
        names.append(tag)

        def inner(*args):  # runs: again per request
            return f(*args)

        return inner

    return apply


@app.route("/a")
@counted
def a():  # runs: again per request
    return "a"


@app.route("/b")
@tagged("b")
def b():  # runs: again per request
    return "b"


class Timed:  # scope: process
    def __init__(self, f):
        self.f = f
        self.times = []

    def __call__(self, *args):
        return self.f(*args)


@Timed
def slow():
    return 1
