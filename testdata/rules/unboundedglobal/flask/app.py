from collections import Counter, defaultdict

from flask import Flask, request

app = Flask(__name__)
seen = {}
history = []
visits = defaultdict(list)
statuses = Counter()


@app.post("/orders")
def create_order():
    seen[request.headers["X-Request-Id"]] = request.get_json()  # want "dict seen grows with every request to create_order .*process.*nothing takes anything out"
    history.append(request.path)  # want "list history grows with every request"
    return remember(request.remote_addr)


def remember(address):
    alias = visits
    return len(alias[address])  # want "defaultdict visits grows with every request to remember"


@app.get("/status/<code>")
def status(code):
    statuses["ok" if code else "error"] += 1
