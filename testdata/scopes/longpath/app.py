"""Each step from an entry point is right only most of the time: a long path is less sure."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def a():  # runs: again per request
    b()


def b():  # runs: again per request
    c()


def c():  # runs: again per request
    d()


def d():  # runs: again per request
    e()


def e():  # runs: again per request
    f()


def f():  # runs: again per request
    g()


def g():  # runs: again by its name per request
    pass
