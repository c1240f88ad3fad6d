"""A container that its function empties by key itself is no twin that was forgotten, even where an exit leaves that out."""

from fastapi import FastAPI


class Requests:
    def __init__(self, link):
        self.link = link
        self.pending = {}
        self.late = {}

    async def send(self, number, event):
        self.pending[number] = event  # want "dict Requests.pending grows.*does not cover it: left out when the await"
        self.late[number] = event
        await self.link.put(number)
        self.pending.pop(number)

    def answered(self, number):
        self.late.pop(number, None)


app = FastAPI()
requests = Requests(app.state.link)


@app.post("/{number}")
async def send(number: str):
    await requests.send(number, app.state.event)
    requests.answered(number)
