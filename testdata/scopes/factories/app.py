"""Objects that are made by functions and fields."""

from dataclasses import dataclass, field

from fastapi import Depends, FastAPI

app = FastAPI()


class Index:  # scope: process
    def look_up(self, key):
        return key


@dataclass
class State:  # scope: process
    index: Index = field(default_factory=Index)


app.state.state = State()


class Basket:  # scope: request
    """A dependency without a cache is made for each request."""

    def add(self, item):
        pass


def basket():
    return Basket()


@app.get("/")
def root(b=Depends(basket)):
    b.add(1)


class Visit:  # scope: request
    def note(self):
        pass


@app.get("/visit")
def visit():
    Visit().note()


def make_engine():
    return Gearbox()


class Gearbox:  # scope: process
    def shift(self):
        pass


gearbox = make_engine()
