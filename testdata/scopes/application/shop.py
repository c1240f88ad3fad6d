class Basket:  # scope: unknown
    """Nobody makes one, and an application has no users who would."""

    def put(self, item):  # runs: as API
        pass


class PriceStore:  # scope: process suggested
    def look(self, item):
        pass
