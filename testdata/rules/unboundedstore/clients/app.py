"""Other clients of Redis and its likes."""

import coredis
import valkey
from fastapi import FastAPI
from redis import asyncio as aioredis
from walrus import Database

app = FastAPI()
first = valkey.Valkey()
second = coredis.Client()
third = aioredis.from_url("redis://localhost")
fourth = Database()
recent = fourth.List("recent")


@app.get("/users/{user_id}")
async def show(user_id: str):
    first.set(f"first:{user_id}", 1)  # want "redis string first: grows"
    await second.set(f"second:{user_id}", 1)  # want "redis string second: grows"
    await third.set(f"third:{user_id}", 1)  # want "redis string third: grows"
    fourth.set(f"fourth:{user_id}", 1)  # want "redis string fourth: grows"
    await second.set(f"fifth:{user_id}", 1, ex=60)
    recent.append(user_id)  # an entry of a list, not the name of a key
