from kafka import KafkaConsumer

totals = {}


def consume():
    for record in KafkaConsumer("orders"):
        totals[record.key] = 1  # want "dict totals grows with every message to consume"
