"""What only a request has tells that the code around it handles requests, whoever calls it."""

locks = {}
kinds = {}


def guarded(handler):
    def run(request):
        vm = request.match_info["vm_id"]
        locks[vm] = object()  # want "dict locks grows.*request.match_info"
        kinds[request.kind] = object()
        return handler(request)

    return registered(run)


def registered(handler):
    return unseen(handler)
