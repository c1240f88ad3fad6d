"""Who gives back what he took adds nothing; what was taken from elsewhere is one more."""

import threading
from queue import Full, Queue


class Pool:
    def __init__(self):
        self.job_queue = Queue()
        self.failed = Queue()
        self.alive = True
        threading.Thread(target=self.run).start()

    def run(self):
        while self.alive:
            job = self.job_queue.get(block=True)
            if not self.alive:
                self.job_queue.put(job)
                break
            if not job():
                self.failed.put(job)  # want "queue Pool.failed grows"

    def submit(self, job):
        try:
            self.job_queue.put(job, block=False)
        except Full:
            return False
        return True


pool = Pool()
