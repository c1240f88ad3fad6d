"""Metrics that are kept in the application, or on an object."""

import prometheus_client
from aiohttp import web


def setup(app: web.Application):
    app["requests"] = prometheus_client.Counter("requests", "requests", ["path", "method"])


@web.middleware
async def count(request: web.Request, handler):
    request.app["requests"].labels(request.path, request.method).inc()  # want "metric request.app..requests.. grows with every request"
    return await handler(request)


class Sessions:
    def __init__(self, registry):
        self.started = prometheus_client.Counter("started", "sessions", ["user_id"], registry=registry)
        self.kinds = prometheus_client.Counter("kinds", "sessions", ["kind"], registry=registry)

    def start(self, session):
        self.kinds.labels(kind=session.kind).inc()
        self.started.labels(user_id=session.user_id).inc()  # want "metric Sessions.started grows .*the label user_id tells users"


def page(request):
    registry = prometheus_client.CollectorRegistry()
    capacity = prometheus_client.Gauge("capacity", "by user", ["user_id"], registry=registry)
    for user_id in request.query["users"]:
        capacity.labels(user_id=user_id).set(1)  # made by this call, and gone with it
    return prometheus_client.generate_latest(registry)
