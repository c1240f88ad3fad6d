"""What takes out the one entry that ends, at the end of a with statement or in the finally of its callers, is an eviction; what a client's close empties is none."""

from fastapi import FastAPI


class Cache:
    def __init__(self):
        self.locks = {}
        self.deliveries = {}
        self.results = {}

    def acquire(self, key):
        self.locks[key] = 1
        return Lease(self, key)

    def release(self, key):
        self.locks.pop(key, None)

    def start(self, key):
        self.deliveries[key] = 1

    def reset_delivery(self, key):
        self.deliveries.pop(key, None)

    def keep(self, key):
        self.results[key] = 1  # want "dict Cache.results grows with every request"

    def close(self):
        for key in list(self.results):
            self.results.pop(key)


class Lease:
    def __init__(self, cache, key):
        self.cache = cache
        self.key = key

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        self.cache.release(self.key)


app = FastAPI()
cache = Cache()


@app.get("/{key}")
async def read(key: str):
    async with cache.acquire(key):
        cache.keep(key)
    try:
        cache.start(key)
    finally:
        cache.reset_delivery(key)


@app.on_event("shutdown")
async def end():
    cache.close()
