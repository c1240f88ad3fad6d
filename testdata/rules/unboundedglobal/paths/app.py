from collections import defaultdict
from contextlib import contextmanager

from flask import Flask, abort, request

app = Flask(__name__)

early = {}
raising = {}
final = {}
handled = {}
tracked = {}
yielded = {}


@app.post("/early")
def early_return():
    user = request.args["user"]
    early[user] = request.get_json()  # want "dict early grows.*left out by the return at line"
    if not request.args.get("go"):
        return "no"
    early.pop(user, None)
    return "yes"


@app.post("/raise")
def raises():
    user = request.args["user"]
    raising[user] = request.get_json()  # want "dict raising grows.*left out by the raise at line"
    if user == "nobody":
        raise ValueError(user)
    raising.pop(user, None)
    return "yes"


@app.post("/final")
def with_finally():
    user = request.args["user"]
    final[user] = request.get_json()
    try:
        if user == "nobody":
            abort(404)
        return "yes"
    finally:
        final.pop(user, None)


@app.post("/handled")
def with_handler():
    user = request.args["user"]
    handled[user] = request.get_json()
    try:
        if user == "nobody":
            raise ValueError(user)
    except ValueError:
        handled.pop(user, None)
        raise
    handled.pop(user, None)
    return "yes"


@contextmanager
def tracking(user):
    tracked[user] = True
    try:
        yield
    finally:
        tracked.pop(user, None)


@contextmanager
def forgetting(user):
    yielded[user] = True  # want "dict yielded grows.*left out when the block raises"
    yield
    yielded.pop(user, None)


@app.post("/tracked")
def with_context():
    with tracking(request.args["user"]), forgetting(request.args["user"]):
        return "yes"


joined = defaultdict(set)
asked = defaultdict(set)


@app.post("/join")
def join():
    joined[request.args["user"]].add(request.args["room"])
    asked[request.args["user"]].add(request.args["room"])  # want "dict asked grows.*left out by the raise at line"
    return ""


@app.post("/leave")
def leave():
    user = request.args["user"]
    if user not in joined:
        raise ValueError(user)
    if request.args["room"] not in joined[user]:
        raise ValueError(user)
    joined[user].discard(request.args["room"])
    del joined[user]
    return ""


@app.post("/unask")
def unask():
    user = request.args["user"]
    if request.args["room"] not in asked[user]:
        raise ValueError(user)
    del asked[user]
    return ""
