"""What a session registers stays when the session ends."""

import atexit
import logging
import warnings
from functools import partial

from flask import Flask, request

app = Flask(__name__)
audit = logging.getLogger("audit")


class Session:
    def __init__(self, user):
        self.user = user
        atexit.register(self.close)  # want "registry atexit grows with every request.*a method of a Session, which is made for each event"

    def close(self):
        pass


class Tidy:
    def __init__(self):
        atexit.register(self.close)

    def close(self):
        atexit.unregister(self.close)


@app.get("/")
def index():
    session = Session(request.args["user"])
    return session.user


@app.get("/log")
def log():
    handler = logging.FileHandler("audit.log")
    audit.addHandler(handler)  # want "listeners audit grows with every request.*a new object for each call"
    audit.info(request.path)
    return ""


@app.get("/logged")
def logged():
    access = logging.getLogger("access")
    handler = logging.StreamHandler()
    access.addHandler(handler)
    try:
        return ""
    finally:
        access.removeHandler(handler)


@app.get("/guarded")
def guarded():
    logger = logging.getLogger("guarded")
    if not logger.handlers:
        logger.addHandler(logging.StreamHandler())
    return ""


@app.get("/named/<session>")
def named(session):
    logging.getLogger(f"session.{request.cookies['sid']}").info("hello")  # want "registry logging.Logger.manager grows with every request"
    logging.getLogger(f"kind.{type(session)}").info("hello")
    warnings.warn(f"deprecated: {request.path}")  # want "registry __warningregistry__ grows with every request"
    warnings.warn("deprecated")
    return ""


def once():
    """Called once, at set-up."""
    atexit.register(partial(print, "bye"))


once()
