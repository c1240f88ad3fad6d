from flask import Flask, request

app = Flask(__name__)
HANDLERS = {}
SETTINGS = {}
KINDS = {}
routes = []
route_log = []
leak = {}


def handler(name):
    def decorate(func):
        HANDLERS[name] = func
        return func

    return decorate


@handler("a")
def handle_a():
    pass


def load_settings(config):
    for key in config:
        SETTINGS[key] = config[key]


load_settings({})


@app.get("/")
def index():
    KINDS[type(request)] = 1
    leak[request.remote_addr] = 1  # want "dict leak grows"


@app.get("/routes")
def add_route():
    routes.append(request.path)  # what an application is put together from, by its name
    route_log.append(request.path)  # want "list route_log grows with every request to add_route"
