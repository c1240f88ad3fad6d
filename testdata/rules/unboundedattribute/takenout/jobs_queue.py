"""What a thread takes from a queue, one after the other, is kept until then."""

import queue
import threading
from uuid import uuid4

from flask import Flask, request

app = Flask(__name__)


class Download:
    def __init__(self, name):
        self.name = name
        self.parts = {}

    def add(self, part):
        self.parts[part] = self.name  # want:note "dict Download.parts grows with every request"


class Assembler(threading.Thread):
    def __init__(self):
        super().__init__()
        self.queue = queue.Queue(10)

    def put(self, download):
        self.queue.put(download)

    def run(self):
        while True:
            download = self.queue.get()
            print(download.name)


assembler = Assembler()


@app.route("/add")
def add():
    download = find(request.args["name"])
    download.add(str(uuid4()))
    return ""


def find(name):
    for download in list(assembler.queue.queue):
        if download.name == name:
            return download
    download = Download(name)
    assembler.put(download)
    return download
