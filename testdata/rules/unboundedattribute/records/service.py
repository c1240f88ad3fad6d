"""A container handed over in a record is emptied where the record is read; the default of a record's field is its own."""

from dataclasses import dataclass

from flask import Flask, request
from pydantic import BaseModel

app = Flask(__name__)


@dataclass
class Flush:
    headers: list
    touched: list


class Store:
    def write(self, flush):
        flush.headers.clear()
        return len(flush.touched)


class Blocks:
    def __init__(self, store):
        self.store = store
        self.headers = []
        self.touched = []

    def add(self, header):
        self.headers.append(header)
        self.touched.append(header)  # want "list Blocks.touched grows with every request"
        self.flush()

    def flush(self):
        self.store.write(Flush(self.headers, touched=self.touched))


blocks = Blocks(Store())


class Links:
    def __init__(self):
        self.items = []

    def add(self, link):
        self.items.append(link)


class Wallet(BaseModel):
    name: str
    links: Links = Links()


class Marks:
    def __init__(self):
        self.items = []

    def add(self, mark):
        self.items.append(mark)  # want "list Marks.items grows with every request"


class Shared:
    marks = Marks()


@app.route("/<name>")
def show(name):
    blocks.add(request.path)
    wallet = Wallet(name=name)
    wallet.links.add(request.path)
    Shared().marks.add(request.path)
    return name
