"""An empty queue raises where something is taken from it, not where something is put in."""

import queue
import threading

from flask import Flask, request

app = Flask(__name__)

held = queue.Queue()
events = queue.Queue()
mistaken = queue.Queue()


def deliver():
    while True:
        print(events.get(), mistaken.get(), held.get())


threading.Thread(target=deliver, daemon=True).start()


@app.post("/held")
def release():
    try:
        events.put(held.get(block=False))
    except queue.Empty:
        pass
    held.put(request.get_json())
    try:
        mistaken.put_nowait(request.get_json())  # want "queue mistaken grows with every request"
    except queue.Empty:
        pass
    return ""
