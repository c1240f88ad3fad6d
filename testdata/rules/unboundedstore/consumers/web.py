"""What one part of a service writes and another one, in another file, takes out or lets expire."""

import os
import uuid

from flask import Flask, request

import settings
from names import PREFIX, login_queue
from storage import Index, connection

app = Flask(__name__)
index = Index()


@app.post("/jobs")
def submit():
    connection.rpush(settings.JOB_QUEUE, request.get_data())
    connection.rpush(getattr(settings, "ALERT_QUEUE", ""), request.get_data())  # want "redis list .* grows with every request"
    return ""


@app.get("/callback")
def callback():
    connection.rpush(login_queue(request.args["state"]), request.args["code"])
    connection.set(f"{PREFIX}:{request.args['state']}", "1")
    connection.set(f"seen:{request.args['state']}", "1")  # want "redis string seen: grows with every request"
    connection.set("draft:%s" % request.args["state"], "1")
    connection.set("preview:%s" % request.args["state"], "1")  # want "redis string preview:%s grows with every request"
    connection.set(f"worker:{os.getpid()}", "1")  # as many as the service has workers
    connection.set("last-run:%s" % request.args["state"], "1")  # want "redis string last-run:%s grows with every request"
    beat(request.args["task"])
    return ""


def beat(task_name):
    key = f"{PREFIX}-beat:{task_name}"
    connection.set(key, "1")  # as many as the service has tasks
    connection.set(f"run:{uuid.uuid4()}:{task_name}", "1")  # want "redis string run:: grows with every request"


@app.post("/runs")
def run():
    run_id = uuid.uuid4().hex
    index.add(run_id, request.get_data())
    index.note(run_id, request.get_data())
    return run_id
