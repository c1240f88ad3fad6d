import os

from flask import Flask, request

app = Flask(__name__)

C_TRACE = os.environ.get("C_TRACE")
BENCH = False

samples = []
traces = []
paths = []

if BENCH:

    @app.before_request
    def sample():
        samples.append(request.path)


@app.before_request
def trace():
    if C_TRACE:
        traces.append(request.path)
    paths.append(request.path)  # want "list paths grows"
