"""A restart that stops before it starts begins with an empty list each time; where one of those who start does not stop first, it does not."""

from flask import Flask, request

app = Flask(__name__)


class Monitor:
    def __init__(self, core):
        self.core = core
        self.jobs = []
        self.tails = []
        self.start_jobs()

    def restart(self):
        self.stop_jobs()
        self.start_jobs()

    def stop_jobs(self):
        for job in self.jobs:
            job.cancel()
        self.jobs = []

    def start_jobs(self):
        self.jobs.append(self.core.every(self.publish))

    def refollow(self, name):
        self.reset_tails()
        self.follow(name)

    def reset_tails(self):
        self.tails = []

    def follow(self, name):
        self.tails.append(name)  # want "list Monitor.tails grows.*nobody calls reset_tails"

    def publish(self):
        pass


monitor = Monitor(object())


@app.route("/restart")
def restart():
    monitor.restart()
    monitor.follow(request.args["name"])
    return ""


def shutdown():
    monitor.refollow("")
