"""What has ended is taken out of one container and kept in another; weak references, of which the dead ones stay."""

import weakref


class StreamConnection:
    def __init__(self):
        self.streams = {}
        self.closed = {}
        self.recent = {}
        self.locks = {}
        self.observers = []
        self.watched = []

    def open_stream(self, stream_id, stream):
        self.streams[stream_id] = stream

    def end_stream(self, stream_id):
        stream = self.streams.pop(stream_id)
        self.closed[stream_id] = stream.reason  # want "dict StreamConnection.closed grows"

    def restart_stream(self, stream_id):
        self.locks[stream_id] = object()
        self.streams.pop(stream_id)

    def forget_stream(self, stream_id):
        stream = self.streams.pop(stream_id)
        self.recent[stream_id] = stream.reason
        while len(self.recent) > 10:
            self.recent.popitem()

    def view(self, screen):
        self.observers.append(weakref.ref(screen))  # want:note "list StreamConnection.observers grows"

    def watch(self, screen):
        self.watched.append(weakref.ref(screen, self.watched.remove))
