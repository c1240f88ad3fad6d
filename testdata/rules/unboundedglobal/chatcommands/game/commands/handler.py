"""The commands of a game: players type them. Its folder is called like that of a command line."""

from flask import Flask, request

app = Flask(__name__)
seen = {}


@app.post("/typed")
def typed():
    seen[request.form["line"]] = request.remote_addr  # want "dict seen grows with every request"
