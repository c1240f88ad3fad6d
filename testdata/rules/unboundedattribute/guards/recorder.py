"""A removal behind `if not self.stream: return` leaves out what came while there was no stream, where the insertion does not ask."""

from fastapi import FastAPI


class Recorder:
    def __init__(self, stream=None):
        self.stream = stream
        self.active = {}
        self.asked = {}

    def switch(self, stream):
        self.stream = stream

    def begin(self, flow):
        self.active[flow] = 1  # want "dict Recorder.active grows.*only where self.stream is set"
        if not self.stream:
            return
        self.asked[flow] = 1

    def end(self, flow):
        if not self.stream:
            return
        self.active.pop(flow, None)
        self.asked.pop(flow, None)


recorder = Recorder()
app = FastAPI()


@app.post("/{flow}")
async def record(flow: str):
    recorder.begin(flow)
    recorder.end(flow)


@app.post("/switch")
async def switch():
    recorder.switch(open("flows", "ab"))
