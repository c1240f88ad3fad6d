import functools
from functools import lru_cache

from flask import Flask, request

app = Flask(__name__)


@functools.cache  # want "cache profile grows with every request to profile"
def profile(user_id):
    return user_id


@lru_cache(maxsize=None)  # want "cache page grows with every request"
def page(path):
    return path


@lru_cache(maxsize=128)
def bounded(path):
    return path


@functools.cache
def settings():
    return {}


@app.get("/")
def index():
    settings()
    bounded(request.path)
    return profile(request.args["user"]) + page(request.path)
