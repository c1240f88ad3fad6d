from flask import Flask, request

app = Flask(__name__)


class Store:
    def __init__(self):
        self.queues = {}

    def push(self, user, item):
        self.queues.setdefault(user, []).append(item)  # want "dict Store.queues grows.*takes out of an element; the key stays.*Delete the key too"

    def take(self, user):
        return self.queues[user].pop()


store = Store()


@app.post("/push")
def push():
    store.push(request.args["user"], request.get_json())


@app.post("/take")
def take():
    return store.take(request.args["user"])
