"""Handlers of log records: some stay, some are taken off again."""

import logging

from twisted.logger import globalLogPublisher


class Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)  # want "list Kept.records grows with every record"


logging.getLogger().addHandler(Kept())


class _Unused(logging.Handler):
    """Nobody makes one."""

    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)


class Offered(logging.Handler):
    """Others may make one, or a configuration."""

    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)  # want "list Offered.records grows with every record"


class Startup(logging.Handler):
    """Watches until the service has started."""

    def __init__(self):
        super().__init__()
        self.errors = []

    def emit(self, record):
        self.errors.append(record)

    def uninstall(self):
        logging.getLogger().removeHandler(self)


class Capture:
    """Keeps what is logged inside of a with statement."""

    def __init__(self):
        self.events = []

    def seen(self, event):
        self.events.append(event)

    def __enter__(self):
        globalLogPublisher.addObserver(self.seen)
        return self

    def __exit__(self, *error):
        globalLogPublisher.removeObserver(self.seen)


class Observer:
    def __init__(self):
        self.events = []
        globalLogPublisher.addObserver(self.seen)

    def seen(self, event):
        self.events.append(event)  # want "list Observer.events grows with every record"


def main():
    Observer()
    startup = Startup()
    logging.getLogger().addHandler(startup)
    startup.uninstall()


main()
