"""Which upstream serves a path. Prefixes are matched longest first, and the last answers are kept."""

from collections import OrderedDict

from config import UPSTREAMS

LIMIT = 1024

_recent = OrderedDict()


def upstream(service, rest):
    key = f"{service}/{rest}"
    if key in _recent:
        _recent.move_to_end(key)
        return _recent[key]
    found = match(key)
    _recent[key] = found
    if len(_recent) > LIMIT:
        _recent.popitem(last=False)
    return found


def match(key):
    for prefix in sorted(UPSTREAMS, key=len, reverse=True):
        if key == prefix or key.startswith(prefix + "/"):
            return UPSTREAMS[prefix]
    return None
