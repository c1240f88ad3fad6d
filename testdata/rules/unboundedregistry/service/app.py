from flask import Flask, request

from feed import feed

app = Flask(__name__)


@app.get("/prices")
def prices():
    feed.watch(request)
    return feed.listen(request)
