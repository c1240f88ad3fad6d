from flask import request


class Output:
    """Nothing loads it: of a package that is not the one named."""

    def __init__(self):
        self.states = {}

    def write(self, event):
        self.states[request.remote_addr] = event  # want:note "dict Output.states grows"
