"""A server that tests talk to."""

from flask import Flask, request

app = Flask(__name__)

seen = []


@app.get("/")
def index():
    seen.append(request.headers["Test-Name"])
    return ""
