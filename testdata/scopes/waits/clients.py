"""Who waits for an answer, or for the end of something, does not serve; who waits until the service is stopped does."""

import asyncio


class Caller:  # scope: call
    def __init__(self):
        self.answers = {}

    async def ask(self, number):
        self.answers[number] = asyncio.Event()
        await asyncio.wait_for(self.answers[number].wait(), 5)


class Asker:  # scope: call
    def __init__(self):
        self.answers = {}

    async def ask(self, number):
        self.answers[number] = asyncio.Event()
        await self.answers[number].wait()


class Link:  # scope: call
    def __init__(self):
        self.gone = asyncio.Event()

    async def disconnect(self):
        await self.gone.wait()


class Capture:  # scope: call
    def __init__(self):
        self.drained = asyncio.Event()
        self.empty = asyncio.Event()

    async def drain(self, seconds):
        try:
            async with asyncio.timeout(seconds):
                await self.drained.wait()
        except asyncio.TimeoutError:
            pass

    async def emptied(self):
        await self.empty.wait()
        return self


class Patient:  # scope: process
    def __init__(self):
        self.stopping = asyncio.Event()

    async def stay(self):
        await self.stopping.wait()


async def once(number):
    await Caller().ask(number)
    await Asker().ask(number)
    await Link().disconnect()
    await Capture().drain(5)
    await Capture().emptied()
    await Patient().stay()


class Session:  # scope: call
    def __init__(self, reader):
        self.reader = reader

    async def handshake(self):
        while True:
            line = await self.reader.receive()
            if not line:
                return
            self.reader.note(line)


async def greet(reader):
    greeted = await Session(reader).handshake()
    return greeted
