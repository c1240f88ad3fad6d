"""A loop on a flag that its body leaves alone goes on until somebody stops the service; one that its body ends does not. Objects that come and
go share a map of their class."""

import threading

from fastapi import FastAPI

app = FastAPI()


class Job:
    finished_at = {}
    kinds = {}

    def __init__(self, row):
        self._row = row
        self._key = row.key

    def done(self, now):
        self.finished_at[self._key] = now  # want "dict Job.finished_at grows.*there is a new one for each iteration"


class Batch:
    totals = {}

    def __init__(self, name):
        self._key = name

    def done(self, total):
        self.totals[self._key] = total


class Worker:
    def __init__(self, pool, queue):
        self.pool = pool
        self.queue = queue
        self._exiting = False
        self._finished = False

    def loop(self):
        while not self._exiting:
            self.pool.submit(self.work)

    def work(self):
        for row, now in self.queue.take():
            job = Job(row)
            job.done(now)

    def start_batch(self):
        while not self._finished:
            self._finished = self.one()

    def one(self):
        Batch("one").done(1)
        return True


def start(pool, queue):
    worker = Worker(pool, queue)
    threading.Thread(target=worker.loop).start()
    worker.start_batch()


if __name__ == "__main__":
    from service import pool, queue

    start(pool, queue)
