"""Two methods that nobody in the tree calls, one that sets an alarm and one that clears it by its name, have the same user; where the tree itself sets
them, a method that nobody calls clears nothing."""

from flask import Flask, request

app = Flask(__name__)


def action(method):
    method.is_action = True
    return method


class Alarms:
    running = {}
    watched = {}
    count = 0

    @action
    def set_alarm(self, seconds):
        self.count += 1
        name = f"alarm {self.count}"
        self.running[name] = seconds  # want:note "dict Alarms.running grows"
        return name

    @action
    def clear_alarm(self, name):
        del self.running[name]

    def watch(self, name):
        self.watched[name] = 1  # want "dict Alarms.watched grows.*nobody calls clear_watch"

    def clear_watch(self, name):
        del self.watched[name]


alarms = Alarms()


@app.route("/watch")
def watch():
    alarms.watch(request.args["name"])
    return ""
