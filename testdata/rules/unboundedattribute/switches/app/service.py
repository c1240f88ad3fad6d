"""What a batch binds anew, what an application is put together from, what a test looks at."""

from flask import Flask, request

from app.testing import Transport

app = Flask(__name__)
transport = Transport()


class Batch:
    def __init__(self):
        self.reset()

    def add(self, item):
        self.items.append(item)

    def reset(self):
        self.items = []


class Log:
    def __init__(self):
        self.start()

    def start(self):
        self.entries = []

    def add(self, entry):
        self.entries.append(entry)  # want "list Log.entries grows with every request"


class Bolt:
    def __init__(self):
        self.middleware_list = []

    def use(self, part):
        self.middleware_list.append(part)


batch, log, bolt = Batch(), Log(), Bolt()


@app.route("/<name>")
def index(name):
    batch.add(name)
    log.add(name)
    transport.write(request.data)
    bolt.use(lambda: name)
    if name == "flush":
        batch.reset()
    return name
