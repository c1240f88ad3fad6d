import time

from flask import Flask, request


class Limits:
    def __init__(self):
        self.lazy = {}
        self.swept = {}

    def allowed(self, ip):
        if self.lazy.get(ip, 0) < time.time():
            self.lazy.pop(ip, None)
        self.lazy[ip] = time.time() + 60  # want "dict Limits.lazy grows"
        return True

    def fair(self, ip):
        now = time.time()
        for key in [k for k, at in self.swept.items() if at < now]:
            del self.swept[key]
        self.swept[ip] = now + 60
        return True


limits = Limits()
app = Flask(__name__)


@app.before_request
def check():
    ip = request.remote_addr
    return None if limits.allowed(ip) and limits.fair(ip) else "slow down"
