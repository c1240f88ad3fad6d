import atexit


class Session:
    def __init__(self, user):
        self.user = user
        atexit.register(self.close)  # want "registry atexit grows with every request to Session.__init__"

    def close(self):
        pass


class Upload:
    def __init__(self, data):
        self.data = data
        atexit.register(self.close)

    def close(self):
        pass
