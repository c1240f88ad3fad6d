from flask import Flask, request

from services import feed, rounds

app = Flask(__name__)


@app.get("/watch")
def watch():
    feed.watch(request)
    rounds.watch(request)
    return ""
