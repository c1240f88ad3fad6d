"""Functions that link an object to another in a table that holds the first weakly."""

import weakref

from fastapi import FastAPI

app = FastAPI()
owners = weakref.WeakKeyDictionary()
names = weakref.WeakKeyDictionary()


def link(thing, owner):
    owners[thing] = owner  # want "weak dict owners grows"


def name(thing, text):
    names[thing] = text


class Job:
    def __init__(self, title):
        link(self, self)
        name(self, title)


@app.post("/{title}")
async def post(title: str):
    Job(title)
