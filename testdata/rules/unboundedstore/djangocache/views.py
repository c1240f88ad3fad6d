"""Django's cache lets entries expire by default; None keeps them, where Redis stands behind it."""

from django.core.cache import cache, caches
from django.views import View
from django.views.decorators.cache import cache_page
from django_redis import get_redis_connection

FOR_GOOD = None
pages = caches["pages"]


class Profile(View):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.forever = caches["forever"]

    def get(self, request, user_id):
        cache.set(f"profile:{user_id}", request.body, None)  # want "Django cache entry profile: grows with every request.*timeout"
        cache.add(f"seen:{user_id}", 1, timeout=FOR_GOOD)  # want "Django cache entry seen: grows"
        cache.get_or_set(f"name:{user_id}", self.name, timeout=None)  # want "Django cache entry name: grows"
        cache.set(f"draft:{user_id}", request.body)
        cache.set(f"lock:{user_id}", 1, timeout=60)
        cache.set(f"basket:{user_id}", request.body, timeout=None)
        cache.set("last", user_id, None)
        pages.set(f"page:{user_id}", request.body, None)  # keeps 300 entries  # want:note "Django cache entry page:"
        self.forever.set(f"history:{user_id}", request.body)  # want "Django cache entry history: grows"
        remember(f"tag:{user_id}", request.body)  # want "Django cache entry tag: grows"
        remember(f"hint:{user_id}", request.body, 60)
        connection = get_redis_connection("default")
        connection.set(f"raw:{user_id}", request.body)  # want "redis string raw: grows"

    def name(self):
        return ""


class Basket(View):
    def delete(self, request, user_id):
        cache.delete(f"basket:{user_id}")


def remember(key, value, timeout=None):
    cache.set(key, value, timeout)


@cache_page(None)  # the default of the settings, as if nothing were given
def page(request, number):
    return number
