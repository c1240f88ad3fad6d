"""Queues that requests fill, and what is done about a full one."""

import queue
import threading

from flask import Flask, request

app = Flask(__name__)

events = queue.Queue()
bounded = queue.Queue(maxsize=1000)
unread = queue.Queue()
by_default = queue.Queue(0)


def deliver():
    while True:
        print(events.get(), bounded.get())


threading.Thread(target=deliver, daemon=True).start()


@app.post("/events")
def create():
    try:
        events.put_nowait(request.get_json())  # want "queue events grows with every request"
    except queue.Full:
        pass
    try:
        bounded.put_nowait(request.get_json())
    except queue.Full:
        pass
    unread.put(request.get_json())  # want "queue unread grows with every request"
    by_default.put(request.get_json())  # want "queue by_default grows with every request"
    return ""
