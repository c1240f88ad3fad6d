import threading
import time

from flask import Flask, request

app = Flask(__name__)


class Sessions:
    data = {}
    locks = {}
    seen = {}
    users = {}

    def lock(self, sid):
        return self.locks.setdefault(sid, threading.Lock())  # want "dict Sessions.locks grows.*keys of data, and what is not in there stays"

    def save(self, sid, value):
        self.data[sid] = (value, time.time())

    def touch(self, sid, user):
        self.seen[sid] = time.time()
        self.users[sid] = user

    def clean_up(self):
        now = time.time()
        for sid, (_, at) in list(self.data.items()):
            if at < now - 60:
                self.data.pop(sid, None)
                self.locks.pop(sid, None)
        for sid, at in list(self.seen.items()):
            if at < now - 60:
                self.seen.pop(sid, None)
                self.users.pop(sid, None)


sessions = Sessions()


@app.before_request
def touch():
    sid = request.cookies["sid"]
    sessions.touch(sid, request.remote_addr)
    sessions.clean_up()


@app.get("/")
def index():
    with sessions.lock(request.cookies["sid"]):
        return "hello"


@app.post("/")
def save():
    sessions.save(request.cookies["sid"], request.get_json())
    return "saved"
