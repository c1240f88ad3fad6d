"""What a package hands on is filled and emptied here, under the names that it has there."""

import store
from fastapi import FastAPI, Request
from store import LET_GO, renamed

app = FastAPI()


@app.post("/{path}")
async def take(path: str, request: Request):
    store.KEPT[path] = request.client.host  # want "dict KEPT grows with every request to take"
    renamed[path] = request.client.host  # want "dict RENAMED grows with every request to take"
    LET_GO[path] = request.client.host
    try:
        return await request.body()
    finally:
        LET_GO.pop(path, None)
