"""Kafka and AMQP consumers."""

import pika
from kafka import KafkaConsumer
from kombu.mixins import ConsumerMixin


class Worker(ConsumerMixin):  # scope: process
    def on_message(self, body, message):  # runs: again per message
        message.ack()


def consume():
    for record in KafkaConsumer("orders"):
        take(record)


def take(record):  # runs: again per message
    return record


def listen(channel: pika.channel.Channel):
    channel.basic_consume(queue="q", on_message_callback=on_delivery)
    channel.start_consuming()


def on_delivery(channel, method, properties, body):  # runs: again per message
    pass
