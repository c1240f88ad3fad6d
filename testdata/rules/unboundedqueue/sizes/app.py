"""A size that is None or 0 wherever it comes from is no limit; one that somebody gives, or may give, is."""

import queue
import sys
from collections import deque
from dataclasses import dataclass

from flask import Flask, request

app = Flask(__name__)

NO_LIMIT = None
LIMIT = 100


class History:
    def __init__(self, size=None):
        self.items = deque(maxlen=size)

    def add(self, item):
        self.items.append(item)  # want[unboundedattribute] "deque History.items grows with every request.*Give it a maxlen"


class Recent:
    def __init__(self, size=None):
        self.items = deque(maxlen=size)

    def add(self, item):
        self.items.append(item)


class Mailbox:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.letters = queue.Queue(self.maxsize)

    def add(self, item):
        self.letters.put(item)  # want "queue Mailbox.letters grows with every request"


class Outbox:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.letters = queue.Queue(self.maxsize)

    def add(self, item):
        self.letters.put(item)


class Configured:
    def __init__(self, **options):
        self.inner = Sized(**options)
        self.loose = Loose(None)

    def add(self, item):
        self.inner.items.append(item)
        self.loose.items.append(item)  # want[unboundedattribute] "deque Loose.items grows"


class Sized:
    def __init__(self, size=None):
        self.items = deque(maxlen=size)


class Loose:
    def __init__(self, size):
        self.items = deque(maxlen=size or None)


class Adjusted:
    size = None

    def __init__(self):
        self.items = deque(maxlen=self.size)

    def add(self, item):
        self.items.append(item)


class Fixed:
    size = None

    def __init__(self):
        self.items = deque([], self.size)

    def add(self, item):
        self.items.append(item)  # want[unboundedattribute] "deque Fixed.items grows"


class Tuned(Adjusted):
    size = 10


@dataclass
class Record:
    size: int = 0

    def __post_init__(self):
        self.items = queue.Queue(self.size)


class Exported:
    """Nobody in the tree makes one: its user may give a size."""

    def __init__(self, size=None):
        self.items = deque(maxlen=size)

    def on_message(self, item):
        self.items.append(item)


named = deque(maxlen=NO_LIMIT)
limited = deque(maxlen=LIMIT)
huge = queue.Queue(sys.maxsize)
history = History()
recent = Recent(size=50)
mailbox = Mailbox()
outbox = Outbox(maxsize=10)
configured = Configured(size=10)
fixed = Fixed()
adjusted = Tuned()
record = Record(size=10)


@app.post("/")
def add():
    item = request.get_json()
    named.append(item)  # want[unboundedglobal] "deque named grows with every request"
    limited.append(item)
    huge.put(item)  # want "queue huge grows with every request"
    for each in (history, recent, mailbox, outbox, configured, adjusted, fixed):
        each.add(item)
    record.items.put(item)
    return ""
