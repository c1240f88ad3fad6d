import asyncio
import threading
import time

from fastapi import FastAPI, Request

app = FastAPI()

expirations = {}
alive = {}
inboxes = {}
mailboxes = {}


def expire():
    for key in list(expirations):
        if expirations[key] <= time.time():
            expirations.pop(key)


timer = threading.Timer(1, expire)


def expire_alive():
    for key in list(alive):
        if alive[key] <= time.time():
            alive.pop(key)


sweeper = threading.Timer(1, expire_alive)


@app.get("/hit")
async def hit(request: Request):
    global timer, sweeper
    expirations[request.client.host] = time.time() + 60  # want "dict expirations grows.*is always true"
    alive[request.client.host] = time.time() + 60
    if not timer.is_alive:
        timer = threading.Timer(1, expire)
        timer.start()
    if not sweeper.is_alive():
        sweeper = threading.Timer(1, expire_alive)
        sweeper.start()


@app.get("/poll")
async def poll(request: Request):
    inbox = inboxes.setdefault(request.client.host, asyncio.Queue(maxsize=10))  # want "dict inboxes grows.*always true"
    if not inbox:
        del inboxes[request.client.host]
    mailbox = mailboxes.setdefault(request.client.host, asyncio.Queue(maxsize=10))
    if mailbox.empty():
        del mailboxes[request.client.host]
