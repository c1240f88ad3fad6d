"""What stands in for a real sender keeps what it was given, to be looked at; the same of a real one is a leak."""

from flask import Flask, request

app = Flask(__name__)


class CapturingSender:
    def __init__(self):
        self.messages = []

    def send(self, text):
        self.messages.append(text)  # want:note "list CapturingSender.messages grows"


class Sender:
    def __init__(self):
        self.messages = []

    def send(self, text):
        self.messages.append(text)  # want "list Sender.messages grows"


senders = CapturingSender()
sender = Sender()


@app.post("/")
def post():
    senders.send(request.data)
    sender.send(request.data)
    return ""
