class Record:  # scope: process
    def request(self, flow):  # runs: again per request
        self.last = flow

    def tcp_message(self, flow):  # runs: again per request
        self.last = flow

    def done(self):  # runs: at shutdown
        self.last = None


class Basket:
    def request(self, item):  # runs: as API
        self.last = item
