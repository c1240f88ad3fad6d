"""What nothing in an application names is left over: a note. Where a framework may call it, or something is read under its name, it is not."""

import uuid

from plugins import Plugin, exposed


class LedgerStore:
    def __init__(self):
        self.booked = {}
        self.shelved = {}
        self.listed = {}
        self.named = {}

    def book(self, text):
        return text

    def shelve(self, text):
        self.shelved[uuid.uuid4()] = text  # want:note "dict LedgerStore.shelved grows"

    @exposed
    def enlist(self, text):
        self.listed[uuid.uuid4()] = text  # want "dict LedgerStore.listed grows"

    def dispatch(self, text):
        return getattr(self, "entitle")(text)

    def entitle(self, text):
        self.named[uuid.uuid4()] = text  # want "dict LedgerStore.named grows"


class NoteStore(Plugin):
    def __init__(self):
        self.kept = {}

    def jot(self, text):
        self.kept[uuid.uuid4()] = text  # want "dict NoteStore.kept grows"


ledger = LedgerStore()
