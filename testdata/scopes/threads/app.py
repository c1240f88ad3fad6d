"""Threads keep what they run, for as long as it runs."""

import threading
import time


class Poller(threading.Thread):  # scope: process
    def __init__(self):
        super().__init__(daemon=True)
        self.seen = []

    def run(self):  # runs: at set-up
        while True:
            time.sleep(5)
            self.step()

    def step(self):  # runs: again per iteration
        self.seen.append(time.time())


class Reporter:  # scope: process
    """Is no thread itself, but one runs its method."""

    def __init__(self):
        self.lines = []
        self.stopped = threading.Event()

    def start(self):
        threading.Thread(target=self._loop).start()

    def _loop(self):
        while not self.stopped.is_set():
            time.sleep(1)
            self.lines.append("tick")


class Countdown(threading.Thread):  # scope: call
    """Its run() ends."""

    def run(self):
        for i in range(10):
            time.sleep(i)


def main():
    poller = Poller()
    poller.start()
    reporter = Reporter()
    reporter.start()
    short = Countdown()
    short.start()
    short.join(5)


if __name__ == "__main__":
    main()
