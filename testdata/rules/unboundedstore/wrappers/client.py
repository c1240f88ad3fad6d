import redis


class Client:
    def __init__(self):
        self.redis = redis.Redis()

    def put(self, key, value, ttl=None):
        key = str(key)
        self.redis.set(key, value, ex=ttl)


class Queue:
    def __init__(self):
        self.redis = redis.Redis()

    def push(self, name, item):
        self.redis.rpush(name, item)  # want "redis list history grows with every request"

    def pop(self, name):
        return self.redis.lpop(name)

    def show(self, name):
        return self.redis.lrange(name, 0, -1)


class Actions:
    """What users call from outside, with a key of their own."""

    def __init__(self):
        self.redis = redis.Redis()

    def send_message(self, queue, message):
        self.redis.rpush(queue, message)  # nobody here says which queue, or how often
