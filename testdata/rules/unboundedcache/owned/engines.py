"""A cache on a method has one entry for each instance: few where an owner makes its instances once, no end of them where each event makes one."""

from functools import cache

from flask import Flask, request

app = Flask(__name__)


class EngineConnection:
    def __init__(self, name):
        self.name = name

    @cache
    def version(self):
        return self.name


class Board:
    """Its users keep one."""

    def __init__(self):
        self.engines = {"first": EngineConnection("first"), "second": EngineConnection("second")}

    def update(self):
        return [engine.version() for engine in self.engines.values()]


class Report:
    def __init__(self, path):
        self.path = path

    @cache  # want "cache Report.title grows with every request"
    def title(self):
        return self.path


@app.get("/report")
def report():
    return Report(request.path).title()
