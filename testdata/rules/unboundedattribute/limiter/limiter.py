import time
from collections import defaultdict


class RateLimiter:
    def __init__(self):
        self.hits = defaultdict(list)

    def allow(self, ip):
        self.hits[ip] = [t for t in self.hits[ip] if t > time.time() - 60]  # want "defaultdict RateLimiter.hits grows with every request to RateLimiter.allow"
        return len(self.hits[ip]) < 100


limiter = RateLimiter()
