"""Loops on a flag that somebody else sets, and loops on something that is done in the end."""

import signal

_halt = False
_pending = None
done = False


def on_signal(number, frame):
    global _halt
    _halt = True


signal.signal(signal.SIGTERM, on_signal)


def serve(source):
    while not _halt:
        step(source.fetch())


def step(item):  # runs: again per iteration
    return item


def submit(items):
    global _pending
    _pending = list(items)


def drain():
    while _pending:
        work(_pending.pop())


def work(item):  # runs: as API
    return item


def convert(items):
    global done
    done = False
    while not done:
        done = part(items)


def part(items):  # runs: as API
    return not items


class Bus:
    def should_stop(self):
        return self.stopping

    def poll(self):
        while not self.should_stop():
            self.post(self.get())

    def get(self):
        return None

    def post(self, message):  # runs: again per iteration
        return message
