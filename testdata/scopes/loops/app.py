"""Which loops go on for as long as the service, and which end with an answer."""

import time


def serve(sock, handle):
    while True:
        data = sock.recv(4096)
        if not data:
            break
        on_data(data)


def on_data(data):  # runs: again per iteration
    return data


def fetch(session):
    while True:
        try:
            attempt(session)
            return session.last
        except OSError:
            time.sleep(2)


def attempt(session):  # runs: as API
    session.last = session.read()


def wait_for_job(job):
    while True:
        if job.done:
            break
        look(job)
        time.sleep(1)


def look(job):  # runs: as API
    job.refresh()


class Worker:
    def __init__(self):
        self._stop = False

    def run(self):
        while True:
            if self._stop:
                break
            self.step()
            time.sleep(1)

    def step(self):  # runs: again per iteration
        pass


def pages(document):
    while True:
        found = document.select("a.next")
        if not found:
            break
        page(found)


def page(found):  # runs: as API
    return found
