class Transport:
    """Keeps what is written for a test to look at."""

    def __init__(self):
        self.written = []

    def write(self, data):
        self.written.append(data)  # want:note "list Transport.written grows with every request"
