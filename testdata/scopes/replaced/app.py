"""What an attribute holds only until the next is gone with the next."""

from flask import Flask

app = Flask(__name__)


class Draft:  # scope: request
    def note(self):
        pass


class Index:  # scope: process
    def note(self):
        pass


class Desk:
    def __init__(self):
        self.draft = None
        self._index = None

    def begin(self):
        self.draft = Draft()

    def index(self):
        if self._index is None:
            self._index = Index()
        return self._index


desk = Desk()


@app.post("/")
def post():
    desk.begin()
    desk.index()
