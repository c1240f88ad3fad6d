"""A storage that those who use it hold weakly, while the limiter keeps it."""

import weakref

from flask import Flask, request


class Storage:
    def __init__(self):
        self.counts = {}

    def count(self, key):
        self.counts[key] = self.counts.get(key, 0) + 1  # want "dict Storage.counts grows with every request"


class Strategy:
    def __init__(self, storage):
        self.storage = weakref.ref(storage)

    def hit(self, key):
        self.storage().count(key)


class Limiter:
    def __init__(self, app):
        self.storage = Storage()
        self.strategy = Strategy(self.storage)
        app.before_request(self.check)

    def check(self):
        self.strategy.hit(request.remote_addr)


app = Flask(__name__)
limiter = Limiter(app)
