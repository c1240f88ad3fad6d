"""Parsers of a connection: each waits for something that a peer may never send."""

import asyncio
import json
import re

END = re.compile(rb"\r?\n\r?\n")
MAX_LINE = 8192


class Lines(asyncio.Protocol):
    def __init__(self):
        self.buffer = b""

    def data_received(self, data):
        self.buffer += data  # want:note "string Lines.buffer grows with every message to Lines.data_received.*as long as its connection.*leaves what has no delimiter yet"
        while b"\n" in self.buffer:
            line, self.buffer = self.buffer.split(b"\n", 1)
            self.line_received(line)

    def line_received(self, line): ...


class Popped(asyncio.Protocol):
    def __init__(self):
        self.rest = ""

    def data_received(self, data):
        self.rest += data.decode()  # want:note "string Popped.rest grows.*leaves what has no delimiter yet"
        lines = self.rest.split("\n")
        self.rest = lines.pop()
        for line in lines:
            self.line_received(line)

    def line_received(self, line): ...


class Starred(asyncio.Protocol):
    def __init__(self):
        self.rest = ""

    def data_received(self, data):
        self.rest += data.decode()  # want:note "string Starred.rest grows.*leaves what has no delimiter yet"
        *lines, self.rest = self.rest.split("\n")
        for line in lines:
            self.line_received(line)

    def line_received(self, line): ...


class Found(asyncio.Protocol):
    def __init__(self):
        self.head = bytearray()

    def data_received(self, data):
        self.head.extend(data)  # want:note "bytearray Found.head grows.*waits for what is asked at line 61"
        found = END.search(self.head)
        if found is None:
            return
        end = self.head.find(b"\x00")
        if end >= 0:
            self.head_received(bytes(self.head[:end]))
            del self.head[:end]

    def head_received(self, head): ...


class Documents(asyncio.Protocol):
    def __init__(self):
        self.text = ""

    def data_received(self, data):
        self.text += data.decode()  # want:note "string Documents.text grows.*waits until the whole of it parses"
        try:
            document = json.loads(self.text)
        except ValueError:
            return
        self.text = ""
        self.received(document)

    def received(self, document): ...


class Limited(asyncio.Protocol):
    def __init__(self):
        self.buffer = b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.buffer += data
        if len(self.buffer) > MAX_LINE:
            self.transport.close()
            return
        while b"\n" in self.buffer:
            line, self.buffer = self.buffer.split(b"\n", 1)
            self.line_received(line)

    def line_received(self, line): ...


class Paused(asyncio.Protocol):
    def __init__(self):
        self.received = bytearray()

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        if len(self.received) > MAX_LINE:
            self.transport.pause_reading()


class Transcript(asyncio.Protocol):
    """Nothing shortens it: as long as the connection stays, so does all that came."""

    def __init__(self):
        self.said = ""

    def data_received(self, data):
        self.said += data.decode()  # want:note "string Transcript.said grows.*nothing takes anything out"


async def main():
    loop = asyncio.get_running_loop()
    for port, kind in enumerate([Lines, Popped, Starred, Found, Documents, Limited, Paused, Transcript]):
        await loop.create_server(kind, port=9000 + port)
    await asyncio.Event().wait()


asyncio.run(main())
