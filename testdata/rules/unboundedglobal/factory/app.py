from fastapi import FastAPI, Request


def build():
    app = FastAPI()
    sessions = {}

    @app.post("/login")
    async def login(request: Request):
        sessions[request.headers["token"]] = 1  # want "dict build.sessions grows with every request to build.login"

    return app


LAST = {}


def remember(request: Request):
    LAST[request.client.host] = 1  # want "dict LAST grows with every request to remember"
