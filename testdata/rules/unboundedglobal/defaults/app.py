"""A default argument grows only for who leaves it out."""

from flask import Flask, request

from notes import collect, fill, gather, keep, tell, walk

app = Flask(__name__)


@app.post("/note")
def note():
    keep(request.args["text"], [])
    keep(request.args["other"], kept=[])
    collect(request.args["text"])
    collect(request.args["text"], [])
    walk(request.args["text"])
    fill(request.args["text"])
    tell(request.args["text"])
    return gather(request.args["text"])
