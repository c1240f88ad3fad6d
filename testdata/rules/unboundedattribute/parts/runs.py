import uuid
from dataclasses import dataclass, field


@dataclass
class Order:
    kind: str
    number: str


@dataclass
class Parcel:
    size: int
    number: str = field(default_factory=lambda: uuid.uuid4().hex)


def packet(kind):
    return {"kind": kind, "call": str(uuid.uuid4())}


class Desk:
    def __init__(self):
        self.orders = {}
        self.kinds = {}
        self.parcels = {}
        self.sizes = {}
        self.calls = {}
        self.topics = {}

    def order(self, text):
        self.take(Order("letter", uuid.uuid4().hex), text)

    def take(self, order, text):
        self.orders[order.number] = text  # want "dict Desk.orders grows"
        self.kinds[order.kind] = text

    def parcel(self, text):
        self.pack(Parcel(5), text)

    def pack(self, parcel, text):
        self.parcels[parcel.number] = text  # want "dict Desk.parcels grows"
        self.sizes[parcel.size] = text

    def call(self, text):
        body = packet("call")
        self.calls[body["call"]] = text  # want "dict Desk.calls grows"
        self.topics[body["kind"]] = text


desk = Desk()
