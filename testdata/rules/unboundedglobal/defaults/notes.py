def keep(text, kept=[]):
    kept.append(text)
    return kept


def collect(text, into=[]):
    into.append(text)  # want "list collect.into grows with every request"
    return into


def walk(text, found=[]):
    found.append(text)  # want "list walk.found grows with every request"
    if text:
        walk(text[1:], found)


def put(notes, text):
    notes[text] = len(text)  # want "dict tell.told grows with every request"


def fill(text, notes={}):
    if text and notes:
        put(notes, text)
    if not notes:
        return None
    return notes[text]


def tell(text, told={}):
    if told:
        put(told, text)
    told[text] = True


def gather(text, *more, seen=[]):
    if seen:
        more = seen
    seen.append(text)  # want "list gather.seen grows with every request"
    return str(more)
