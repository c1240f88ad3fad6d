from fastapi import FastAPI, WebSocket


class Rooms:
    """The one is emptied at the end of each turn, the other one when a user deletes the room."""

    def __init__(self):
        self.turns = {}
        self.names = {}

    def enter(self, room):
        self.turns[room] = True
        self.names[room] = str(room)

    def leave(self, room):
        self.turns.pop(room, None)


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


class Sheets:
    def __init__(self, reader):
        self.reader = reader
        self.parsed_cache = {}
        self.encodings = {}
        self.opened = {}
        self.owners = {}
        self.parts = {}

    def parsed(self, name):
        found = self.parsed_cache.get(name)
        if found is None:
            self.parsed_cache[name] = found = self.reader.parse(name)
            self.encodings[name] = self.reader.encoding
        return found

    def changed(self, name):
        self.parsed_cache.pop(name, None)

    def open(self, name):
        self.opened[name] = self.reader.open(name)
        for part in self.reader.parts:
            self.parts[name, part] = True
        self.parts[name] = len(self.reader.parts)
        self.owners[name] = self.reader.owner  # want "dict Sheets.owners grows"

    def close(self, name):
        self.opened.pop(name, None)


sheets = Sheets(app.state.reader)


@app.post("/sheet")
async def sheet():
    sheets.parsed(app.state.reader.which())
    sheets.open(app.state.reader.which())


@app.post("/changed")
async def changed():
    sheets.changed(app.state.reader.which())


@app.post("/close")
async def close():
    sheets.close(app.state.reader.which())


rooms = Rooms()


@app.post("/rooms/{room}")
async def enter(room: str):
    rooms.enter(room)


@app.post("/rooms/{room}/leave")
async def leave(room: str):
    rooms.leave(room)


@app.delete("/rooms/{room}")
async def delete_room(room: str):
    rooms.names.pop(room, None)
