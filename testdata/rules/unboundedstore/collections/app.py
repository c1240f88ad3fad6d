"""Collections under one key, and a stream for each run."""

import time

from fastapi import FastAPI
from redis import Redis

app = FastAPI()


class History:
    def __init__(self):
        self.redis = Redis()
        self.limited = False

    def save(self, session_id, event):
        self.redis.rpush("events", event)  # want "redis list events grows with every request"
        self.redis.lpush("recent", event)
        self.redis.ltrim("recent", 0, 99)
        self.redis.zadd("seen", {session_id: time.time()})  # want "redis sorted set seen grows with every request"
        self.redis.zadd("online", {session_id: time.time()})
        self.redis.zadd("alive", {session_id: time.time()}, xx=True)  # changes only what is there
        self.redis.xadd("log", {"event": event}, maxlen=1000)
        self.redis.xadd(f"run:{session_id}", {"event": event}, maxlen=10)  # want "redis stream run:.*grows with every request"

    def remember(self, session_id, event):
        if not self.limited:
            self.redis.expire(session_id, 60)
            self.limited = True
        self.redis.rpush(session_id, event)  # want "redis list session_id grows .*EXPIRE is sent once, before the key exists"

    def latest(self):
        return self.redis.lrange("events", -10, -1)

    def notify(self, session_id):
        self.redis.rpush("outbox", session_id)  # nothing here reads it: the program that does takes it out

    def watch(self, session_id):
        self.redis.sadd(f"watch:{session_id}", "a")  # want "redis set watch:.* grows with every request"
        self.redis.zrem(f"watch:{session_id}", "a")  # of a sorted set

    def sweep(self):
        self.redis.zremrangebyscore("online", 0, time.time() - 60)


history = History()


@app.post("/events")
async def create(session_id: str, event: str):
    history.sweep()
    history.save(session_id, event)
    history.remember(session_id, event)
    history.notify(session_id)
    history.watch(session_id)
    return history.latest()
