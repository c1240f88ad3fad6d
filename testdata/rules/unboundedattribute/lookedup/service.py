"""A key that was looked up in something fixed before it is put in is one of those in there."""

from flask import Flask, request

app = Flask(__name__)

LIMITS = {"free": 10, "paid": 100}


class Feeds:
    def __init__(self, config):
        self.config = config
        self.last = {}
        self.by_plan = {}
        self.counts = {}
        self.guessed = {}
        self.sessions = {}
        self.replies = {}

    def read(self, feed):
        source = self.config.feeds[feed]
        self.last[feed] = source
        return source

    def plan(self, name):
        limit = LIMITS[name]
        self.by_plan[name] = limit

    def count(self, name):
        limit = LIMITS.get(name)
        self.counts[name] = limit  # want "dict Feeds.counts grows with every request"

    def guess(self, name):
        try:
            limit = LIMITS[name]
        except KeyError:
            limit = 0
        self.guessed[name] = limit  # want "dict Feeds.guessed grows with every request"

    def open(self, sid):
        self.sessions[sid] = request.path  # want "dict Feeds.sessions grows with every request"

    def reply(self, sid):
        path = self.sessions[sid]
        self.replies[sid] = path  # want "dict Feeds.replies grows with every request"


feeds = Feeds(app.config)


@app.route("/<name>")
def show(name):
    feeds.read(request.args["feed"])
    feeds.plan(request.args["plan"])
    feeds.count(request.args["name"])
    feeds.guess(request.args["name"])
    feeds.open(request.cookies["sid"])
    feeds.reply(request.cookies["sid"])
    return name
