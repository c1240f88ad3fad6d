"""What is remembered under the identities of objects that are made for each request is never found again."""

from flask import Flask, request

app = Flask(__name__)
merged = {}
by_kind = {}


class Part:
    kinds = ("a", "b")


@app.route("/merge")
def merge():
    parts = [Part() for _ in request.args]
    key = tuple(id(p) for p in parts)
    merged[key] = parts  # want "dict merged grows.*the identity of an object"
    by_kind[tuple(k for k in Part.kinds)] = parts
    return ""
