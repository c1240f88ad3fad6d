"""A queue for each subscriber gets everything, also when its reader is gone: a note, although there is a consumer."""

import asyncio

from fastapi import FastAPI, Request


class Subscription:
    def __init__(self, topic):
        self.topic = topic
        self.events = asyncio.Queue()

    async def deliver(self, event):
        await self.events.put(event)  # want:note "queue Subscription.events grows with every request"

    async def get(self):
        return await self.events.get()


class Topic:
    def __init__(self):
        self.subscriptions = []
        self.direct = asyncio.Queue()

    def subscribe(self):
        subscription = Subscription(self)
        self.subscriptions.append(subscription)
        return subscription

    def unsubscribe(self, subscription):
        self.subscriptions.remove(subscription)

    async def publish(self, event):
        await self.direct.put(event)
        for subscription in self.subscriptions:
            await subscription.deliver(event)

    async def next(self):
        return await self.direct.get()


topic = Topic()
app = FastAPI()


@app.post("/events")
async def publish(request: Request):
    await topic.publish(await request.json())


@app.websocket("/events")
async def listen(socket):
    subscription = topic.subscribe()
    try:
        while True:
            await socket.send_json(await subscription.get())
            await topic.next()
    finally:
        topic.unsubscribe(subscription)
