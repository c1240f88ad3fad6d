"""A handler that gevent makes for each connection, and asks for each request."""

from gevent.pywsgi import WSGIHandler

SOCKETS = {}


class SocketHandler(WSGIHandler):
    def run_application(self):
        SOCKETS[self.client_address] = self.socket  # want:note "dict SOCKETS grows with every request to SocketHandler.run_application"
        return super().run_application()
