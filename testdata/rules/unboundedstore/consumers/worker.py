import settings
from names import PREFIX, login_queue
from storage import Index, connection


def consume(handle):
    while True:
        _, job = connection.blpop([settings.JOB_QUEUE])
        handle(job)
        for key in connection.scan_iter("draft:*"):
            connection.delete(key)
        Index().prune(1000)


def alerts():
    return connection.lrange(settings.ALERT_QUEUE, 0, -1)


def login(state):
    connection.delete(f"{PREFIX}:{state}")
    return connection.blpop(login_queue(state))


def main(poll):
    while True:
        login(poll.wait())
        consume(print)
        alerts()
