from fastapi import FastAPI, WebSocket


class Hub:
    def __init__(self, manager):
        self.manager = manager
        self.environ = {}
        self.peers = {}
        self.running = {}
        self.once = {}
        self.capped = {}
        self.logged = {}
        self.limit = 100

    def opened(self, sid, environ):
        self.environ[sid] = environ  # want "dict Hub.environ grows.*only where is_connected"
        self.peers[sid] = environ
        self.running[sid] = environ  # want "dict Hub.running grows.*not where environ.terminated is set already"
        self.once[sid] = environ
        if len(self.capped) >= self.limit:
            raise ValueError("too many")
        self.capped[sid] = environ
        if len(self.logged) > self.limit:
            print("many sessions")
        self.logged[sid] = environ  # want "dict Hub.logged grows"

    def crashed(self, sid, environ):
        if not environ.terminated:
            del self.running[sid]
        if not environ.finished:
            environ.finished = True
            del self.once[sid]

    def closed(self, sid):
        if self.manager.is_connected(sid):
            del self.environ[sid]
        if sid in self.peers:
            del self.peers[sid]


hub = Hub(None)
app = FastAPI()


@app.websocket("/ws/{sid}")
async def ws(socket: WebSocket, sid: str):
    hub.opened(sid, socket.headers)
    try:
        await socket.receive_text()
    finally:
        hub.closed(sid)
        hub.crashed(sid, socket)
