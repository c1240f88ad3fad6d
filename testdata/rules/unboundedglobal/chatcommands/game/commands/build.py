"""A command of the command line beside them."""

import argparse

from flask import Flask, request

app = Flask(__name__)
built = {}


@app.post("/built")
def note():
    built[request.form["line"]] = request.remote_addr
