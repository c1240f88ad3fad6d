"""How many values a key can take: what it says itself counts more than where a long chain of arguments may come from."""

import enum
import functools

from flask import Flask, request

app = Flask(__name__)

LANGUAGES = ("en", "de")

by_user = {}
by_kind = {}
by_language = {}
by_bucket = {}
by_event = {}
by_object = {}
handlers = []
jobs = []


class Kind(enum.Enum):
    A = 1
    B = 2


class Event:
    def __init__(self, kind):
        self.kind = kind


def remember(user_id, kind: Kind, event):
    by_user[user_id] = 1  # want "dict by_user grows"
    by_kind[kind] = 1
    by_event[event.kind] = 1
    by_object[event] = 1  # want "dict by_object grows.*a new Event each time"


def language(name):
    if name not in LANGUAGES:
        return "en"
    by_language[name] = 1
    return name


def on_change(handler, *args):
    handlers.append(functools.partial(handler, *args))


@app.before_request
def before():
    remember(request.args["user"], Kind(request.args["kind"]), Event("seen"))
    language(request.args["language"])
    by_bucket[hash(request.path) % 64] = 1
    on_change(print, "x")
    jobs.append(request.path)  # want "list jobs grows"
