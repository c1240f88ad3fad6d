"""What the constructor of an object puts into it through a method begins with an empty container each time; what comes later, or goes into another object,
does not."""


class Session:
    def __init__(self, targets):
        self._binds = {}
        self._marks = {}
        for target in targets:
            self._bind(target)
            self.mark(target)

    def bind_table(self, target):
        self._bind(target)

    def _bind(self, target):
        self._binds[id(target)] = target  # want:note "dict Session._binds grows"

    def mark(self, target):
        self._marks[id(target)] = target  # want "dict Session._marks grows with every iteration"

    async def serve(self, reader):
        while True:
            self.mark(await reader.receive())


class ChildSession:
    def __init__(self, parent):
        self._children = {}
        self.parent = parent
        if isinstance(parent, ChildSession):
            parent._adopt(self)

    def _adopt(self, child):
        self._children[id(child)] = child  # want:note "dict ChildSession._children grows.*reached from ChildSession.__init__"


def open_session(targets):
    return Session(targets)
