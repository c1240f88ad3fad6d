import asyncio


class Link(asyncio.Protocol):  # scope: connection
    def connection_made(self, transport):  # runs: again per message
        self.flow = Flow(transport)

    def data_received(self, data):  # runs: again per message
        self.frame = Frame(data)


class Flow:  # scope: connection
    def __init__(self, transport):
        self.transport = transport


class Frame:  # scope: request
    """Replaced by the next."""

    def __init__(self, data):
        self.data = data


async def main():
    server = await asyncio.start_server(on_client, "127.0.0.1", 80)
    await server.serve_forever()


async def on_client(reader, writer):  # runs: again per connection
    pass
