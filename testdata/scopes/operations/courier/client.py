"""What the user of a library calls again and again, and what it sets up with."""


class CourierClient:  # scope: process suggested
    def send(self, letter):  # runs: as operation
        self._post(letter)

    def _post(self, letter):  # runs: as operation
        return letter

    def connect(self):  # runs: as API
        pass

    def add_stamp(self, stamp):  # runs: as API
        pass

    def add_handler(self, fn):  # runs: at set-up
        pass

    def register_codec(self, name):  # runs: at set-up
        pass

    def close(self):  # runs: never
        pass

    def configure(self):  # runs: at set-up
        pass


class ParcelMessage:  # scope: call
    def __init__(self, text):  # runs: as operation
        self.text = text

    def weigh(self):  # runs: as API
        return len(self.text)
