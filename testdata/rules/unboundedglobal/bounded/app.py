import weakref
from collections import deque

from cachetools import TTLCache
from flask import Flask, request

app = Flask(__name__)
recent = deque(maxlen=100)
cache = TTLCache(maxsize=1000, ttl=60)
live = weakref.WeakValueDictionary()
capped = {}
trimmed = []
unbounded = deque()


@app.get("/")
def index():
    key = request.headers["X-Request-Id"]
    recent.append(key)
    cache[key] = 1
    live[key] = request
    if len(capped) >= 1000:
        capped.pop(next(iter(capped)))
    capped[key] = 1
    trim(key)
    unbounded.append(key)  # want "deque unbounded grows.*Give it a maxlen$"


def trim(key):
    global trimmed
    trimmed.append(key)
    trimmed = trimmed[-100:]
