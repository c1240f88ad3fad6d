"""A memoizer of functions without arguments fills its list while that is empty."""

import functools

from flask import Flask, request

app = Flask(__name__)


def memoize(func):
    result = []

    @functools.wraps(func)
    def wrapped():
        if not result:
            result.append(func())
        return result[0]

    return wrapped


def remember(func):
    results = []

    @functools.wraps(func)
    def wrapped(path):
        results.append(func(path))  # want "list remember.results grows with every request"
        return results[-1]

    return wrapped


@memoize
def version():
    return open("VERSION").read()


@remember
def title(path):
    return path.title()


@app.route("/")
def show():
    return version() + title(request.path)
