from twisted.application import service
from twisted.internet import protocol, reactor
from twisted.protocols.basic import LineReceiver


class Chat(LineReceiver):  # scope: connection
    def connectionMade(self):  # runs: again per message
        self.factory.clients.append(self)

    def lineReceived(self, line):  # runs: again per message
        self.sendLine(line)


class ChatFactory(protocol.Factory):  # scope: process
    protocol = Chat

    def buildProtocol(self, addr):  # runs: again per connection
        return Chat()


class Janitor(service.Service):  # scope: process
    def startService(self):
        reactor.callLater(60, self.sweep)

    def sweep(self):  # runs: again per task
        pass


class Body(protocol.Protocol):  # scope: request
    """Takes the body of one response."""

    def dataReceived(self, data):  # runs: again per message
        pass


def read(response):
    body = Body()
    response.deliverBody(body)
    return body
