"""What the worker knows of the requests that it runs."""

running = {}
accepted = {}
pairs = {}
by_name = {}


def started(request, add=running.__setitem__):
    add(request.id, request)  # want "dict running grows.*takes out request, but request.id was put in"
    accepted[request.id] = request


def finished(request, remove=running.pop):
    remove(request, None)
    accepted.pop(request.id, None)


def opened(host, port, link):
    pairs[(host, port)] = link  # want "dict pairs grows.*takes out host, but the pair"
    key = (host, port)
    by_name[key] = link


def closed(host, port):
    pairs.pop(host, None)
    by_name.pop((host, port), None)
