"""What shortens a buffer, in an object that lives as long as the process; and what looks as if it did."""

import io
import struct

from flask import Flask, request

app = Flask(__name__)
LIMIT = 65536


class Sink:
    def __init__(self):
        self.fresh = ""
        self.sliced = b""
        self.tail = b""
        self.cut = bytearray()
        self.cleared = bytearray()
        self.framed = b""
        self.limited = b""
        self.truncated = io.BytesIO()
        self.rewound = io.StringIO()
        self.replaced = io.BytesIO()
        self.swapped = ""
        self.only_on_close = ""
        self.to_the_end = io.BytesIO()
        self.upper = ""
        self.parsed = ""
        self.sent = ""

    def feed(self, data):
        self.fresh += data
        self.flush_fresh()

        self.sliced += data
        if self.sliced.startswith(b"\x00"):
            self.send(self.sliced)
        self.sliced = self.sliced[512:]

        self.tail = (self.tail + data)[-1024:]

        self.cut.extend(data)
        self.send(self.cut)
        del self.cut[:512]

        self.cleared += data
        self.send(self.cleared)
        self.cleared.clear()

        self.framed += data
        while len(self.framed) >= 4:
            (size,) = struct.unpack(">I", self.framed[:4])
            self.send(self.framed[4 : size + 4])
            self.framed = self.framed[size + 4 :]

        if len(self.limited) + len(data) > LIMIT:
            raise ValueError("too much")
        self.limited += data

        self.truncated.write(data)
        self.send(self.truncated.getvalue())
        self.truncated.truncate(0)

        self.rewound.seek(0)
        self.rewound.write(data)

        self.replaced.write(data)
        self.send(self.replaced.getvalue())
        self.replaced = io.BytesIO()

        self.swapped += data
        out, self.swapped = self.swapped, ""
        self.send(out)

        self.only_on_close += data  # want "string Sink.only_on_close grows with every request.*nobody calls close.."

        self.to_the_end.seek(0, io.SEEK_END)
        self.to_the_end.write(data)  # want "buffer Sink.to_the_end grows"

        self.upper += data  # want "string Sink.upper grows with every request.*nothing takes anything out"
        self.upper = self.upper.upper()

        self.parsed = self.parse(self.parsed + data)

        self.sent += data
        try:
            self.send(self.sent)
            self.sent = ""
        except OSError:
            self.send("")

    def flush_fresh(self):
        self.send(self.fresh)
        self.fresh = ""

    def close(self):
        self.only_on_close = ""

    def parse(self, text): ...

    def send(self, data): ...


sink = Sink()


@app.post("/")
def feed():
    sink.feed(request.data)
    return ""
