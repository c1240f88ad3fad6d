from flask import Flask, request


class Recent:
    def __init__(self):
        self.kept = []
        self.grown = []
        self.swapped = []
        self.first = []

    def add(self, path):
        self.kept.append(path)
        self.kept = self.kept[-100:]
        self.first = [path] + self.first[:9]
        self.grown = self.grown + [path]  # want "list Recent.grown grows"
        self.swapped.append(path)
        if path == "/flush":
            out, self.swapped = self.swapped, []
            print(out)


recent = Recent()
app = Flask(__name__)


@app.before_request
def remember():
    recent.add(request.path)
