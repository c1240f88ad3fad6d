"""Forwarding of one request."""

import requests

from config import UPSTREAMS

TIMEOUT = 5

# RFC 9110, 7.6.1: these are for one connection and must not be forwarded.
HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}


def end_to_end(headers):
    kept = {}
    for name, value in headers.items():
        if name.lower() not in HOP_BY_HOP:
            kept[name] = value
    return kept


def forward(service, rest, request):
    base = UPSTREAMS.get(service)
    if base is None:
        return {"error": "unknown service"}, 404
    answer = requests.request(
        request.method,
        f"{base}/{rest}",
        data=request.get_data(),
        headers=end_to_end(request.headers),
        timeout=TIMEOUT,
    )
    return answer.content, answer.status_code, end_to_end(answer.headers)
