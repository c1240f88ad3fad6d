"""A text that is put together from itself."""

import warnings

from flask import Flask, request

app = Flask(__name__)


@app.get("/")
def index():
    message = f"missing {request.path}"
    message = message + "!"
    while len(message) < 80:
        message = message + "."
    warnings.warn(message)  # want "registry __warningregistry__ grows with every request"
    return message
