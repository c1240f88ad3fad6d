import asyncio
import uuid


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
        self.waiters.append(change)  # want "list Jobs.waiters grows"
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
