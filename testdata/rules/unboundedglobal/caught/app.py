"""What an await raises is no way out where the function goes on behind it, nor is an await that the call does not come by."""

import asyncio

from fastapi import FastAPI

from work import ask, finish

app = FastAPI()
swallowed = {}
narrow = {}
passed_on = {}
preview = {}
changed = {}
started = {}


@app.get("/swallowed/{key}")
async def swallow(key: str):
    swallowed[key] = 1
    try:
        await ask(key)
    except Exception as error:
        print(error)
    swallowed.pop(key, None)


@app.get("/narrow/{key}")
async def catch_one(key: str):
    narrow[key] = 1  # want "dict narrow grows.*left out when the await at line 32 raises or is cancelled"
    try:
        await ask(key)
    except ValueError as error:
        print(error)
    narrow.pop(key, None)


@app.get("/passed/{key}")
async def pass_on(key: str):
    passed_on[key] = 1  # want "dict passed_on grows.*left out when the await at line 42 raises or is cancelled"
    try:
        await ask(key)
    except Exception as error:
        print(error)
        raise
    passed_on.pop(key, None)


@app.get("/preview/{key}")
async def look(key: str, urgent: bool):
    if not urgent:
        preview[key] = 1
    if urgent:
        await ask(key)
    if not urgent:
        del preview[key]


@app.get("/changed/{key}")
async def look_again(key: str, urgent: bool):
    if not urgent:
        changed[key] = 1  # want "dict changed grows.*left out when the await at line 65 raises or is cancelled"
    urgent = key == "now"
    if urgent:
        await ask(key)
    if not urgent:
        del changed[key]


@app.get("/start/{key}")
async def start(key: str, wait: bool):
    task = asyncio.create_task(finish(key))
    if wait:
        await task
    else:
        started[key] = task


@app.get("/stop/{key}")
async def stop(key: str):
    started.pop(key, None)
