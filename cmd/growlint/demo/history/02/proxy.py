"""Forwarding of one request."""

import requests

from config import UPSTREAMS

TIMEOUT = 5


def forward(service, rest, request):
    base = UPSTREAMS.get(service)
    if base is None:
        return {"error": "unknown service"}, 404
    answer = requests.request(
        request.method, f"{base}/{rest}", data=request.get_data(), timeout=TIMEOUT
    )
    return answer.content, answer.status_code
