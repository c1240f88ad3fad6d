"""RQ, Huey, dramatiq, APScheduler."""

import dramatiq
from apscheduler.schedulers.background import BackgroundScheduler
from huey import crontab
from rq.decorators import job

from setup_of import huey, scheduler


@job("default")
def resize(image):  # runs: again per task
    return image


@huey.periodic_task(crontab(minute="0"))
def hourly():  # runs: again per task
    pass


@dramatiq.actor
def mail(to):  # runs: again per message
    return to


class Counting(dramatiq.Middleware):  # scope: process
    def after_process_message(self, broker, message):  # runs: again per message
        pass


def tick():  # runs: again per task
    pass


def start():
    scheduler.add_job(tick, "interval", minutes=1)


@scheduler.scheduled_job("cron", hour=3)
def nightly():  # runs: again per task
    pass
