"""A cache on a method belongs to the class: self is part of the key, and stays."""

from functools import cache, lru_cache

from flask import Flask, request

app = Flask(__name__)


class Order:
    def __init__(self, lines):
        self.lines = lines

    @cache  # want "cache Order.total grows with every request to Order.total, reached from order"
    def total(self):
        return sum(self.lines)

    @lru_cache(maxsize=16)
    def tax(self):
        return sum(self.lines) * 0.2

    @classmethod
    @cache
    def columns(cls):
        return ("lines",)


class Catalogue:
    """One of it: self adds nothing to the key."""

    @cache
    def kinds(self):
        return ["a", "b"]

    @cache  # want "cache Catalogue.price grows with every request"
    def price(self, sku):
        return len(sku)

    @staticmethod
    @cache
    def render(format):
        return format


catalogue = Catalogue()


@app.post("/order")
def order():
    o = Order(request.get_json())
    o.columns()
    catalogue.kinds()
    catalogue.render(request.args["format"])
    return {"total": o.total(), "tax": o.tax(), "price": catalogue.price(request.args["sku"])}
