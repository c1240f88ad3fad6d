from twisted.internet import defer


class Feed:
    """Its deferred is new each time that the feed starts, and the callbacks of all requests in between stay on it."""

    def __init__(self):
        self.closing = defer.Deferred()

    def startService(self):
        self.closing = defer.Deferred()

    def watch(self, request):
        def stop(result):
            request.finish()
            return result

        self.closing.addBoth(stop)  # want "listeners Feed.closing grows.*replaced by startService"


class Rounds:
    """Its deferred is new for each round."""

    def __init__(self, clock):
        self.clock = clock
        self.round = defer.Deferred()

    def run(self):
        while True:
            self.clock.wait()
            self.round = defer.Deferred()

    def watch(self, request):
        def stop(result):
            request.finish()
            return result

        self.round.addBoth(stop)


feed, rounds = Feed(), Rounds(object())
