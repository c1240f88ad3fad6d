"""A library does not show how long its user keeps what it offers."""


class Ledger:  # scope: connection suggested
    def __init__(self):
        self.seen = {}

    def note(self, key, value):  # runs: as API
        self.seen[key] = value

    def register_format(self, name, codec):  # runs: at set-up
        self.formats[name] = codec

    def _forget(self, key):  # runs: never
        del self.seen[key]


def transfer(amount):
    """A convenience that makes one for one call: its users need not."""
    ledger = Ledger()
    ledger.note("x", amount)
