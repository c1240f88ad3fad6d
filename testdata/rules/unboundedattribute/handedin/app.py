"""Containers that whoever makes an object makes for it."""

from collections import deque
from dataclasses import dataclass

import attr
from fastapi import FastAPI


class Visits:
    def __init__(self, seen, last, kept):
        self.seen = seen
        self.last = last
        self.kept = kept

    def add(self, user):
        self.seen[user] = 1  # want "dict Visits.seen grows with every request"
        self.last.append(user)
        self.kept[user] = 1


@attr.s
class Members:
    name = attr.ib()
    users = attr.ib()

    def join(self, user):
        self.users.add(user)  # want "set Members.users grows with every request"


@dataclass
class Names:
    title: str
    users: set

    def join(self, user):
        self.users.add(user)  # want "set Names.users grows with every request"


class Guests:
    def __init__(self, users):
        self.users = users

    def join(self, user):
        self.users.add(user)  # want "set Guests.users grows with every request"


class Mail:
    """Whoever makes one empties it under another name."""

    def __init__(self, box):
        self.box = box

        def deliver():
            while True:
                box.popitem()

        self.deliver = deliver

    def put(self, user):
        self.box[user] = 1


def make_guests():
    users = set()
    return Guests(users)


app = FastAPI()
kept = {}
visits = Visits({}, deque(maxlen=10), kept)
members = Members("all", set())
names = Names("all", users=set())
guests = make_guests()
mail = Mail({})


@app.post("/{user}")
async def post(user: str):
    visits.add(user)
    members.join(user)
    names.join(user)
    guests.join(user)
    mail.put(user)
    kept.clear()
