"""Containers in the body of a class that each object adds to through self; one that is meant for all, and one that each object has."""


class Pipeline:
    filters = []
    processors = []
    handlers = []
    observers = []

    def __init__(self, steps):
        self.observers.append("metrics")
        self.handlers = []
        for step in steps:
            self.filters.append(step)  # want:note "list Pipeline.filters grows"
            self.handlers.append(step)
        Pipeline.processors.append(steps)
