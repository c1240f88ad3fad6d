"""A queue that is handed to the thread which reads it has a consumer."""

import queue
import threading

from flask import Flask, request

app = Flask(__name__)


class Pool:
    def __init__(self):
        self.jobs = queue.PriorityQueue()
        self.orphans = queue.PriorityQueue()
        threading.Thread(target=self._work, args=(self.jobs, True), name="worker").start()

    def submit(self, job):
        self.jobs.put(job)
        self.orphans.put(job)  # want "queue Pool.orphans grows with every request"

    def _work(self, pending, dedicated):
        while True:
            pending.get()()


pool = Pool()


@app.route("/")
def submit():
    pool.submit(request.path)
    return "queued"
