import weakref

from flask import Flask, request

app = Flask(__name__)


class Owner:
    pass


class Handle:
    known = weakref.WeakKeyDictionary()

    def __init__(self, owner):
        self.owner = owner
        self.known[owner] = self  # want "weak dict Handle.known grows"


@app.route("/open")
def open_handle():
    Handle(Owner())
    return ""
