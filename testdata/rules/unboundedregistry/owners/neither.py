import atexit


class Session:
    def __init__(self, user):
        self.user = user
        atexit.register(self.leave)

    def leave(self):
        pass

    def finish(self):
        atexit.unregister(self.leave)


class Upload:
    def __init__(self, data):
        self.data = data
        atexit.register(self.leave)

    def leave(self):
        pass

    def finish(self):
        atexit.unregister(self.leave)
