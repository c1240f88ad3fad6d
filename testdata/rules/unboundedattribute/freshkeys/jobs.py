import asyncio
import uuid
from dataclasses import dataclass, field


class Jobs:
    def __init__(self):
        self.states = {}
        self.kinds = {}
        self.waiters = []
        self.names = []

    def start(self, work):
        job = uuid.uuid4().hex
        self.states[job] = "running"  # want "dict Jobs.states grows"
        self.work(job, work)
        return job

    def define(self, kind, work):
        self.kinds[kind] = work

    def work(self, job, work):
        work(job)

    async def next_change(self):
        change = asyncio.get_running_loop().create_future()
        self.waiters.append(change)  # want[unboundedtask] "list of futures Jobs.waiters grows"
        return await change

    def changed(self, value):
        for change in self.waiters:
            change.set_result(value)

    def describe(self, text):
        self.names.append(text)


class Job:
    """One job: its id is made once, for the object and not for each call."""

    def __init__(self):
        self.id = uuid.uuid4().hex
        self.notes = {}

    def note(self, text):
        self.notes[self.id] = text


JOBS = Jobs()
JOB = Job()


@dataclass
class Ticket:
    number: str = field(default_factory=lambda: uuid.uuid4().hex)


class Tickets:
    def __init__(self):
        self.open = {}

    def file(self, text):
        self.keep(Ticket(), text)

    def keep(self, ticket, text):
        self.open[ticket.number] = text  # want "dict Tickets.open grows"


TICKETS = Tickets()


@dataclass
class Record:
    number: str = field(default_factory=lambda: uuid.uuid4().hex)


class RecordStore:
    def __init__(self):
        self.kept = {}
        self.drawn = {}

    def start(self):
        record = Record()
        self.kept[record.number] = record  # want "dict RecordStore.kept grows"
        return record

    def draw(self):
        number = uuid.uuid4().hex
        while number in self.drawn:
            number = uuid.uuid4().hex
        self.drawn[number] = 1  # want "dict RecordStore.drawn grows"
        return number


class Shelf:
    """Who asks whether a key is there already does not make it anew each time."""

    instances = {}

    @classmethod
    def known(cls, record: Record):
        if record.number in cls.instances:
            return cls.instances[record.number]
        cls.instances[record.number] = record
        return record


def shelve():
    Shelf.known(Record())
