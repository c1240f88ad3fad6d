from flask import Flask, request


class Index:
    def __init__(self):
        self.words = {}

    def add(self, word):
        self.words[word] = 1


class Journal:
    def __init__(self):
        self.entries = []

    def add(self, entry):
        self.entries.append(entry)  # want "list Journal.entries grows"


journal = Journal()
app = Flask(__name__)


@app.post("/")
def index():
    journal.add(request.path)
