"""Other clients of Redis and its likes."""

import coredis
import valkey
from fastapi import FastAPI
from glide import ExpirySet, ExpiryType, GlideClient, StreamAddOptions, TrimByMaxLen
from redis import asyncio as aioredis
from walrus import Database

app = FastAPI()
first = valkey.Valkey()
second = coredis.Client()
third = aioredis.from_url("redis://localhost")
fourth = Database()
recent = fourth.List("recent")
fifth = GlideClient()


@app.get("/users/{user_id}")
async def show(user_id: str):
    first.set(f"first:{user_id}", 1)  # want "redis string first: grows"
    await second.set(f"second:{user_id}", 1)  # want "redis string second: grows"
    await third.set(f"third:{user_id}", 1)  # want "redis string third: grows"
    fourth.set(f"fourth:{user_id}", 1)  # want "redis string fourth: grows"
    await second.set(f"fifth:{user_id}", 1, ex=60)
    await fifth.set(f"sixth:{user_id}", "1")  # want "redis string sixth: grows"
    await fifth.set(f"seventh:{user_id}", "1", expiry=ExpirySet(ExpiryType.SEC, 60))
    await fifth.xadd("events", [("user", user_id)])  # want "redis stream events grows"
    await fifth.xadd("log", [("user", user_id)], StreamAddOptions(trim=TrimByMaxLen(exact=False, threshold=100)))
    recent.append(user_id)  # an entry of a list, not the name of a key
