"""The hub of a chat: connections publish, a recorder writes."""

import asyncio


class Hub:
    def __init__(self):
        self.log = asyncio.Queue()
        self.recent = asyncio.Queue(maxsize=100)

    def publish(self, message):
        try:
            self.log.put_nowait(message)  # want "queue Hub.log grows with every .*"
        except asyncio.QueueFull:
            pass
        if self.recent.full():
            self.recent.get_nowait()
        self.recent.put_nowait(message)

    async def record(self):
        while True:
            print(await self.log.get())


hub = Hub()
