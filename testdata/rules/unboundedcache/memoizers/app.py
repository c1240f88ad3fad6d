"""Memoizers made by hand, in the shapes that people write."""

import functools

from flask import Flask, request

app = Flask(__name__)


def memoize(func):
    results = {}

    def wrapper(key):
        if key not in results:
            results[key] = func(key)  # want "dict memoize.results grows with every request"
        return results[key]

    return wrapper


@memoize
def slow(key):
    return key * 2


class remember:
    """Stands for the function under it."""

    def __init__(self, func):
        self.func = func
        self.results = {}

    def __call__(self, *args):
        if args not in self.results:
            self.results[args] = self.func(*args)  # want "dict remember.results grows with every request to remember.__call__"
        return self.results[args]


@remember
def title(slug):
    return slug.title()


class own:
    """Keeps the results beside its own attributes."""

    def __init__(self, func):
        self.func = func

    def __call__(self, *args):
        if args not in self.__dict__:
            self.__dict__[args] = self.func(*args)  # want "dict own.__dict__ grows with every request"
        return self.__dict__[args]


@own
def page(path):
    return path


def attached(func, typed=False):
    func.cache = {}

    @functools.wraps(func)
    def wrapper(*args):
        try:
            return func.cache[args]
        except KeyError:
            func.cache[args] = value = func(*args)  # want "dict attached.cache grows with every request"
            return value

    return wrapper


@attached
def greeting(user):
    return "hello " + user


def bounded(func):
    results = {}

    def wrapper(key):
        if len(results) > 1000:
            results.clear()
        results[key] = func(key)
        return results[key]

    return wrapper


@bounded
def few(key):
    return key


def by_kind(func):
    results = {}

    def wrapper(kind):
        if kind not in results:
            results[kind] = func(kind)
        return results[kind]

    return wrapper


@by_kind
def serializer(kind):
    return kind()


@app.get("/")
def index():
    serializer(str)
    few(request.args["k"])
    return slow(request.args["key"]) + title(request.args["slug"]) + page(request.path) + greeting(request.args["user"])
