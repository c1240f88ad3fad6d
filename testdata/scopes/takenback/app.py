"""What an object registers and takes away again keeps it for a while only; what it takes away at its end keeps it until then."""

from flask import Flask

app = Flask(__name__)


class Capture:  # scope: call
    def __init__(self, page):
        self.page = page
        self.seen = []

    def enable(self):
        self.page.on("request", self.note)

    def disable(self):
        self.page.remove_listener("request", self.note)

    def note(self, request):
        self.seen.append(request)


class Recorder:  # scope: process
    def __init__(self, page):
        self.page = page
        self.seen = []

    def enable(self):
        self.page.on("request", self.note)

    def shutdown(self):
        self.page.remove_listener("request", self.note)

    def note(self, request):
        self.seen.append(request)


class Watcher:  # scope: process
    def __init__(self, page):
        self.page = page
        self.seen = []

    def enable(self):
        self.page.on("request", self.note)
        self.page.on("closed", self.close)

    def disable(self):
        self.page.remove_listener("closed", self.close)

    def note(self, request):
        self.seen.append(request)

    def close(self):
        pass


def start(page):
    capture = Capture(page)
    capture.enable()
    page.wait()
    capture.disable()
    Recorder(page).enable()
    Watcher(page).enable()
