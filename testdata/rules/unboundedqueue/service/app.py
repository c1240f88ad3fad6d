from fastapi import FastAPI, WebSocket

from hub import hub

app = FastAPI()


@app.websocket("/chat")
async def chat(websocket: WebSocket):
    await websocket.accept()
    while True:
        hub.publish(await websocket.receive_text())
