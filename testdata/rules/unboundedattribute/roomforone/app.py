"""Two functions fill one cache, and each eviction is asked which of them it makes room for."""

from fastapi import FastAPI

LIMIT = 1000


class Peers:
    def __init__(self):
        self.seen = {}
        self.known = {}
        self.both = {}
        self.swept = {}

    def found(self, peer, answer):
        self.seen[peer] = answer  # want "dict Peers.seen grows.*makes room for what ask\(\) itself puts in; what line 16 puts in comes on top"
        self.both[peer] = answer
        self.swept[peer] = answer
        self.trim()
        self.drain()

    def ask(self, peer):
        answer = self.seen.get(peer)
        if answer is None:
            if len(self.seen) > LIMIT:
                self.seen.popitem()
            answer = self.seen[peer] = peer.ask()
            self.both[peer] = answer
            self.trim()
        return answer

    def trim(self):
        """Called by both."""
        if len(self.both) > LIMIT:
            self.both.popitem()

    def drain(self):
        """Takes out as many as there are too many."""
        while len(self.swept) > LIMIT:
            self.swept.popitem()
        self.swept["last"] = None

    def remember(self, peer):
        if len(self.known) > LIMIT:
            self.known.popitem()
        self.known[peer] = 1

    def again(self, peer):
        """It takes out what it puts back: nothing comes on top."""
        count = self.known.pop(peer, 0)
        self.known[peer] = count + 1


app = FastAPI()
peers = Peers()


@app.post("/{peer}")
async def post(peer: str):
    peers.found(peer, await app.state.link.recv())
    peers.remember(peer)
    peers.again(peer)
    return peers.ask(peer)
