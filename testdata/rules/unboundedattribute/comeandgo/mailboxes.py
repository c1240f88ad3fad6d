import asyncio


class Mailboxes:
    def __init__(self):
        self.queues = {}
        self.readers = {}
        self.named = {}

    async def send(self, channel, text):
        await self.queues.setdefault(channel, asyncio.Queue()).put(text)  # want "dict Mailboxes.queues grows.*left out when the await"

    async def receive(self, channel):
        queue = self.queues.setdefault(channel, asyncio.Queue())
        text = await queue.get()
        if queue.empty():
            del self.queues[channel]
        return text

    async def read(self, channel):
        self.readers[channel] = 1
        try:
            return await self.receive(channel)
        finally:
            self.readers.pop(channel, None)

    async def label(self, channel, text):
        self.named.setdefault(channel, []).append(text)


mailboxes = Mailboxes()
