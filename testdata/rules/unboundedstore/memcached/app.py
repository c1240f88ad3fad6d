"""memcached keeps within the memory it was given: what never expires is a note."""

import aiomcache
import pylibmc
from fastapi import FastAPI
from pymemcache.client.base import Client

app = FastAPI()
client = Client("localhost")
other = pylibmc.Client(["localhost"])
third = aiomcache.Client("localhost")


@app.get("/users/{user_id}")
async def show(user_id: str):
    client.set(f"user:{user_id}", 1)  # want:note "memcached entry user:"
    client.set(f"recent:{user_id}", 1, expire=60)
    other.set(f"page:{user_id}", 1, time=0)  # want:note "memcached entry page:"
    other.set(f"draft:{user_id}", 1, 60)
    await third.set(b"tag:" + user_id.encode(), b"1")  # want:note "memcached entry tag:"
