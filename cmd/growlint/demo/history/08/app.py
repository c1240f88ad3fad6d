"""An API gateway: takes requests and forwards them to the services behind it."""

from flask import Flask, Response, request

import metrics
import proxy

app = Flask("api-gateway")

MAX_BODY = 1 << 20

# Results of validation, so that a request that is sent again is not checked again.
_validated = {}


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


def validate(service, body):
    errors = []
    if not service.isidentifier():
        errors.append("service must be a name")
    if len(body) > MAX_BODY:
        errors.append("body is too large")
    if request.method in ("POST", "PUT") and not request.is_json:
        errors.append("body must be JSON")
    return errors


@app.route("/<service>/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
def handle(service, rest):
    body = request.get_data()
    key = (request.full_path, body)
    if key not in _validated:
        _validated[key] = validate(service, body)
    errors = _validated[key]
    if errors:
        return {"errors": errors}, 400
    return proxy.forward(service, rest, request)
