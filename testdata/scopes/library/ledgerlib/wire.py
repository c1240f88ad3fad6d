class Link:  # scope: connection suggested
    def send(self, data):  # runs: as API
        frame = Frame(data)
        return frame.size()


class Frame:  # scope: call
    def __init__(self, data):
        self.data = data

    def size(self):
        return len(self.data)


class WireError(Exception):  # scope: call
    def describe(self):
        return "wire"
