"""Metrics of a web service."""

import uuid

from flask import Flask, g, request
from prometheus_client import Counter, Gauge, Histogram

app = Flask(__name__)

LATENCY = Histogram("latency", "seconds", ["method", "path"])
BY_RULE = Histogram("latency_by_rule", "seconds", ["method", "rule"])
ORDERS = Counter("orders", "orders", ["customer", "currency"])
RUNS = Counter("runs", "runs", ["run"])
RUNNING = Gauge("running", "jobs", ["job_id"])
STATUS = Counter("responses", "responses", ["status"])
PROJECTS = Counter("projects", "projects", ["project_id"])


@app.after_request
def measured(response):
    LATENCY.labels(request.method, request.path).observe(g.seconds)  # want "metric LATENCY grows with every request to measured .flask.request.path"
    BY_RULE.labels(request.method, request.url_rule.rule).observe(g.seconds)
    STATUS.labels(status=response.status_code).inc()
    return response


@app.post("/orders")
def create_order():
    order = request.get_json()
    ORDERS.labels(customer=order.customer_id, currency="eur").inc()  # want "metric ORDERS grows with every request"
    RUNS.labels(str(uuid.uuid4())).inc()  # want "metric RUNS grows with every request"
    labels = {"job_id": order.job_id}
    RUNNING.labels(**labels).inc()
    try:
        return run(order)
    finally:
        RUNNING.remove(order.job_id)


def run(order):
    return "done"


def report(project):
    PROJECTS.labels(project.project_id).inc()  # want:note "metric PROJECTS"
