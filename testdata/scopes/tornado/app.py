from tornado import tcpserver, web, websocket


class Main(web.RequestHandler):  # scope: request
    def get(self):  # runs: again per request
        self.write("x")


class Feed(websocket.WebSocketHandler):  # scope: connection
    def on_message(self, message):  # runs: again per message
        pass


class Echo(tcpserver.TCPServer):  # scope: process
    async def handle_stream(self, stream, address):  # runs: again per connection
        pass
