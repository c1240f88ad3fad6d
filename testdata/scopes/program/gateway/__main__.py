"""`python -m gateway` ends or serves: what it binds lives for the one or the other."""

from gateway.parts import Banner, Server

banner = Banner()
banner.add("gateway")

server = Server()
server.serve_forever()
