"""What an object that comes and goes holds goes with it: less than a warning."""

from uuid import uuid4

from flask import Flask, request

app = Flask(__name__)


class Job:
    def __init__(self, name):
        self.name = name
        self.errors = []

    def fail(self, error):
        self.errors.append(error)  # want:note "list Job.errors grows with every request"


class Jobs:
    def __init__(self):
        self.running = {}

    def start(self, name):
        key = str(uuid4())
        self.running[key] = Job(name)
        return key

    def fail(self, key, error):
        self.running[key].fail(error)

    def done(self, key):
        del self.running[key]


class Account:
    def __init__(self, name):
        self.name = name
        self.visits = []

    def visit(self, path):
        self.visits.append(path)  # want "list Account.visits grows with every request"


class Accounts:
    def __init__(self):
        self.known = {}

    def get(self, name):
        if name not in self.known:
            self.known[name] = Account(name)  # want "dict Accounts.known grows with every request"
        return self.known[name]


jobs, accounts = Jobs(), Accounts()


@app.route("/jobs", methods=["POST"])
def start():
    return jobs.start(request.args["name"])


@app.route("/jobs/<key>/fail", methods=["POST"])
def fail(key):
    jobs.fail(key, request.args["error"])
    return "failed"


@app.route("/jobs/<key>", methods=["DELETE"])
def done(key):
    jobs.done(key)
    return "done"


@app.route("/visit")
def visit():
    accounts.get(request.args["user"]).visit(request.path)
    return "visited"
