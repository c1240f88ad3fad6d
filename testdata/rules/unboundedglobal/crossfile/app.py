import state
from fastapi import FastAPI, Request
from state import TOKENS as tokens

app = FastAPI()


@app.post("/login/{user_id}")
async def login(user_id: str, request: Request):
    state.SESSIONS[user_id] = request.client.host  # want "dict SESSIONS grows with every request to login"
    tokens[user_id] = 1


@app.post("/logout/{user_id}")
async def logout(user_id: str):
    tokens.pop(user_id, None)
