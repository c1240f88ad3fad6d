"""A dict whose class puts in what is read and not there grows wherever it is read."""

import collections

from flask import Flask, request

app = Flask(__name__)


class Memo(dict):
    def __missing__(self, key):
        self[key] = value = key.upper()
        return value


class Ancestral(Memo):
    """Inherits the method."""


class Upper(collections.UserDict):
    def __missing__(self, key):
        return self.setdefault(key, key.upper())


class Direct(dict):
    def __missing__(self, key):
        dict.__setitem__(self, key, key.upper())
        return key


class Through(collections.OrderedDict):
    def __missing__(self, key):
        super().__setitem__(key, key.upper())
        return key


class Forgetful(dict):
    """Answers, and stores nothing."""

    def __missing__(self, key):
        return key.upper()


class Limited(dict):
    def __missing__(self, key):
        if len(self) > 1000:
            self.clear()
        self[key] = value = key.upper()
        return value


class Oldest(dict):
    def __missing__(self, key):
        self.shrink()
        self[key] = key.upper()
        return self[key]

    def shrink(self):
        while len(self) > 1000:
            del self[next(iter(self))]


class Unread(dict):
    def __missing__(self, key):
        self[key] = key.upper()
        return self[key]


memo = Memo()
ancestral = Ancestral()
upper = Upper()
direct = Direct()
through = Through()
forgetful = Forgetful()
limited = Limited()
oldest = Oldest()
unread = Unread()
emptied = Memo()
types = Memo()


@app.get("/<path:path>")
def show(path):
    words = [
        memo[path],  # want "dict memo grows with every request to show"
        ancestral[path],  # want "dict ancestral grows"
        upper[path],  # want "dict upper grows"
        direct[path],  # want "dict direct grows"
        through[path],  # want "dict through grows"
        forgetful[path],
        limited[path],
        oldest[path],
        unread.get(path),
        emptied[path],
        types["fixed"],
    ]
    emptied.pop(path)
    return " ".join(words)
