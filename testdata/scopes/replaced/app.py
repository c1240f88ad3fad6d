"""What an attribute holds only until the next is gone with the next."""

from flask import Flask

app = Flask(__name__)


class Draft:  # scope: request
    def note(self):
        pass


class Index:  # scope: process
    def note(self):
        pass


class Parser:  # scope: connection suggested
    def feed(self, data):
        return data.endswith("\n")


class Link:  # scope: process
    def closed(self):
        return False


class Symbols:  # scope: connection suggested
    def note(self):
        pass


class Rooms:  # scope: process
    def note(self):
        pass


class Fetch:  # scope: connection suggested
    def __init__(self, desk):
        self.desk = desk

    def failed(self):
        self.desk.on_failed(self)


class Desk:
    def __init__(self):
        self.draft = None
        self._index = None
        self.parser = Parser()
        self.link = Link()
        self.fetch = None

    def feed(self, data):
        if self.parser.feed(data):
            self.parser = Parser()

    def check(self):
        if self.link.closed():
            self.link = Link()

    def next(self):
        if self.fetch is None:
            self.fetch = Fetch(self)

    def on_failed(self, fetch):
        self.fetch = None

    def begin(self):
        self.draft = Draft()

    def index(self):
        if self._index is None:
            self._index = Index()
        return self._index


desk = Desk()
symbols = {}
rooms = {}


def name(room):
    if room not in rooms:
        rooms[room] = Rooms()
    return rooms[room]


def symbolize(lines):
    global symbols
    symbols = {}
    for line in lines:
        if line not in symbols:
            symbols[line] = Symbols()


def clear_rooms():
    global rooms
    rooms = {}


@app.post("/")
def post():
    desk.begin()
    desk.index()
    desk.feed("")
    desk.check()
    desk.next()
    symbolize([])
    name("")
    Fetch(desk).failed()
