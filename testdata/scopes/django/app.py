from django.utils.deprecation import MiddlewareMixin
from django.views.generic import View


class Timing(MiddlewareMixin):  # scope: process
    def process_request(self, request):  # runs: again per request
        request.started = 1


class Page(View):  # scope: request
    def get(self, request):  # runs: again per request
        return PageData(request).show()


class PageData:  # scope: request
    def __init__(self, request):
        self.request = request

    def show(self):  # runs: again per request
        return self.request
