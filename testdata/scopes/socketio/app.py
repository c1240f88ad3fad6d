import socketio


class Room(socketio.AsyncNamespace):  # scope: process
    async def on_join(self, sid, data):  # runs: again per event
        pass


sio = socketio.AsyncServer()


@sio.event
async def connect(sid, environ):  # runs: again per event
    pass


@sio.on("chat")
async def chat(sid, data):  # runs: again per event
    pass
