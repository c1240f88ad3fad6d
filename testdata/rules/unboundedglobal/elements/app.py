import time
from collections import defaultdict, deque

from flask import Flask, request

app = Flask(__name__)

stats = {"latencies": [], "recent": deque(maxlen=100), "count": 0}
trimmed = {"latencies": []}
drained = defaultdict(list)
by_status = defaultdict(list)


@app.before_request
def before():
    stats["latencies"].append(time.time())  # want "a list inside stats grows"
    stats["count"] += 1
    trimmed["latencies"].append(time.time())
    trimmed["latencies"] = trimmed["latencies"][-100:]
    drained["requests"].append(request.path)
    by_status["all"].append(request.path)  # want "a list inside by_status grows"


@app.get("/metrics")
def metrics():
    out = drained["requests"]
    drained["requests"] = []
    return {"requests": out, "recent": list(stats["recent"])}


exits = None
rooms = None


def read_exits(again):
    global exits
    if exits is not None and not again:
        return exits
    exits = {}
    for name in request.args:
        exits.setdefault(name, []).append(request.path)
    return exits


def read_rooms():
    global rooms
    if rooms is None:
        rooms = {}
    rooms.setdefault("all", []).append(request.path)  # want "a list inside rooms grows"
    return rooms


@app.get("/exits")
def show():
    read_rooms()
    return read_exits(True)
