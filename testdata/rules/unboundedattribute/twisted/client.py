"""A Deferred calls back once: what its callback fills is filled as often as the Deferred is made."""

from twisted.internet import protocol
from twisted.protocols.basic import LineReceiver


class Settings:
    def __init__(self, connection):
        self.values = {}
        self.lines = []
        connection.ready.addCallback(self.load)

    def load(self, answer):
        for line in answer.splitlines():
            name, value = line.split("=")
            self.values[name] = value
            self.lines.append(line)


class Client(LineReceiver):
    def __init__(self):
        self.answers = []

    def lineReceived(self, line):
        ask(line).addCallback(self.keep)

    def keep(self, answer):
        self.answers.append(answer)  # want:note "list Client.answers grows"


class Clients(protocol.Factory):
    def buildProtocol(self, address):
        return Client()
