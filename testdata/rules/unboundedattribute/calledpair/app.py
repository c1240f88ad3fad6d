"""One function puts in, another takes out: the ways out of those that call both count."""

from fastapi import FastAPI


class Sessions:
    def __init__(self):
        self.open = {}
        self.tidy = {}
        self.swept = {}
        self.other = {}

    def enter(self, user):
        self.open[user] = 1  # want "dict Sessions.open grows.*left out when the await at line 53 raises or is cancelled.*Move the removal at line 54 into a finally"

    def leave(self, user):
        if user in self.open:
            del self.open[user]

    def begin(self, user):
        self.tidy[user] = 1

    def end(self, user):
        self.tidy.pop(user, None)

    def start(self, user):
        self.swept[user] = 1

    def stop(self, user):
        self.swept.pop(user, None)

    def take(self, user):
        self.other[user] = 1

    def give(self, user):
        self.other.pop(user, None)


app = FastAPI()
sessions = Sessions()


@app.get("/{user}")
async def get(user: str):
    sessions.begin(user)
    try:
        await app.state.link.send(user)
    finally:
        sessions.end(user)
    sessions.enter(user)
    sessions.start(user)
    sessions.take(user)
    await app.state.link.send(user)
    sessions.leave(user)
    sessions.stop(user)
    sessions.give("other")


@app.post("/{user}/hangup")
async def hangup(user: str):
    sessions.stop(user)
