from flask import Flask, request

app = Flask(__name__)
results = {}


@app.get("/checked")
def checked():
    results[request.args["url"]] = request.remote_addr  # want "dict results grows with every request"
