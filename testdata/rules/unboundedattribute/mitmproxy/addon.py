"""Addons have no base class: the hooks that they have say what they are."""


class Record:
    def __init__(self):
        self.stream = None
        self.open = set()
        self.sizes = {}

    def configure(self, updated):
        self.stream = open("/dev/null", "wb")

    def request(self, flow):
        self.open.add(flow)  # want "set Record.open grows with every request to Record.request"
        self.sizes[flow.id] = len(flow.request.content)

    def response(self, flow):
        self.sizes.pop(flow.id, None)
        if not self.stream:
            return
        self.stream.write(flow.response.content)
        self.open.discard(flow)

    def error(self, flow):
        self.sizes.pop(flow.id, None)

    def done(self):
        self.open.clear()


class Basket:
    """The same names with something else."""

    def __init__(self):
        self.items = set()

    def request(self, item):
        self.items.add(item)

    def done(self):
        self.items.clear()


addons = [Record()]
