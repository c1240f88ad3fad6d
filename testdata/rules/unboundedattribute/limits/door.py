"""Who comes in is counted at the door, before the code that keeps him is reached; a size that is only shown, or compared with nothing that is a limit, bounds
nothing."""

from aiohttp import web


class Rooms:
    def __init__(self, app):
        self.max_guests = 10
        self.guests = {}
        self.shown = {}
        self.late = {}
        app.router.add_get("/ticket", self.ticket)
        app.router.add_get("/enter", self.enter)
        app.router.add_get("/state", self.state)

    async def ticket(self, request):
        if len(self.guests) < self.max_guests:
            return web.Response(text="come in")
        return web.Response(status=429)

    async def state(self, request):
        if len(self.shown) > self.max_guests:
            print("many")
        if len(self.late) > self.known:
            return web.Response(text="more than are known")
        return web.Response(text="few")

    async def enter(self, request):
        guest = request.query["guest"]
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.guests[guest] = socket
        self.shown[guest] = socket  # want "dict Rooms.shown grows with every request"
        self.late[guest] = socket  # want "dict Rooms.late grows with every request"
        return socket


class Queueing:
    """The test belongs to what the same function puts in, not to what another one does."""

    def __init__(self, app):
        self.max_open = 10
        self.open = {}
        app.router.add_get("/polite", self.polite)
        app.router.add_get("/rude", self.rude)

    async def polite(self, request):
        if len(self.open) >= self.max_open:
            return web.Response(status=429)
        self.open[request.query["id"]] = request
        return web.Response()

    async def rude(self, request):
        self.open[request.query["id"]] = request  # want "dict Queueing.open grows with every request"
        return web.Response()


def start(app):
    app["rooms"] = Rooms(app)
    app["queueing"] = Queueing(app)
