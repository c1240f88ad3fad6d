from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware


class Counting(BaseHTTPMiddleware):
    def __init__(self, app):
        super().__init__(app)
        self.clients = {}

    async def dispatch(self, request: Request, call_next):
        self.clients[request.client.host] = 1  # want "dict Counting.clients grows with every request to Counting.dispatch"
        return await call_next(request)


app = FastAPI()
app.add_middleware(Counting)
