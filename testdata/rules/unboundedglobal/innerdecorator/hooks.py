"""A decorator runs with each call of the function in which it stands; at the top of a module it runs once."""

from flask import Flask, request

app = Flask(__name__)
applied = []
ruled = []
noted = []


def hook(each):
    def add(function):
        applied.append((each, function.__name__))  # want "list applied grows with every request"
        return function

    return add


def check(each):
    def add(function):
        ruled.append((each, function.__name__))
        return function

    return add


def note(function):
    noted.append(function.__name__)  # want "list noted grows with every request"
    return function


@check("once")
def always():
    return True


@app.get("/")
def index():
    @note
    @hook(request.path)
    def after():
        return always()

    return after()
