import time

import redis

connection = redis.Redis()


class Index:
    INDEX = "runs"

    def __init__(self):
        self.redis = connection

    def add(self, run_id, data):
        key = self.key(run_id)
        self.redis.set(key, data)
        self.redis.zadd(self.INDEX, {key: time.time()})

    def note(self, run_id, data):
        self.redis.set(f"note:{run_id}", data)  # want "redis string note: grows with every request"

    def key(self, run_id):
        return "run:{}".format(run_id)

    def prune(self, keep):
        keys = self.redis.zrange(self.INDEX, 0, -keep)
        self.redis.delete(*keys)
        self.redis.zremrangebyrank(self.INDEX, 0, -keep)
