from fastapi import FastAPI, WebSocket


class Hub:
    def __init__(self):
        self.sockets = set()
        self.names = {}

    def join(self, socket: WebSocket, name):
        self.sockets.add(socket)
        self.names[socket] = name  # want "dict Hub.names grows"

    def leave(self, socket):
        self.sockets.discard(socket)


hub = Hub()
app = FastAPI()


@app.websocket("/ws/{name}")
async def ws(socket: WebSocket, name: str):
    hub.join(socket, name)
    try:
        await socket.receive_text()
    finally:
        hub.leave(socket)
