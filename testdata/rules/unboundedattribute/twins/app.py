"""What is taken out under a condition, beside a container that is filled with it and emptied always."""

from fastapi import FastAPI, Request


class Calls:
    def __init__(self):
        self.by_id = {}
        self.by_caller = {}
        self.by_name = {}
        self.by_tag = {}

    def add(self, call):
        self.by_id[call.id] = call
        self.by_caller[call.caller.session, call.id] = call  # want "dict Calls.by_caller grows.*by_id, filled with it, is emptied all the same"
        self.by_name[call.name] = call
        if call.tag is not None:
            self.by_tag[call.tag] = call

    def done(self, call):
        del self.by_id[call.id]
        session = call.caller.session
        if session is not None:
            del self.by_caller[session, call.id]
        if call.name in self.by_name:
            del self.by_name[call.name]
        if call.tag is not None:
            del self.by_tag[call.tag]


app = FastAPI()
calls = Calls()


@app.post("/")
async def post(request: Request):
    call = await request.json()
    calls.add(call)
    calls.done(call)
