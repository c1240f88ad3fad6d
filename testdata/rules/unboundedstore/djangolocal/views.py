"""No setting in sight names a backend that keeps everything: a note."""

from django.core.cache import cache
from django.views import View


class Profile(View):
    def get(self, request, user_id):
        cache.set(f"profile:{user_id}", request.body, None)  # want:note "Django cache entry profile:"
