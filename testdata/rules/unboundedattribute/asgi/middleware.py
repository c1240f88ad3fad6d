class Tracking:
    def __init__(self, app):
        self.app = app
        self.paths = {}

    async def __call__(self, scope, receive, send):
        self.paths[scope["path"]] = 1  # want "dict Tracking.paths grows with every request to Tracking.__call__"
        await self.app(scope, receive, send)


class Command:
    def __init__(self):
        self.done = {}

    def __call__(self, name):
        self.done[name] = 1
