"""Plugins are made by a name that is put together at run time."""

from importlib import import_module

from flask import Flask, request

app = Flask(__name__)


class Service:
    def __init__(self, settings):
        self.outputs = []
        for name in settings["outputs"]:
            self.outputs.append(import_module(f"app.outputs.{name}").Output())

    def emit(self, event):
        for output in self.outputs:
            output.write(event)


service = Service(app.config)


@app.route("/")
def index():
    service.emit(request.json)
    return ""
