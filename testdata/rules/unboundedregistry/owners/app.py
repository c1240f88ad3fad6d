"""Registries fed from two classes of one file: each is one thing that grows, and a class takes out what is its own."""

from flask import Flask, request

import both
import modules
import neither
import one
import own

app = Flask(__name__)


@app.get("/both")
def serve_both():
    return both.Session(request.args["user"]).user + both.Upload(request.data).data


@app.get("/one")
def serve_one():
    upload = one.Upload(request.data)
    session = one.Session(request.args["user"])
    try:
        return session.user + upload.data
    finally:
        session.finish()


@app.get("/neither")
def serve_neither():
    session, upload = neither.Session(request.args["user"]), neither.Upload(request.data)
    try:
        return session.user + upload.data
    finally:
        session.finish()
        upload.finish()


@app.get("/modules")
def serve_modules():
    script = modules.Loader().load(request.data)
    try:
        return script.result
    finally:
        modules.Cleaner().forget(script)


@app.get("/own")
def serve_own():
    return own.Loader().load(request.data) + own.Preview().show(request.data)
