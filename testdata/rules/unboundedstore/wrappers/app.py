"""A wrapper around the client leaves the key, and perhaps the expiry, to its callers."""

from fastapi import FastAPI

from client import Actions, Client, Queue

app = FastAPI()
client = Client()
queue = Queue()
actions = Actions()


@app.post("/sessions/{session_id}")
async def create(session_id: str, event: str):
    client.put(f"session:{session_id}", event)  # want "redis string session: grows with every request"
    client.put(f"token:{session_id}", event, 3600)
    client.put(f"lease:{session_id}", event, ttl=60)
    client.put("last", event)
    queue.push("jobs", event)
    queue.push("history", event)
    return queue.show("history")


@app.get("/next")
async def following():
    return queue.pop("jobs")
