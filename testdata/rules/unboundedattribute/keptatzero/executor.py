"""Counts of what is under way: taken down again under the key, which stays at zero; or taken out when it comes to that."""

from collections import defaultdict


class BaseExecutor:
    def __init__(self):
        self.under_way = defaultdict(int)
        self.dropped = defaultdict(int)
        self.counted = defaultdict(int)

    def submit(self, key, run):
        self.under_way[key] += 1  # want "defaultdict BaseExecutor.under_way grows"
        run()
        self.under_way[key] -= 1

    def submit_once(self, key, run):
        self.dropped[key] += 1
        run()
        self.dropped[key] -= 1
        if self.dropped[key] == 0:
            del self.dropped[key]

    def count(self, key):
        self.counted[key] += 1  # want:note "defaultdict BaseExecutor.counted grows"


class JobScheduler:
    def __init__(self, executor=None):
        self.executor = executor or BaseExecutor()

    async def serve_forever(self, source):
        while True:
            key, run = await source.get()
            self.executor.submit(key, run)
            self.executor.submit_once(key, run)
            self.executor.count(key)
