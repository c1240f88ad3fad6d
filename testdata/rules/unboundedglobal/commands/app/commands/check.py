"""A command ends soon, whatever serves while it runs."""

import click
from flask import Flask, request

app = Flask(__name__)
results = {}


@app.get("/checked")
def checked():
    results[request.args["url"]] = request.remote_addr
