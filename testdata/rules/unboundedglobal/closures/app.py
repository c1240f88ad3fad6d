from flask import Flask, request

app = Flask(__name__)


def encode(word, memo={}):
    memo[word] = word.upper()  # want "dict encode.memo grows with every request"
    return memo[word]


@app.get("/encode")
def encoded():
    return encode(request.args["word"])
