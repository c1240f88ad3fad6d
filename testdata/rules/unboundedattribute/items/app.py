"""Classes that are used as a mapping: an item that is set calls the method that fills what is inside."""

import time

from fastapi import FastAPI, Request

app = FastAPI()


class TimedMapping:
    def __init__(self, seconds):
        self.seconds = seconds
        self.kept = {}

    def __getitem__(self, key):
        added, value = self.kept[key]
        if added < time.time() - self.seconds:
            del self.kept[key]
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self.kept[key] = (time.time(), value)  # want "dict TimedMapping.kept grows with every request.*only when that key is asked for again"


class Mapping:
    def __init__(self):
        self.kept = {}

    def __setitem__(self, key, value):
        self.kept[key] = value

    def __delitem__(self, key):
        del self.kept[key]


class Undeleted:
    def __init__(self):
        self.kept = {}

    def __setitem__(self, key, value):
        self.kept[key] = value  # want "dict Undeleted.kept grows.*nobody in the tree deletes an item"

    def __delitem__(self, key):
        del self.kept[key]


class Versions:
    def __init__(self):
        self.kept = {}

    def __setitem__(self, key, value):
        self.kept[key] = value


pages = TimedMapping(60)
open_pages = Mapping()
undeleted = Undeleted()
versions = Versions()


@app.get("/{path}")
async def page(path: str, request: Request):
    pages[path] = await request.body()
    undeleted[path] = request
    versions["latest"] = path
    open_pages[path] = request
    try:
        return pages[path]
    finally:
        del open_pages[path]
