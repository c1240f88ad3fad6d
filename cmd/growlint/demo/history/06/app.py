"""An API gateway: takes requests and forwards them to the services behind it."""

from flask import Flask, Response, request

import metrics
import proxy

app = Flask("api-gateway")


@app.get("/healthz")
def healthz():
    return {"status": "ok"}


@app.get("/metrics")
def show_metrics():
    return Response(metrics.text(), mimetype="text/plain")


@app.after_request
def count(response):
    metrics.count(response.status_code)
    return response


@app.route("/<service>/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
def handle(service, rest):
    return proxy.forward(service, rest, request)
