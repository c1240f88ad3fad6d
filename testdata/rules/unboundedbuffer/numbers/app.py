"""Counters, sums, names and lists are no buffers, whatever their names; one buffer is."""

import time

from flask import Flask, request

app = Flask(__name__)

hits = 0
seconds = 0.0
budget = None
prefix = "/api"


class Meter:
    count = 0

    def __init__(self, start, label=""):
        self.buffer = 0
        self.total = 0.0
        self.start = start
        self.unknown = None
        self.text = ""
        self.name = ""
        self.sql = ""
        self.label = label

    def measure(self, data):
        self.buffer += len(data)
        self.total += time.time()
        self.start += 1
        self.count += 1
        self.unknown = data
        self.unknown += data
        self.text += data  # want "string Meter.text grows with every request"
        self.label = self.label or "none"
        self.name += data
        self.sql += data
        work.__doc__ += data


def work():
    """Works."""


meter = Meter(0)


@app.post("/")
def measure():
    global hits, seconds, budget, prefix
    hits += 1
    seconds += time.time()
    budget = request.data
    budget += b"."
    prefix = "/api" + request.path
    meter.measure(request.data)
    return ""
