"""Functions that are handed over run as often as what takes them calls them."""

import time


class Bus:
    def __init__(self):
        self._handlers = []
        self._by_name = {}

    def add(self, fn):
        self._handlers.append(fn)

    def name(self, key, fn):
        self._by_name[key] = fn

    def pump(self, sock):
        while True:
            message = sock.recv()
            for handler in self._handlers:
                handler(message)
            self._by_name[message.kind](message)


def each_message(message):  # runs: again per iteration
    return message


def by_kind(message):  # runs: again per iteration
    return message


def wire(bus: Bus):
    bus.add(each_message)
    bus.name("x", by_kind)


def retry(fn):
    def attempt(*args):
        return fn(*args)

    return attempt


class Caller:
    def __init__(self):
        self._go = False

    def run(self):
        while not self._go:
            wrapped = retry(self._once)
            wrapped(1)
            time.sleep(1)

    def _once(self, n):  # runs: again per iteration
        return n


def sort_key(x):  # runs: at set-up
    return x


ORDER = sorted([3, 1], key=sort_key)
TABLE = {"a": None}


def decide(kind, *args):
    return ACTIONS[kind](*args)


def start_it(name):  # runs: again per iteration
    return name


ACTIONS = {"start": start_it}


def serve(sock):
    while True:
        kind = sock.recv()
        decide(kind, "x")
