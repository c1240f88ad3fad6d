import uuid


class Base:
    """Makes a number for whoever derives from it."""

    def __init__(self, number=None):
        self.number = number or uuid.uuid4().hex


class Session(Base):
    marks = {}

    def __init__(self, number=None):
        Base.__init__(self, number)

    def mark(self):
        self.marks.setdefault(self.number, []).append(1)  # want "dict Session.marks grows"
