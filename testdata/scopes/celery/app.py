from celery import Celery, Task, shared_task

app = Celery()


class Tracked(Task):  # scope: process
    def run(self, order):  # runs: again per task
        return order


@app.task
def ship(order):  # runs: again per task
    return order


@shared_task
def bill(order):  # runs: again per task
    return order
