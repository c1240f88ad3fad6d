"""A list of tasks, one for each connection, of an object that only its name says is kept: each ends, and stays in the list."""

import asyncio


class Connection(asyncio.Protocol):
    def __init__(self, served, names):
        self.served = served
        self.names = names

    async def serve(self, data):
        await asyncio.sleep(len(data))

    def data_received(self, data):
        self.served.append(asyncio.get_running_loop().create_task(self.serve(data)))  # want "list of tasks EchoServer.served grows"
        self.names.append(data.decode())


class EchoServer:
    def __init__(self):
        self.served = []
        self.names = []

    async def start(self, port):
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: Connection(self.served, self.names), "::", port)

    async def stop(self):
        for task in self.served:
            task.cancel()
        self.served.clear()
        self.names.clear()
