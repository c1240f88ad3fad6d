import weakref

from flask import Flask, request

app = Flask(__name__)


class Session:
    def __init__(self, peer):
        self.peer = peer


class Counted:
    def __init__(self, peer):
        self.name = str(peer)


class Peer:
    pass


class Peers:
    def __init__(self):
        self.sessions = weakref.WeakKeyDictionary()
        self.parts = weakref.WeakKeyDictionary()
        self.closers = weakref.WeakKeyDictionary()
        self.counted = weakref.WeakKeyDictionary()
        self.merged = weakref.WeakKeyDictionary()
        self.chained = weakref.WeakKeyDictionary()
        self.named = weakref.WeakValueDictionary()
        self.seen = weakref.WeakSet()

    def join(self, name):
        peer = Peer()
        self.sessions[peer] = Session(peer)  # want "weak dict Peers.sessions grows.*weakref.ref only"
        self.parts[peer] = {"peer": peer, "name": name}  # want "weak dict Peers.parts grows"
        self.closers[peer] = lambda: print(peer)  # want "weak dict Peers.closers grows"
        self.counted[peer] = Counted(peer)
        self.merged.update(self.counted)
        head = tail = None
        head = [tail]
        tail = [head]
        self.chained[peer] = head
        self.named[name] = peer
        self.seen.add(peer)
        return peer


peers = Peers()


@app.route("/join")
def join():
    peers.join(request.args["name"])
    return ""
