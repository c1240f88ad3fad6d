"""Objects that a cached or a lazy function makes."""

import functools
import weakref

_store = None
_alive = weakref.WeakValueDictionary()


class Store:  # scope: process
    def put(self, key, value):
        pass


def get_store():
    global _store
    if _store is None:
        _store = Store()
    return _store


class Catalogue:  # scope: process
    def find(self, name):
        return name


@functools.lru_cache
def get_catalogue():
    return Catalogue()


class Shape:  # scope: unknown
    """One for each argument, for as long as the cache keeps it."""

    def _area(self):
        return 1


@functools.lru_cache(maxsize=100)
def shape_of(name):
    return Shape()


class Tab:  # scope: call
    """A weak container keeps nothing."""

    def _draw(self):
        pass


def open_tab(key):
    tab = Tab()
    _alive[key] = tab


class Once:  # scope: process
    def ask(self):
        pass


class Holder:
    @functools.cached_property
    def once(self):
        return Once()


holder = Holder()
