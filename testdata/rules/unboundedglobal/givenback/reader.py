"""What a function returns behind its loop is a list of one call: something ends the loop. What it only tidies up behind it, when the service stops, is not."""

import io
import pickle
import time


def load(path):
    rows = []
    try:
        with open(path, "rb") as file:
            while True:
                rows.append(pickle.load(file))
    except EOFError:
        pass
    return rows


def output(process):
    text = io.StringIO()
    for line in iter(process.stdout.readline, b""):
        text.write(line.decode())
    process.wait()
    return text


def serve(inbox):
    seen = []
    while True:
        seen.append(inbox.receive())  # want "list serve.seen grows"
        time.sleep(1)
    seen.clear()


if __name__ == "__main__":
    load("rows")
    output(None)
    serve(None)
