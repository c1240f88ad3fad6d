"""Look-ups of a service with many tenants."""

from functools import cache, lru_cache

from .database import connect


@cache
def settings():
    return connect().settings()


@cache
def column_type(column: type):
    return connect().type_of(column)


@lru_cache(maxsize=None)  # want "cache tenant_by_host grows with every request"
def tenant_by_host(host: str):
    return connect().tenant(host)


@lru_cache(maxsize=None)
def plan_limits(plan_type: str):
    return connect().limits(plan_type)
