"""Callbacks that are made in a loop and take out what a variable of it holds: by then that is the task of a later round."""

import asyncio

from fastapi import FastAPI, Request

app = FastAPI()

events = []
bound = []
given = []
awaited = []


async def handle(plugin, request):
    await asyncio.sleep(1)


@app.post("/events")
async def fire(request: Request):
    for plugin in app.state.plugins:
        task = asyncio.create_task(handle(plugin, request))
        events.append(task)  # want "list of tasks events grows.*takes out what task is when it runs, and by then a later round of the loop has bound that anew"

        def clean(future):
            events.remove(task)

        task.add_done_callback(clean)


@app.post("/bound")
async def fire_bound(request: Request):
    for plugin in app.state.plugins:
        task = asyncio.create_task(handle(plugin, request))
        bound.append(task)
        task.add_done_callback(lambda future, task=task: bound.remove(task))


@app.post("/given")
async def fire_given(request: Request):
    for plugin in app.state.plugins:
        task = asyncio.create_task(handle(plugin, request))
        given.append(task)
        task.add_done_callback(lambda future: given.remove(future))


@app.post("/awaited")
async def fire_awaited(request: Request):
    for plugin in app.state.plugins:
        task = asyncio.create_task(handle(plugin, request))
        awaited.append(task)
        task.add_done_callback(lambda future: awaited.remove(task))
        await task
