"""Lists of what happened, and lists of objects of which a program may have a fixed number."""

from fastapi import FastAPI, Request

app = FastAPI()


class Device:
    def __init__(self, bus):
        self.bus = bus


class Hub:
    def __init__(self):
        self.seen = []
        self.devices = []

    def attach(self, bus):
        self.devices.append(Device(bus))  # want:note "list Hub.devices grows"
        self.seen.append({"bus": bus})  # want "list Hub.seen grows"


hub = Hub()


@app.post("/attach")
async def attach():
    hub.attach(app.state.bus)
