"""What stands on the way from a binding to a use of it, and what a removal counts on."""

import threading
import time
from collections import defaultdict

from flask import Flask, request

app = Flask(__name__)


class Device:
    """Of two branches one makes a list of its own: the other one's is not what grows."""

    PRODUCTS = [1, 2]

    def __init__(self):
        self.known = []
        self.seen = []

    def products(self, vendors):
        ids = self.PRODUCTS
        if vendors:
            ids = []
            for vendor in vendors:
                ids.extend(vendor)
        return ids

    def remember(self):
        names = self.known
        names = []
        names.append(request.path)
        return names

    def note(self):
        names = []
        if request.path:
            names = self.seen
        names.append(request.path)  # want "list Device.seen grows with every request"


class Streams:
    """Who takes a part out of an entry counts on it to be there: that is no growth of the whole."""

    def __init__(self):
        self.by_client = defaultdict(dict)
        self.read = defaultdict(dict)

    def leave(self):
        self.by_client[request.remote_addr].pop("stream", None)

    def ask(self):
        return self.read[request.remote_addr].get("stream")  # want "defaultdict Streams.read grows with every request"


class Once:
    """What waits for one event is gone when it has come: nothing puts anything in after that."""

    def __init__(self):
        self.fired = False
        self.waiters = []

    def wait(self, callback):
        if self.fired:
            return callback()
        self.waiters.append(callback)

    def fire(self):
        self.fired = True
        for waiter in self.waiters:
            waiter()
        del self.waiters


class Fields:
    """A method is called on what nobody can see, for one key after the other."""

    def __init__(self):
        self.rendered = {}
        self.forgotten = {}

    def render(self):
        self.rendered[request.path] = 1
        self.forgotten[request.path] = 1  # want "dict Fields.forgotten grows with every request"

    def clear_caches(self, paths):
        for path in paths:
            self.rendered.pop(path, None)

    def drop(self):
        self.rendered.pop(nowhere, None)

    def reset_forgotten(self, paths):
        for path in paths:
            self.forgotten.pop(path, None)


class Download:
    """It polls until there is nothing more to do, and ends; another one until its service ends."""

    def __init__(self, pool):
        self.pool = pool
        self.failed = []

    def run(self):
        while True:
            try:
                self.pool.poll()
                time.sleep(0.1)
            except NoResultsPending:
                break

    def on_failure(self, article):
        self.failed.append(article)


class Feed:
    def __init__(self, pool):
        self.pool = pool
        self.failed = {}

    def run(self):
        while True:
            try:
                self.on_failure(self.pool.poll())
                time.sleep(0.1)
            except KeyboardInterrupt:
                break

    def on_failure(self, message_id):
        self.failed[message_id] = 1  # want "dict Feed.failed grows"


class Terms:
    """What is asked first says which keys are left."""

    def __init__(self, own_uid):
        self.uid = own_uid
        self.fields = {"name": 1}
        self.missing = {"name": 1}
        self.kinds = {}
        self.others = {}
        self.mine = {}

    def search(self):
        term = request.args["term"]
        if term not in self.fields:
            return
        self.fields[term] = 2

    def learn(self):
        term = request.args["term"]
        if term in self.missing:
            return
        self.missing[term] = 2  # want "dict Terms.missing grows with every request"

    def sort(self):
        kind = request.args["kind"]
        if kind == "error":
            self.kinds[kind] = 1
        if kind != "error":
            self.others[kind] = 1  # want "dict Terms.others grows with every request"

    def count(self):
        self.mine[self.uid] = 1  # there is one of it in each object


class Capture:
    """What a function calls before it gives a result of its own ends."""

    def __init__(self, page):
        self.page = page
        self.admitted = set()

    def settle(self):
        while True:
            request_id = self.page.receive()
            if request_id is None:
                break
            self.admitted.add(request_id)


def fetch_page(page):
    capture = Capture(page)
    capture.settle()
    return page.text


class Watch:
    def __init__(self, page):
        self.page = page
        self.admitted = set()

    def settle(self):
        while True:
            request_id = self.page.receive()
            if request_id is None:
                break
            self.admitted.add(request_id)  # want "set Watch.admitted grows"


def watch_page(page):
    watch = Watch(page)
    watch.settle()


device, streams, once, fields, terms = Device(), Streams(), Once(), Fields(), Terms(app.name)
feed = Feed(app.extensions["pool"])
threading.Thread(target=feed.run).start()
queued = {}

@app.route("/devices")
def devices():
    device.products(request.args.getlist("vendor"))
    device.remember()
    device.note()
    streams.leave()
    streams.ask()
    once.wait(print)
    fields.render()
    terms.search()
    terms.learn()
    terms.sort()
    terms.count()
    for field in app.extensions["fields"]:
        field.clear_caches([request.path])
    return ""


@app.route("/fire")
def fire():
    once.fire()
    return ""


@app.route("/download")
def download():
    found = Download(app.extensions["pool"])
    app.extensions["pool"].listen(found.on_failure)
    found.run()
    return str(len(found.failed))


@app.route("/queue")
def queue():
    queued[request.path] = 1
    return ""


@app.extensions["endpoint"]("/queued", methods=["GET"])
def take_queued(path):
    return queued.pop(path, None)
