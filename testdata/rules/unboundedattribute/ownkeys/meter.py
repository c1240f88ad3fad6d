"""Under a key that is in the container nothing is added; under one of another container something may be."""

from flask import Flask, request

app = Flask(__name__)


class Meter:
    def __init__(self):
        self.amounts = {}
        self.rates = {}
        self.shares = {}
        self.peaks = {}
        self.lowered = {}

    def update(self, users):
        for user in self.amounts:
            self.amounts[user] = 0
        rates = self.rates
        for user in list(rates):
            rates[user] = 0.0
        for user, share in self.shares.items():
            self.shares[user] = share / 2
        for user in list(self.lowered):
            user = user + "x"
            self.lowered[user] = 1  # want "dict Meter.lowered grows with every request"
        for user in users.items():
            self.peaks[user] = 1  # want "dict Meter.peaks grows with every request"


meter = Meter()


@app.route("/")
def show():
    meter.update(request.args)
    return ""
