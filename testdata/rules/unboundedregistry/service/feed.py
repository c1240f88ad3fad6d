"""A price feed over one long connection: each subscriber listens to it."""

from twisted.internet import defer


class Feed:
    def __init__(self, stream):
        self.stream = stream
        self.closing = defer.Deferred()
        self.turns = defer.succeed(None)

    def watch(self, request):
        def stop(result):
            request.finish()
            return result

        self.closing.addBoth(stop)  # want "listeners Feed.closing grows with every request to Feed.watch"
        return request

    def in_turn(self, request):
        def answer(result):
            request.finish()
            return result

        self.turns.addCallback(answer)  # it has its result, and calls what is added at once
        return request

    def listen(self, request):
        def send(price):
            request.write(price)

        self.stream.add_listener("price", send)
        try:
            return request.wait()
        finally:
            self.stream.remove_listener("price", send)


feed = Feed(open("/dev/null"))
