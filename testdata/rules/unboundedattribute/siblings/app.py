from fastapi import FastAPI, WebSocket


class Channels:
    def __init__(self):
        self.consumers = {}
        self.pending = {}
        self.names = {}

    def add(self, tag, consumer):
        self.consumers[tag] = consumer
        self.pending[tag] = []  # want "dict Channels.pending grows"
        self.names[tag] = str(consumer)

    def remove(self, tag):
        self.consumers.pop(tag, None)
        self.names.pop(tag, None)

    def push(self, tag, item):
        self.pending[tag].append(item)

    def take(self, tag):
        return self.pending[tag].pop(0)


channels = Channels()
app = FastAPI()


@app.websocket("/ws/{tag}")
async def ws(socket: WebSocket, tag: str):
    channels.add(tag, socket)
    try:
        channels.push(tag, await socket.receive_text())
        channels.take(tag)
    finally:
        channels.remove(tag)
