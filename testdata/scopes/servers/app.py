"""socketserver, http.server, websockets, XML-RPC."""

import asyncio
import socketserver
from http.server import BaseHTTPRequestHandler
from xmlrpc.server import SimpleXMLRPCServer

import websockets


class Hello(BaseHTTPRequestHandler):  # scope: request
    def do_GET(self):  # runs: again per request
        pass


class Echo(socketserver.BaseRequestHandler):  # scope: request
    def handle(self):  # runs: again per request
        pass


class Counting(socketserver.TCPServer):  # scope: process
    def process_request(self, request, address):  # runs: again per request
        pass


async def on_socket(socket):  # runs: again per connection
    pass


async def main():
    async with websockets.serve(on_socket, "", 8001):
        await asyncio.Future()


def add(a, b):  # runs: again per request
    return a + b


def rpc():
    server = SimpleXMLRPCServer(("", 8000))
    server.register_function(add)
    server.serve_forever()
