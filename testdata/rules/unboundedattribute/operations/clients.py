"""Public methods that nobody in the tree calls, of classes that their names say are kept: a list is often what its user builds, a future is waited for."""

import asyncio


class Client:
    def __init__(self):
        self.paths = []
        self.waiters = []
        self.answers = {}

    def visit(self, path):
        self.paths.append(path)  # want:note "list Client.paths grows"

    async def acquire(self):
        waiter = asyncio.get_running_loop().create_future()
        self.waiters.append(waiter)  # want[unboundedtask] "list of futures Client.waiters grows"
        await waiter

    def fetch(self, url):
        self.answers[url] = len(url)  # want:note "dict Client.answers grows"
        return self.answers[url]
