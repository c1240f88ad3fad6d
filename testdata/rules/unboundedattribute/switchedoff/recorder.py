"""What only somebody who looks for errors switches on is kept for him; what is on by default, or is switched on by a setting or by the code itself, is not."""

import enum
from typing import Optional

from flask import Flask, request

app = Flask(__name__)


class Environment(enum.Enum):
    PRODUCTION = "production"
    DEVELOPMENT = "development"


class Recorder:
    def __init__(self, recording):
        self._recording = False
        self._tracing = False
        self._keeping = recording
        self.events = []
        self.traces = []
        self.kept = []

    def begin_recording(self):
        self._recording = True

    def end_recording(self):
        self._recording = False
        self.events.clear()

    def handle(self, event):
        if event == "trace":
            self._start_tracing()
        if self._recording:
            self.events.append(event)
        if self._tracing:
            self.traces.append(event)  # want "list Recorder.traces grows with every request"
        if self._keeping:
            self.kept.append(event)  # want "list Recorder.kept grows with every request"

    def _start_tracing(self):
        self._tracing = True


class Timing:
    def __init__(self):
        self.seen = set()

    def add(self, name):
        self.seen.add(name)


class Counting:
    def __init__(self):
        self.seen = set()

    def add(self, name):
        self.seen.add(name)  # want "set Counting.seen grows with every request"


class Transport:
    def __init__(self, environment):
        self.timing: Optional[Timing] = None
        self.counting: Optional[Counting] = None
        if environment is Environment.DEVELOPMENT:
            self.timing = Timing()
        if environment is Environment.PRODUCTION:
            self.counting = Counting()

    def send(self, name):
        if self.timing is not None:
            self.timing.add(name)
        if self.counting is not None:
            self.counting.add(name)


recorder = Recorder(True)
transport = Transport(Environment.PRODUCTION)


@app.route("/")
def show():
    recorder.handle(request.args["event"])
    transport.send(request.args["name"])
    return ""
