import time


class Banner:  # scope: call
    def __init__(self):
        self.lines = []

    def add(self, line):
        self.lines.append(line)


class Server:  # scope: process
    def serve_forever(self):
        while True:
            time.sleep(1)
