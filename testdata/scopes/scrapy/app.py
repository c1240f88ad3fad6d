import scrapy


class Shop(scrapy.Spider):  # scope: process
    def parse(self, response):  # runs: again per response
        yield response


class Deduplicate:
    """A pipeline has no base class: what it takes says what it is."""

    def process_item(self, item, spider):  # runs: again per item
        return item


class Retry:
    def process_response(self, request, response, spider):  # runs: again per request
        return response
