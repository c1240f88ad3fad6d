from flask import Flask, request

from limiter import limiter

app = Flask(__name__)


@app.before_request
def limit():
    return None if limiter.allow(request.remote_addr) else "slow down"
