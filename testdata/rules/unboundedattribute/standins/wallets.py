"""What takes the place of a real thing in tests keeps everything, and ends with the test."""

from flask import Flask, request

app = Flask(__name__)


class FakeWallet:
    def __init__(self):
        self.paid = []

    def pay(self, invoice):
        self.paid.append(invoice)


class CapturingWallet:
    def __init__(self):
        self.paid = []

    def pay(self, invoice):
        self.paid.append(invoice)  # want:note "list CapturingWallet.paid grows"


class Wallet:
    def __init__(self):
        self.paid = []

    def pay(self, invoice):
        self.paid.append(invoice)  # want "list Wallet.paid grows with every request"


fake, capturing, wallet = FakeWallet(), CapturingWallet(), Wallet()


@app.post("/pay")
def pay():
    fake.pay(request.get_json())
    capturing.pay(request.get_json())
    wallet.pay(request.get_json())
    return ""
