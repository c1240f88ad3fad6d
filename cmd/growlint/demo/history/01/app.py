"""An API gateway: takes requests and forwards them to the services behind it."""

from flask import Flask, request

import proxy

app = Flask("api-gateway")


@app.get("/healthz")
def healthz():
    return {"status": "ok"}


@app.route("/<service>/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
def handle(service, rest):
    return proxy.forward(service, rest, request)
