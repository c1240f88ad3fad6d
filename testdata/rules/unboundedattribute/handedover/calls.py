class Connection:
    """Runs what it is given on a thread of its own, which cannot be seen here."""

    def __init__(self, channel, thread):
        self.channel = channel
        self.thread = thread
        self.results = []
        self.closed = []
        self.marks = []

    def call(self, request):
        result = [None]

        def invoke():
            self.closed.append(result)  # want:note "list Connection.closed grows"
            self.channel.send(request)

        self.thread.post(invoke)
        return result

    def prepare(self):
        self.thread.post(self._mark)

    def _mark(self):
        self.marks.append(1)
