"""A name that says that it handles events, and a key that each call makes: that is certain enough."""

import itertools
import uuid


class TaskHandler:
    def __init__(self):
        self.contexts = {}
        self.kinds = {}
        self.numbers = itertools.count()
        self.turns = itertools.cycle("abc")
        self.by_number = {}
        self.by_turn = {}

    def handle_message(self, text, kind):
        context = uuid.uuid4().hex
        self.contexts[context] = text  # want "dict TaskHandler.contexts grows with every event"
        self.kinds[kind] = text
        self.by_number[next(self.numbers)] = text  # want "dict TaskHandler.by_number grows with every event"
        self.by_turn[next(self.turns)] = text
        return context


handler = TaskHandler()
