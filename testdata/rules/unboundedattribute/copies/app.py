"""What a copy gets takes nothing from the original."""

from fastapi import FastAPI, Request

app = FastAPI()


class Board:
    def __init__(self):
        self.notes = {}
        self.trimmed = {}

    def put(self, key, text):
        self.notes[key] = text  # want "dict Board.notes grows"
        self.trimmed[key] = text

    def snapshot(self):
        other = Board()
        other.notes = {key: text for key, text in self.notes.items() if text}
        return other

    def again(self):
        other = self.__class__()
        other.notes = dict(self.notes)
        return other

    def tidy(self):
        self.trimmed = {key: text for key, text in self.trimmed.items() if text}


board = Board()


@app.post("/{key}")
async def put(key: str, request: Request):
    board.put(key, await request.body())
    board.tidy()
    return board.snapshot().notes, board.again().notes
