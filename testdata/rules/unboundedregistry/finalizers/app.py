"""A finalizer that holds what it waits for never runs."""

import weakref

from fastapi import FastAPI

app = FastAPI()


def close(link):
    link.close()


class Transfer:
    def __init__(self, link):
        self.link = link
        weakref.finalize(self, self.close)  # want "registry weakref.finalize grows"

    def close(self):
        self.link.close()


class Upload:
    """The finalizer knows what is to be closed, and not who had it."""

    def __init__(self, link):
        self.link = link
        weakref.finalize(self, close, self.link)
        weakref.finalize(self, self.link.close)


@app.post("/transfer")
async def transfer():
    Transfer(app.state.link)
    Upload(app.state.link)
