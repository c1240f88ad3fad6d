import logging

from django.core.management.base import BaseCommand


class Counting(logging.Handler):  # scope: call
    """A command is over before its handler has kept much."""

    def emit(self, record):  # runs: in a command
        pass


class Command(BaseCommand):
    def handle(self, *args, **options):  # runs: in a command
        logging.getLogger().handlers = [Counting()]
