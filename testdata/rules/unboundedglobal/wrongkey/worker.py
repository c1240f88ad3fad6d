import socket
import uuid

import state


class Request:
    def __init__(self, body):
        self.id = uuid.uuid4()
        self.body = body


def serve(inbox):
    listener = socket.create_server(("", 8000))
    while True:
        peer, (host, port) = listener.accept()
        state.opened(host, port, peer)
        request = Request(peer.recv(1024))
        state.started(request)
        inbox.handle(request)
        state.finished(request)
        state.closed(host, port)


if __name__ == "__main__":
    serve(None)
