"""Each way to add to text or bytes, in something that lives as long as the process; nothing takes anything out."""

import io

from flask import Flask, request

app = Flask(__name__)

log = ""
raw = bytes()
trace = io.StringIO()
dump = io.BytesIO()
blob = bytearray()


class Recorder:
    notes = ""

    def __init__(self):
        self.added = b""
        self.summed = ""
        self.before = ""
        self.formatted = ""
        self.interpolated = ""
        self.joined = ""
        self.stripped = ""
        self.chosen = ""
        self.inserted = bytearray()
        self.name = "recorder"
        self.renamed = ""

    def record(self, data):
        self.added += data  # want "string Recorder.added grows with every request.*Refuse more than a limit"
        self.summed = self.summed + data  # want "string Recorder.summed grows"
        self.before = data + self.before  # want "string Recorder.before grows"
        self.formatted = "%s\n%s" % (self.formatted, data)  # want "string Recorder.formatted grows"
        self.interpolated = f"{self.interpolated}{data}"  # want "string Recorder.interpolated grows"
        self.joined = "".join([self.joined, data])  # want "string Recorder.joined grows"
        self.stripped = (self.stripped + data).strip()  # want "string Recorder.stripped grows"
        self.chosen = self.chosen + data if data else self.chosen  # want "string Recorder.chosen grows"
        self.notes += data  # want "string Recorder.notes grows"
        self.inserted.extend(data)  # want "bytearray Recorder.inserted grows"
        self.name = self.name.strip()
        self.renamed = self.renamed.lower()
        copied = self.renamed
        copied += data
        return copied


recorder = Recorder()


@app.post("/")
def record():
    global log, raw
    log += request.path  # want "string log grows with every request to record"
    raw = raw + request.data  # want "string raw grows"
    trace.write(request.path)  # want "buffer trace grows"
    dump.write(request.data)  # want "buffer dump grows"
    blob.extend(request.data)  # want "bytearray blob grows"
    recorder.record(request.data)
    return ""


def tally():
    total = ""

    @app.get("/tally")
    def show():
        nonlocal total
        total += request.path  # want "string tally.total grows"
        return total


tally()
