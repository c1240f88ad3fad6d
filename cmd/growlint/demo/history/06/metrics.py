"""Counts of answers by class of status: 2xx, 3xx, 4xx, 5xx."""

from collections import Counter

CLASSES = ("2xx", "3xx", "4xx", "5xx")

answers = Counter({name: 0 for name in CLASSES})


def count(status):
    name = CLASSES[min(max(status // 100 - 2, 0), 3)]
    answers[name] += 1


def text():
    return "".join(f'gateway_answers{{class="{name}"}} {n}\n' for name, n in answers.items())
