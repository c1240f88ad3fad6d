from flask import Flask, request

app = Flask(__name__)


def memoize(func):
    results = {}

    def wrapper(key):
        if key not in results:
            results[key] = func(key)  # want "dict memoize.results grows with every request"
        return results[key]

    return wrapper


@memoize
def slow(key):
    return key * 2


@app.get("/")
def index():
    return slow(request.args["key"])


def encode(word, memo={}):
    memo[word] = word.upper()  # want "dict encode.memo grows with every request"
    return memo[word]


@app.get("/encode")
def encoded():
    return encode(request.args["word"])
