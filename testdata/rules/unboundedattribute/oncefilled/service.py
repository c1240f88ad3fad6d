"""What a handler fills again and again, and what it fills no further than once."""

from collections import defaultdict

from flask import Flask, request

app = Flask(__name__)


class Pages:
    def __init__(self):
        self.names = ["help", "about"]
        self.languages = ["en", "de"]
        self.by_language = {}
        self.by_agent = {}

    def page(self, name, language, agent):
        if name not in self.names:
            return None
        if language not in self.languages:
            return None
        key = (name, language)
        self.by_language[key] = name
        self.by_agent[(name, agent)] = True  # want "dict Pages.by_agent grows with every request"
        return name


class Units:
    def __init__(self):
        self.table = []
        self.seen = []

    def rows(self, data):
        if self.table:
            return self.table
        for item in data:
            self.table.append(item)
        return self.table

    def remember(self, data):
        if not self.seen:
            print("the first")
        self.seen.append(data)  # want "list Units.seen grows with every request"


class Pool:
    def __init__(self):
        self.running = False
        self.workers = []
        self.calls = []

    def start(self):
        self.calls.append(request.path)  # want "list Pool.calls grows with every request"
        if self.running:
            return
        self.running = True
        for number in range(4):
            self.workers.append(number)

    def stop(self):
        self.running = False
        self.workers.clear()


class Restarted:
    def __init__(self):
        self.running = False
        self.workers = []

    def start(self):
        if self.running:
            return
        self.running = True
        self.workers.append(request.path)  # want "list Restarted.workers grows with every request"

    def on_lost(self):
        self.running = False


class Report:
    def __init__(self):
        self.sent = []

    def render(self, lines):
        self.lines = []
        for line in lines:
            self.lines.append(line)
        self.sent.append(lines)  # want "list Report.sent grows with every request"
        return self.lines


class Topics:
    def __init__(self):
        self.known = defaultdict(list)
        self.asked = defaultdict(list)
        self.known["start"].append(print)

    def notify(self, topic):
        if topic not in self.known:
            return
        for call in self.known[topic]:
            call(topic)

    def read(self, topic):
        return len(self.asked[topic])  # want "defaultdict Topics.asked grows with every request"


pages, units, pool, restarted, report, topics = Pages(), Units(), Pool(), Restarted(), Report(), Topics()


@app.route("/<name>")
def show(name):
    pages.page(name, request.args["language"], request.headers["User-Agent"])
    units.rows([name])
    units.remember(name)
    pool.start()
    restarted.start()
    restarted.on_lost()
    topics.notify(request.args["topic"])
    topics.read(request.args["topic"])
    return report.render([name])


class Run:
    def __init__(self):
        self.marks = None
        self.seen = []

    def go(self, data):
        self.marks = []
        for item in data:
            self.mark(item)
        return self.marks

    def mark(self, item):
        self.marks.append(item)
        self.seen.append(item)  # want "list Run.seen grows with every request"


run = Run()


@app.route("/run")
def go():
    return run.go(request.args)
