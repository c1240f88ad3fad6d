import queue
import threading


class Capture:
    """A thread reads until an event is set, and puts what it reads where nobody has to look."""

    def __init__(self, source):
        self.source = source
        self.stopping = threading.Event()
        self.chunks = queue.Queue()
        self.recent = queue.Queue(maxsize=100)

    def start(self):
        threading.Thread(target=self._work, daemon=True).start()

    def read(self):
        try:
            return self.chunks.get(timeout=1)
        except queue.Empty:
            return None

    def _work(self):
        while not self.stopping.is_set():
            chunk = self.source.take()
            try:
                self.chunks.put_nowait(chunk)  # want "queue Capture.chunks grows with every iteration"
            except queue.Full:
                pass
            try:
                self.recent.put_nowait(chunk)
            except queue.Full:
                pass


capture = Capture(open("/dev/null"))
capture.start()
