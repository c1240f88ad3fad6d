"""A folder whose name only begins like such a word holds the real thing."""

from flask import Flask, request

app = Flask(__name__)


class Console:
    def __init__(self):
        self.lines = []

    def write(self, line):
        self.lines.append(line)  # want "list Console.lines grows with every request"


console = Console()


@app.post("/line")
def line():
    console.write(request.data)
    return ""
