from flask import request


class Output:
    def __init__(self):
        self.states = {}

    def write(self, event):
        self.states[request.remote_addr] = event  # want "dict Output.states grows.*lives as long as the process"
