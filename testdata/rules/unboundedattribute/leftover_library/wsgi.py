"""A library that serves applications is none: its users call what nothing here names."""

import uuid


class ResourceStore:
    def __init__(self, application):
        self.application = application
        self.calls = {}

    def shelve(self, text):
        self.calls[uuid.uuid4()] = text  # want "dict ResourceStore.calls grows"


class Server:
    store = ResourceStore(None)
