"""Keys of a store, with and without an expiry."""

import uuid

import redis
from flask import Flask, request

app = Flask(__name__)
store = redis.Redis()


@app.post("/invite")
def invite():
    token = uuid.uuid4().hex
    store.set(f"invite:{token}", request.get_data())  # want "redis string invite:.* grows with every request.*Give each key an expiry"
    store.set(f"state:{token}", "new", ex=3600)
    store.setex(f"nonce:{token}", 60, "1")
    store.hset(f"cart:{token}", "user", request.args["user"])
    store.expire(f"cart:{token}", 3600)
    store.incr("invites")
    store.set("last", token)
    store.sadd(f"job:{token}", "a")
    return token


@app.post("/done/<token>")
def done(token):
    store.delete(f"job:{token}")
    return ""
