"""A callback under the id of a run is no registration of code; one under a name is."""

import uuid

from flask import Flask, request

app = Flask(__name__)


class Waiter:
    def __init__(self):
        self.pending = {}
        self.by_kind = {}

    def when_done(self, run_id, callback):
        self.pending[run_id] = callback  # want "dict Waiter.pending grows with every request"

    def serve(self, name, callback):
        self.by_kind[name] = callback


class Later:
    def __init__(self):
        self.calls = {}

    def keep(self, run_id, callback):
        self.calls[run_id] = callback  # want "dict Later.calls grows with every request"


waiter, later = Waiter(), Later()


@app.route("/")
def index():
    run_id = uuid.uuid4()
    waiter.when_done(run_id, print)
    waiter.serve(request.args["name"], print)
    later.keep(request.args["run"], print)
    return str(run_id)
