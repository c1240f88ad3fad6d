"""A method that is only called on an object made for that call fills a fresh container each time."""

import asyncio

from flask import Flask, request

app = Flask(__name__)
current = None


class Crawl:
    def __init__(self):
        global current
        current = self  # the last one is kept
        self.seen = []
        self.steps = []
        self.log = []
        self.add_step("start")

    def add_step(self, name):
        self.steps.append(name)

    def run(self, url):
        self.visit(url)

    def visit(self, url):
        self.seen.append(url)

    def note(self, line):
        self.log.append(line)  # want "list Crawl.log grows with every request"


@app.route("/crawl")
def crawl():
    job = Crawl()
    job.run(request.args["url"])
    return "done"


@app.route("/note")
def note():
    current.note(request.args["line"])
    return "noted"


class Pipe(asyncio.SubprocessProtocol):
    def __init__(self):
        self.numbers = []
        self.lines = []

    def connection_made(self, transport):
        self.numbers.append(transport.get_pid())

    def pipe_data_received(self, fd, data):
        self.lines.append(data)

    def data_received(self, data):
        self.lines.append(data)  # want:note "list Pipe.lines grows with every message"


class Kept:
    def __init__(self):
        self.paths = []

    def add(self, path):
        self.paths.append(path)  # want "list Kept.paths grows with every request"


shared = Kept()


@app.route("/add")
def add():
    mine = shared
    mine.add(request.path)
    return "added"


class State:
    def __init__(self):
        self.rows = []
        self.kept = []


class Info:
    """What a function inside of the constructor fills is filled by the constructor."""

    def __init__(self, items):
        self.files = []

        def walk(item):
            self.files.append(item)

        for item in items:
            walk(item)


class Saver:
    def __init__(self):
        self.last = State()
        self.info = None

    def save(self, lines):
        state = State()
        for line in lines:
            state.rows.append(line)
        self.last = state
        self.info = Info(lines)

    def keep(self, line):
        state = self.last
        state.kept.append(line)  # want "list State.kept grows with every request"


saver = Saver()


@app.route("/save")
def save():
    saver.save(request.args.getlist("line"))
    saver.keep(request.args["line"])
    return "saved"
