"""Objects that put themselves into what all of their class share."""

import weakref


class Event:
    all_events = []
    by_weight = []
    finished = []

    def __init__(self):
        self.callbacks = []
        self.all_events.append(self)  # want "list Event.all_events grows.*each new Event adds itself"
        self.by_weight.append(weakref.ref(self))

    def end(self):
        self.finished.append(self)


class Named:
    """The key decides how many there are."""

    kinds = {}

    def __init__(self, kind):
        self.kinds[kind.version] = self


class Plugin:
    """Made once each, as far as anybody sees."""

    loaded = []

    def __init__(self):
        self.loaded.append(self)


class Color:
    """A thing that the module defines."""

    all_colors = []

    def __init__(self, name):
        self.name = name
        self.all_colors.append(self)


def mixed(name):
    return Color(name)


red = Color("red")


class Session:
    """Fills what is its own when it is made, however often that is."""

    def __init__(self, users):
        self.binds = {}
        for user in users:
            self._bind(user)

    def _bind(self, user):
        self.binds[user.session_id] = user


def open_session(users):
    return Session(users)


def heartbeat():
    """One of many that users make."""
    return Event()
