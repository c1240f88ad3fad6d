"""A loop over pairs sweeps the containers that are written in them."""

import time

from flask import Flask, request

app = Flask(__name__)


class Doors:
    def __init__(self):
        self.by_ip = {}
        self.by_key = {}
        self.by_mail = {}
        self.limits = {}
        self.swept = 0

    def sweep(self):
        now = time.time()
        if now - self.swept < 60:
            return
        self.swept = now
        kinds = [(self.by_ip, 10), (self.by_key, 20)]
        for records, age in kinds:
            stale = [k for k, at in records.items() if now - at > age]
            for k in stale:
                del records[k]
        for name, records in (("mail", self.by_mail), ("none", self.limits)):
            for k in [k for k, at in records.items() if now - at > len(name)]:
                del records[k]

    def knock(self, ip, key, mail, name):
        self.sweep()
        self.by_ip[ip] = time.time()
        self.by_key[key] = time.time()
        self.by_mail[mail] = time.time()


class Halls:
    def __init__(self):
        self.names = {}
        self.doors = {}

    def sweep(self):
        for label, records in [(self.names, self.doors)]:
            for k in [k for k in records if k not in label]:
                del records[k]

    def enter(self, name):
        self.sweep()
        self.names[name] = time.time()  # want "dict Halls.names grows with every request"


doors = Doors()
halls = Halls()


@app.get("/")
def knock():
    doors.knock(request.remote_addr, request.args["key"], request.args["mail"], request.args["name"])
    halls.enter(request.args["name"])
    return ""
