"""What a call counts from the beginning again is no new key; what is counted on is."""

import itertools

from flask import Flask, request

app = Flask(__name__)


class Labels:
    def __init__(self):
        self.lines = {}
        self.tickets = {}
        self.numbers = itertools.count()
        self.streams = {}
        self.last = 0
        self.jobs = {}

    def load(self, text):
        i = 0
        for line in text.splitlines():
            self.lines[i] = line
            i += 1

    def ticket(self, text):
        number = next(self.numbers)
        self.tickets[number] = text  # want "dict Labels.tickets grows with every request"

    def stream(self, text):
        number = 0
        while number in self.streams:
            number += 4
        self.streams[number] = text  # want "dict Labels.streams grows with every request"

    def job(self, text):
        self.last += 1
        self.jobs[self.last] = text  # want "dict Labels.jobs grows with every request"


labels = Labels()


@app.route("/")
def show():
    text = request.args["text"]
    labels.load(text)
    labels.ticket(text)
    labels.stream(text)
    labels.job(text)
    return text


class Watchdog:
    """Handlers that keep a variable of the function around them in a default: nobody passes it."""

    def __init__(self, bus):
        self.bus = bus
        self.pids = {}
        self.names = {}

    def start(self, settings):
        for key in settings.parts:

            def on_restart(process, name=key):
                self.pids[name] = process.pid

            def on_message(process, name=None):
                self.names[name] = process.pid  # want "dict Watchdog.names grows with every message"

            self.bus.register(key, on_restart=on_restart)
            self.bus.subscribe(on_message)


watchdog = Watchdog(app.extensions["bus"])
watchdog.start(app.config)
