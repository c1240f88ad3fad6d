"""Which lists are written and read is a matter of configuration: what takes from one may take from the other. A list that is named in the code is another matter."""

import redis
from flask import Flask, request
from wires import wired

app = Flask(__name__)


class Pipe:
    def __init__(self, source, targets):
        self.redis = redis.Redis()
        self.source = source
        self.targets = targets

    def send(self, message):
        self.redis.lpush(self.targets[1], message)
        self.redis.lpush("log", message)  # want "redis list log grows with every request"
        self.redis.sadd(self.targets[0], message)  # want "redis set .* grows with every request"

    def receive(self):
        return self.redis.blmove(self.source, self.source + "-taken", 0, "RIGHT", "LEFT")

    def peek(self):
        return self.redis.lindex(self.source, -1), self.redis.lrange("log", 0, 9)


pipe = Pipe(*wired())


@app.post("/")
def post():
    pipe.peek()
    pipe.send(request.get_data())
    return ""
