"""What only a developer's machine fills, and what all of them do."""

from enum import Enum

from fastapi import FastAPI

app = FastAPI()


class Environment(Enum):
    PRODUCTION = "production"
    DEVELOPMENT = "development"


class Timing:
    def __init__(self, environment, mode):
        self.environment = environment
        self.mode = mode
        self.seen = {}
        self.sent = {}
        self.paths = {}
        self.users = {}

    def handle(self, request_id):
        is_development = self.environment is Environment.DEVELOPMENT
        if is_development and request_id:
            self.note(request_id)
        if self.mode == "development":
            self.sent[request_id] = True
        self.path(request_id)
        self.user(request_id)

    def note(self, request_id):
        self.seen[request_id] = True

    def path(self, request_id):
        if self.mode != "dev":
            return
        self.paths[request_id] = True

    def user(self, request_id):
        if self.mode == "dev":
            return
        self.users[request_id] = True  # want "Timing.users grows with every request"


class Service:
    def __init__(self):
        self.seen = {}

    def handle(self, request_id, environment):
        if environment is Environment.DEVELOPMENT:
            self.note(request_id)
        else:
            self.note(request_id)

    def note(self, request_id):
        self.seen[request_id] = True  # want "Service.seen grows with every request"


timing = Timing(Environment.PRODUCTION, "production")
service = Service()


@app.get("/{request_id}")
async def show(request_id: str, environment: str):
    timing.handle(request_id)
    service.handle(request_id, environment)
