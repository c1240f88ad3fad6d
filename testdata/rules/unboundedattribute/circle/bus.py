"""Two objects of a library that hold each other live as long as their user keeps one: going round says no more, and takes nothing off."""

import uuid


class LookupClient:
    def __init__(self, bus):
        self.bus = bus
        self.pending = {}

    def lookup(self, name):
        number = uuid.uuid4()
        self.pending[number] = name  # want "dict LookupClient.pending grows"
        self.bus.send(number, name)
        return number


class MessageBus:
    def __init__(self, send):
        self.send = send
        self.lookups = LookupClient(self)
        self.lookups.bus = self
