"""What runs the first time only is set-up, however it is reached."""

import functools

from flask import Flask

app = Flask(__name__)
_plugins = None
_seen = {}


def find_plugins():  # runs: at set-up
    return []


def refresh():  # runs: again per request
    return []


def plugins():  # runs: again per request
    global _plugins
    if _plugins is None:
        _plugins = find_plugins()
    refresh()
    return _plugins


@functools.lru_cache
def limits():  # runs: at set-up
    return read_limits()


def read_limits():  # runs: at set-up
    return {}


@app.get("/")
def index():
    plugins()
    limits()


class Hub:
    def on_change(self, handler):  # runs: at set-up
        self.handlers.append(handler)

    def on_message(self, message):  # runs: again by its name per event
        return message
