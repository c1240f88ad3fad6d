"""A queue that a loop takes from, or goes through, has a consumer, whatever ends the loop."""

import queue

from flask import Flask, request
from gevent.queue import Queue

app = Flask(__name__)


class Bus:
    def __init__(self):
        self.events = queue.Queue()
        self.records = Queue()
        self.orphans = queue.Queue()

    def post(self, event):
        self.events.put(event)
        self.records.put(event)
        self.orphans.put(event)  # want "queue Bus.orphans grows with every request"

    def get(self):
        return self.events.get()

    def poll(self, handle):
        while not self.ended():
            handle(self.get())

    def ended(self):
        return False

    def work(self):
        for record in self.records:
            print(record)


bus = Bus()


@app.route("/")
def post():
    bus.post(request.path)
    return ""


bus.poll(print)
bus.work()
