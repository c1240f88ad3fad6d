"""Cache decorators of other libraries: what bounds one is an argument."""

import sys
from functools import lru_cache

from aiocache import cached as aio_cached
from async_lru import alru_cache
from cachetools import LRUCache, TTLCache, cached, cachedmethod
from fastapi import FastAPI, Request
from funcy import memoize

app = FastAPI()
store = {}


@memoize  # want "cache anonymous grows .*is a new object for each event"
def anonymous(request):
    return "token" not in request.query_params


@alru_cache(maxsize=None)  # want "cache profile grows with every request"
async def profile(user_id):
    return user_id


@alru_cache(maxsize=None, ttl=60)
async def fresh(user_id):
    return user_id


@alru_cache
async def default_size(user_id):
    return user_id


@cached(cache={})  # want "cache avatar grows with every request"
def avatar(user_id):
    return user_id


@cached(store)  # want "cache banner grows with every request"
def banner(user_id):
    return user_id


@cached(cache=TTLCache(maxsize=100, ttl=60))
def bounded(user_id):
    return user_id


@aio_cached()  # want "cache biography grows with every request"
async def biography(user_id):
    return user_id


@aio_cached(ttl=30)
async def expires(user_id):
    return user_id


@aio_cached(alias="redis")
async def elsewhere(user_id):
    return user_id


@lru_cache(maxsize=sys.maxsize)  # want "cache huge grows with every request"
def huge(user_id):
    return user_id


class Repository:
    def __init__(self):
        self.rows = {}
        self.pages = LRUCache(maxsize=100)

    @cachedmethod(lambda self: self.rows)  # want "cache Repository.row grows with every request"
    def row(self, key):
        return key

    @cachedmethod(lambda self: self.pages)
    def page(self, key):
        return key


repository = Repository()


@app.get("/users/{user_id}")
async def user(user_id: str, request: Request):
    avatar(user_id)
    banner(user_id)
    bounded(user_id)
    huge(user_id)
    repository.row(user_id)
    repository.page(user_id)
    anonymous(request)
    for f in (fresh, default_size, expires, elsewhere):
        await f(user_id)
    return await profile(user_id), await biography(user_id)
