import os

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["CACHE_URL"],
    },
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "forever": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": os.environ["CACHE_URL"], "TIMEOUT": None},
}
