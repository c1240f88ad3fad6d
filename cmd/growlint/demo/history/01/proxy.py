"""Forwarding of one request."""

import requests

TIMEOUT = 5

UPSTREAMS = {"orders": "http://orders:8000", "users": "http://users:8000"}


def forward(service, rest, request):
    base = UPSTREAMS.get(service)
    if base is None:
        return {"error": "unknown service"}, 404
    answer = requests.request(
        request.method, f"{base}/{rest}", data=request.get_data(), timeout=TIMEOUT
    )
    return answer.content, answer.status_code
