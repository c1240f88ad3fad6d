"""A list that one object makes and another, which calls it by the same name, fills."""

import asyncio


class LineProtocol(asyncio.Protocol):
    def __init__(self, lines, errors):
        self.lines = lines
        self.errors = errors

    def data_received(self, data):
        self.lines.append(data)  # want "list LineServer.lines grows with every message"
        if not data:
            self.errors.append(data)


class LineServer:
    def __init__(self):
        self.lines = []
        self.errors = []

    def make_protocol(self):
        return LineProtocol(lines=self.lines, errors=self.errors)

    async def serve(self):
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self.make_protocol, "0.0.0.0", 7000)
        async with server:
            while True:
                await asyncio.sleep(60)
                self.errors.clear()


async def main():
    server = LineServer()
    await server.serve()


asyncio.run(main())
